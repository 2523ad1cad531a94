"""Parallelism: reviews that need nothing of one another are done side by side.

What it does: A chain of steps becomes branches between two parallel gateways; what follows waits for the last.
Why it matters: The applicant waits for the longest review instead of for the sum of them.
Before:
    Fire opinion → environmental opinion → sanitary opinion.
After:
    All three at once, then the decision.
How sure: Read from the papers of the steps.  An application that one review would have stopped now meets all of them,
    so the offices may do some work in vain; simulate before deciding.
Source: Reijers & Limam Mansar (2005), parallelism, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.patterns import patterns
from analytics.proposals import proposal
from processes.model.edits import parallelise
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def parallelism(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each chain of reviews that can run side by side."""
    for finding in findings:
        if finding.suggestion != "parallelism" or len(finding.elements) < 2:
            continue
        if any(id_ not in model.elements for id_ in finding.elements):
            continue
        labels = listed([model.label(id_) for id_ in finding.elements])
        yield from proposal(
            model,
            pattern="parallelism",
            title=_("Do {steps} side by side").format(steps=labels),
            reason=_("None of them needs what another issues."),
            heuristic="Parallelism",
            edits=[partial(parallelise, ids=finding.elements)],
            steps=[
                _("{steps} begin at the same time.").format(steps=labels),
                _("What follows begins when the last of them is done."),
            ],
            elements=finding.elements,
            findings=[finding],
        )
