"""Redundant step: it could be left out, and nobody would miss anything.

What it finds: A step that only passes on, records, waits or checks, that no norm demands, and none of whose papers
    anybody uses.
Why it matters: It is the cheapest reform there is: no new system, no new law, just not doing it.
Wrong:
    “Come back for it”: hands over on practice, issues nothing.
Right:
    The case ends where the decision is made.
How sure: Norm and purpose are what the analyst noted; steps without a noted norm are not reported.  Whether somebody
    outside the procedure relies on the step, only people can tell.  Any norm excuses.
Source: vocabulary D-NVA, D06; Reijers & Limam Mansar (2005), task elimination, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.going_there import time_of_going
from analytics.grounds import confidence, grounds, is_practice
from analytics.papers import using_steps
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study

_CHANGES_NOTHING = frozenset({"handover", "record", "control", "wait"})


@detectors.register
def redundant_step(study: Study) -> Iterator[Finding]:
    """Yield one finding for each step nobody would miss."""
    for step in study.steps:
        if step.step.purpose not in _CHANGES_NOTHING or not is_practice(step) or _is_useful(study, step):
            continue
        goes = step.is_in_person
        time, formula = time_of_going(study, step) if goes else (None, None)
        effort = step.step.effort.typical if step.step.effort is not None else None
        if goes and time is not None and effort is not None:
            time = time + effort
        purposes = {
            "handover": _("passes something on"),
            "record": _("writes something down"),
            "control": _("checks"),
            "wait": _("waits"),
        }
        yield Finding(
            detector="redundant_step",
            elements=(step.element.id,),
            claim=_(
                "“{label}” only {purpose}; no norm demands it, and no step uses anything it leaves behind."
            ).format(label=step.element.label, purpose=purposes[step.step.purpose]),
            evidence=grounds([step]),
            saving=study.saving(
                step.element.id,
                time=time,
                work=effort if not step.is_applicant_side else None,
                visits=1 if step.step.visit is not None and not study.shares_its_trip(step) else None,
                formula=_("{going} + the time at the desk").format(going=formula)
                if formula is not None
                else None,
            ),
            confidence=confidence([step]),
            refutation=_("Somebody who needs “{label}” to happen.").format(label=step.element.label),
            suggestion="task_elimination",
        )


def _is_useful(study: Study, step: AssessedStep) -> bool:
    """Whether somebody uses one of its papers, or one is a result the applicant keeps."""
    assert study.model is not None
    return any(
        using_steps(study, paper) or (paper in study.model.documents and study.model.documents[paper].final)
        for paper in step.step.issues
    )
