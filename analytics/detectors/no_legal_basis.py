"""No legal basis: people are sent through a step that no norm demands (D06).

What it finds: A step for which somebody looked for a norm and found practice or nothing.
Why it matters: An office may ask only what a norm lets it ask; custom is where needless work and small favours live.
Wrong:
    “Head signs, stamp”, on practice.
Right:
    The step goes, or a norm is named.
How sure: As sure as the analyst's search for a norm.  Steps where nobody has looked are not reported: not assessed is
    not "no basis".  A single norm of any rank excuses.
Source: vocabulary D06, M13; Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, is_practice
from analytics.lengths import in_words, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from analytics.interactions import AssessedStep
    from analytics.study import Study


@detectors.register
def no_legal_basis(study: Study) -> Iterator[Finding]:
    """Yield one finding for each step on practice only."""
    for step in study.steps:
        if not is_practice(step):
            continue
        queue, effort = typical(step.step.queue), typical(step.step.effort)
        known = [t for t in (queue, effort) if t is not None]
        total = _sum(known)
        mine = step.takes_applicants_time
        yield Finding(
            detector="no_legal_basis",
            elements=(step.element.id,),
            claim=_("No norm demands “{label}”: the office does it on practice alone.").format(
                label=step.element.label
            ),
            evidence=grounds([step]),
            saving=study.saving(
                step.element.id,
                time=total if mine else None,
                work=effort if not _by_applicant_alone(step) else None,
                formula=_("queue {queue} + work {work}").format(
                    queue=in_words(queue) if queue is not None else _("not assessed"),
                    work=in_words(effort) if effort is not None else _("not assessed"),
                ),
            ),
            confidence=confidence([step]),
            refutation=_("A norm that names “{label}” as a duty of the office or of the applicant.").format(
                label=step.element.label
            ),
            suggestion="empower" if step.step.purpose == "control" else "task_elimination",
        )


def _by_applicant_alone(step: AssessedStep) -> bool:
    return step.is_applicant_side


def _sum(parts: list[timedelta]) -> timedelta | None:
    return sum(parts[1:], parts[0]) if parts else None
