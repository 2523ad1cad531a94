"""Visit merging: two journeys to one place become one.

What it does: The later step moves right behind the earlier one and shares its journey.
Why it matters: The journey is the largest part of a villager's cost, the same for five minutes as for an hour.
Before:
    “Register” at the tax office, “Notarise” at the notary, “Declare” at the tax office.
After:
    “Register” and “Declare” on one journey, then the notary.
How sure: The later step needs no paper issued in between; a reason the model does not show would speak against it.
Source: Reijers & Limam Mansar (2005), contact reduction and resequencing, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.patterns import patterns
from analytics.proposals import proposal, steps_by_id
from processes.model.edits import move, set_step
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def visit_merging(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each pair of journeys that could be one."""
    known = steps_by_id(model)
    for finding in findings:
        if finding.suggestion != "visit_merging" or len(finding.elements) != 2:
            continue
        first, second = finding.elements
        if first not in known or second not in known or known[first].step.visit is None:
            continue
        visit = known[first].step.visit
        yield from proposal(
            model,
            pattern="visit_merging",
            title=_("Do “{second}” on the same journey as “{first}”").format(
                first=model.label(first), second=model.label(second)
            ),
            reason=_("Both are done at the same place, and the second needs nothing issued in between."),
            heuristic="Contact reduction",
            edits=[partial(move, id=second, after=first), partial(set_step, id=second, visit=visit)],
            steps=[
                _("“{second}” is done right after “{first}”.").format(
                    first=model.label(first), second=model.label(second)
                ),
                _("Both share one journey."),
            ],
            elements=[first, second],
            findings=[finding],
        )
