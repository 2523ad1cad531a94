"""A loop that leaves work behind in every round.

What it finds:
    Loops inside which control splits, and only one of the ways goes round.

Why it matters:
    Each round adds one more copy of what follows: letters, decisions, payments without end.

Wrong:
    Register -> a parallel gateway -> back to Register, and on to Decide

Right:
    Register -> a decision -> back to Register, or on to Decide

How sure:
    error: no procedure has a step that multiplies without end.

Source:
    van der Aalst (1998), doi:10.1142/S0218126698000043 (boundedness); Karp & Miller (1969),
    doi:10.1016/S0022-0000(69)80011-5 (coverability).
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
def unbounded(model: Model) -> Iterator[Problem]:
    """Yield each place that gains a copy in every round, with a way that leads there."""
    for flaw in analyse(model).flaws:
        if flaw.kind == "unboundedness":
            element = model.elements[flaw.element]
            yield Problem.at(
                element,
                "error",
                _(
                    "Each round of the loop ({path}) does “{label}” once more, and the rounds before go on too. "
                    "Let the loop begin at a decision, not at a parallel split."
                ).format(label=element.label, path=told_way(model, flaw.path)),
                path=flaw.path,
            )
