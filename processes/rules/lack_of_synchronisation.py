"""A step done twice by the same case.

What it finds:
    Places that two parallel ways reach one after the other without having been joined.

Why it matters:
    What follows is done twice: two decisions, two letters, two fees.

Wrong:
    both of (Check plan | Check parcel), joined by an exclusive gateway

Right:
    both of (Check plan | Check parcel), joined by a parallel gateway

How sure:
    warning: it may be meant, for instance to send a message for each.

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
def lack_of_synchronisation(model: Model) -> Iterator[Problem]:
    """Yield each place where it happens, with a way that leads there."""
    for flaw in analyse(model).flaws:
        if flaw.kind == "lack of synchronisation":
            element = model.elements[flaw.element]
            yield Problem.at(
                element,
                "warning",
                _(
                    "A case can reach “{label}” twice at once, by {path}, so what follows is done twice. "
                    "Join the parallel ways with a parallel gateway before it."
                ).format(label=element.label, path=told_way(model, flaw.path)),
                path=flaw.path,
            )
