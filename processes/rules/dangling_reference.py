"""A reference leads nowhere.

What it finds:
    A flow, boundary event, default or lane that names an element which is not in the file.

Why it matters:
    A case that comes to such a place has nowhere to go, and no engine can guess where it was meant to.

Wrong:
    Decide -> ?   (the arrow ends where a deleted task stood)

Right:
    Decide -> Notify

How sure:
    error: there is no legitimate reading.  Lanes that list a missing element are named as well; a case is not stopped
    by them, but a performer may be missing.

Source:
    OMG BPMN 2.0.2, 8.4.13 (Sequence Flow), 10.5.1 (sourceRef, targetRef).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def dangling_reference(model: Model) -> Iterator[Problem]:
    """Yield each reference whose element is missing."""
    for owner, attribute, missing, line in model.dangling:
        yield Problem(
            rule="",
            severity="error",
            element=owner,
            label=model.label(owner),
            line=line,
            message=_(
                "“{label}” refers by {attribute} to “{missing}”, which is not in the file, so a case would not know "
                "where to go. Connect it again or delete it."
            ).format(label=model.label(owner), attribute=attribute, missing=missing or "—"),
            data={"attribute": attribute, "missing": missing},
        )
