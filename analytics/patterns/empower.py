"""Empower: who decides signs, and nobody signs again.

What it does: The second signature under the same paper, or the last approval of a row, is left out.
Why it matters: One person answers for the decision; the case does not lie on another desk for a signature.
Before:
    Specialist issues the certificate → “Head signs, stamp” → issued.
After:
    Specialist issues and signs the certificate; the head looks at a sample afterwards.
How sure: Only where what the signature issues has been issued before, so no paper is lost.  A decree or order that
    names the signature has to be amended first and is named; where a mandatory law demands it, it stays.
Source: Reijers & Limam Mansar (2005), empower, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import networkx as nx

from analytics.grounds import law_behind
from analytics.patterns import patterns
from analytics.proposals import answered, proposal, steps_by_id
from processes.model.edits import bypass
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.interactions import AssessedStep
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def empower(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each signature that can be left out."""
    known = steps_by_id(model)
    for element, answers in answered(findings, "empower", last=True).items():
        step = known.get(element)
        if step is None or law_behind(step) is not None or not _is_issued_before(model, known, step):
            continue
        label = step.element.label
        yield from proposal(
            model,
            pattern="empower",
            title=_("Let who decides sign: leave out “{label}”").format(label=label),
            reason=_("What “{label}” signs has been decided and issued before.").format(label=label),
            heuristic="Empower",
            edits=[partial(bypass, id=element)],
            steps=[
                _("“{label}” is not done any more; who issues the paper answers for it.").format(label=label),
                _("A sample of cases is looked at afterwards."),
            ],
            elements=[element],
            findings=answers,
        )


def _is_issued_before(model: Model, known: dict[str, AssessedStep], step: AssessedStep) -> bool:
    """Whether every paper the step issues is issued by an earlier step already."""
    earlier = nx.ancestors(model.graph, step.element.id)
    issued = {paper for id_ in earlier if id_ in known for paper in known[id_].step.issues}
    return set(step.step.issues) <= issued
