"""A step no case can reach.

What it finds:
    Elements that have a way in, but which no case can ever take.

Why it matters:
    It looks like a safeguard, but it is none: nobody will ever do it.

Wrong:
    a reminder behind a join that never opens

Right:
    a reminder on a way that a decision can take

How sure:
    warning: the drawing may be unfinished.

Source:
    Fahland et al. (2011), doi:10.1016/j.datak.2011.01.004; OMG BPMN 2.0.2, 13.3-13.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.soundness import analyse
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def dead_element(model: Model) -> Iterator[Problem]:
    """Yield each place where it happens, by what is drawn."""
    for flaw in analyse(model).flaws:
        if flaw.kind == "dead element":
            element = model.elements[flaw.element]
            yield Problem.at(
                element,
                "warning",
                _(
                    "No case can ever reach “{label}”, whatever is decided before. "
                    "Connect it to a way that can be taken, or delete it."
                ).format(label=element.label),
            )
