"""A case that waits for ever.

What it finds:
    Joins that wait for a flow which can never come: a deadlock, with a way that leads into it.

Why it matters:
    The case stays open and silent; nobody has a work item, and the applicant waits in vain.

Wrong:
    one of (Check plan / Check parcel), joined by a parallel gateway

Right:
    both of (Check plan | Check parcel), joined by a parallel gateway

How sure:
    error: the way shown leads there, unless conditions elsewhere exclude it, which cannot be seen from the drawing.

Source:
    Fahland et al. (2011), doi:10.1016/j.datak.2011.01.004; OMG BPMN 2.0.2, 13.3-13.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.soundness import analyse, told_way
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def unsound(model: Model) -> Iterator[Problem]:
    """Yield each place where it happens, with a way that leads there."""
    for flaw in analyse(model).flaws:
        if flaw.kind == "deadlock":
            element = model.elements[flaw.element]
            yield Problem.at(
                element,
                "error",
                _(
                    "A case can wait for ever at “{label}”: it came by {path}, and what it waits for can no longer "
                    "come. Join alternatives with an exclusive gateway, parallel ways with a parallel one."
                ).format(label=element.label, path=told_way(model, flaw.path)),
                path=flaw.path,
            )
