"""Work that the model offers to nobody: it exists and may be done, but as long as nobody holds it, it is an incident.

Who sees incidents gives such work to somebody; until then it stands in no inbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.spiff.effects import Effects, Stuck
from processes.text import Message, _

KIND = "unaddressed"
"""The kind of such an incident."""

_TAKEN = frozenset({"claimed", "reassigned", "delegated"})


def message(label: str) -> Message:
    """What the incident says of a work item."""
    return _("“{label}” is offered to nobody: it stands in no lane and names no candidates.").format(
        label=label
    )


def after(effects: Effects, row: Mapping[str, Any], kind: str) -> None:
    """End the incident of an unaddressed work item when somebody takes it, and raise it anew when they give it back."""
    if row["candidates"]:
        return
    if kind in _TAKEN:
        effects.unstuck.append(row["task"])
    elif kind == "released":
        label = row["label"]
        effects.stuck.append(
            Stuck(task=row["task"], element=row["element"], label=label, kind=KIND, message=message(label))
        )
