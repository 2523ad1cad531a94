"""Queue by person: work of a step always goes to the same one officer (D20).

What it finds: A step of an office whose work is given out as *fixed* or straight to a named person (not to whoever did
    an earlier step), and which one officer alone decides.
Why it matters: When that officer is ill, everything stops; and whoever wants something done knows whom to see.
Wrong:
    “Sign extract”, assignment fixed, one decider.
Right:
    “Sign extract” goes to the group; whoever is free takes the oldest case.
How sure: Read from the annotation or the file; what happens at the desk may differ, and a stand-in may be named
    elsewhere.  Commissions, the second pair of eyes and the applicant's own work are no queue of one person.  Where a
    law names the officer the finding stands, less sure.  It is about the rule that gives out work, never a person: no
    name of the file is repeated.
Source: vocabulary D20; Reijers & Limam Mansar (2005), flexible assignment; van der Aalst & van Hee (2002), push and
    pull.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Confidence, Evidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study

_OFFICES = frozenset({"official", "otherAgency"})


@detectors.register
def queue_by_person(study: Study) -> Iterator[Finding]:
    """Yield one finding for each step whose work one fixed officer gets."""
    for step in study.steps:
        if step.actor not in _OFFICES or step.step.deciders in ("fourEyes", "commission", "system"):
            continue
        if not _is_fixed(step):
            continue
        label = step.element.label
        sure: Confidence = "low" if law_behind(step) is not None else confidence([step])
        yield Finding(
            detector="queue_by_person",
            elements=(step.element.id,),
            claim=_("All cases of “{label}” wait for the same officer, whoever else is free.").format(
                label=label
            ),
            evidence=(
                Evidence(
                    text=_("The work is given out by a fixed rule.")
                    if step.step.assignment == "fixed"
                    else _("The file gives the work to one named person.")
                ),
                *grounds([step]),
            ),
            saving=study.saving(
                step.element.id,
                formula=_("unknown: how much of the wait the fixed officer causes only a log can tell"),
            ),
            confidence=sure,
            refutation=_("Several officers who do “{label}” already, or a stand-in who takes over.").format(
                label=label
            ),
        )


def _is_fixed(step: AssessedStep) -> bool:
    """Whether one person gets all of it; an expression (the officer of an earlier step) does not name one."""
    if step.step.assignment is not None:
        return step.step.assignment == "fixed"
    element = step.element
    if element.candidate_groups:
        return False
    named = (element.assignee,) if element.assignee else element.candidate_users
    return len(named) == 1 and not named[0].startswith(("=", "$", "#"))
