"""Asked twice: the same paper is asked for in several steps of one procedure (D04).

What it finds: A paper asked of the applicant in two or more steps a single case can pass.
Why it matters: What was shown once is known; asking again is distrust between desks, paid by the applicant.
Wrong:
    “Water conditions”, “Power conditions” and “Permit” each ask for the title to the land.
Right:
    The first step takes it, and the file travels with the case.
How sure: Read from the papers noted at the steps.  Steps a mandatory law lets ask are not counted as avoidable; steps
    on alternative ways are not counted as repetition.
Source: vocabulary D04; Once-Only principle, Regulation (EU) 2018/1724, art. 14.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import several
from analytics.papers import asked_papers
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.papers import Asked
    from analytics.study import Study


@detectors.register
def asked_twice(study: Study) -> Iterator[Finding]:
    """Yield one finding for each paper asked for again."""
    by_paper: dict[str, list[Asked]] = defaultdict(list)
    for asked in asked_papers(study):
        by_paper[asked.document.id].append(asked)
    for paper, askings in by_paper.items():
        chain = _on_one_way(study, askings)
        avoidable = [a for a in chain[1:] if law_behind(a.step) is None]
        if len(chain) < 2 or not avoidable:
            continue
        steps = [a.step for a in chain]
        yield Finding(
            detector="asked_twice",
            elements=tuple(s.element.id for s in steps),
            claim=_("The applicant is asked for “{document}” {times} times: in {steps}.").format(
                document=chain[0].document.name,
                times=len(chain),
                steps=several([s.element.label for s in steps]),
            ),
            evidence=grounds(steps),
            saving=study.saving(
                avoidable[0].step.element.id,
                documents=len(avoidable),
                formula=_("{times} times asked − 1 − those a law lets ask").format(times=len(chain)),
            ),
            confidence=confidence(steps, about=("document",)),
            refutation=_(
                "“{document}” changes between the steps, or the later offices may not see the file of the first."
            ).format(document=chain[0].document.name),
            suggestion="once_only",
            data={"document": paper, "again": ",".join(a.step.element.id for a in avoidable)},
        )


def _on_one_way(study: Study, askings: list[Asked]) -> list[Asked]:
    """Return the askings one case can meet one after another, beginning with the first."""
    chain: list[Asked] = []
    for asked in askings:
        behind = study.before.get(asked.step.element.id, frozenset())
        if not chain or any(a.step.element.id in behind for a in chain):
            chain.append(asked)
    return chain
