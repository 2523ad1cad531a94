"""The edits a person or a redesign makes, each by name and each with its way back.

Every function returns a new model; `processes.model.edit.undo` gives the old bytes.  An edit that makes no sense on
this model raises `NotEditable` and says why; one that changes nothing returns the model itself.
"""

from __future__ import annotations

from processes.model.edit import patched, undo
from processes.model.edits_of_annotations import (
    add_legal,
    drop_asks,
    pay_by,
    read_instead,
    remove_legal,
    set_step,
)
from processes.model.edits_of_flow import bypass, insert_after, move, parallelise, remove
from processes.model.edits_of_properties import (
    merge_lanes,
    rename,
    replace_type,
    retarget_flow,
    set_condition,
)

__all__ = [
    "add_legal",
    "bypass",
    "drop_asks",
    "insert_after",
    "merge_lanes",
    "move",
    "parallelise",
    "patched",
    "pay_by",
    "read_instead",
    "remove",
    "remove_legal",
    "rename",
    "replace_type",
    "retarget_flow",
    "set_condition",
    "set_step",
    "undo",
]
