"""Extra visit: a journey to a place the applicant has already been to (D02).

What it finds: A trip made only to collect what is ready, and a second trip to the same place whose steps need nothing
    that was issued in between, so both could be one.
Why it matters: "Come back tomorrow" costs a villager half a day, and nothing is decided on that day.
Wrong:
    Apply at the aiyl okmotu; the next day “Come back for it”.
Right:
    The result is sent, printed at a kiosk, or handed over on the same visit.
How sure: A law that demands the handing over in person excuses it.  That two trips can be one is read from the papers
    of the steps; a reason nobody wrote down (a site inspection, a waiting period) would refute it.
Source: vocabulary D02, M2; UNDP Kyrgyzstan, 02.09.2021 (people come back the next day).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.going_there import time_of_going
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import needed
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study


@detectors.register
def extra_visit(study: Study) -> Iterator[Finding]:
    """Yield one finding for each later trip to a place that could be spared."""
    going = [s for s in study.steps if s.step.visit is not None]
    for later in going:
        earlier = [s for s in going if _is_earlier_trip(study, s, later)]
        if not earlier or law_behind(later) is not None:
            continue
        if later.step.purpose == "handover":
            yield _collecting(study, later)
        elif _could_be_one(study, earlier, later):
            yield _mergeable(study, earlier[-1], later)


def _is_earlier_trip(study: Study, earlier: AssessedStep, later: AssessedStep) -> bool:
    a, b = earlier.step.visit, later.step.visit
    assert a is not None and b is not None
    precedes = earlier.element.id in study.before.get(later.element.id, frozenset())
    circles = later.element.id in study.before.get(earlier.element.id, frozenset())
    return a.place == b.place and a.trip != b.trip and precedes and not circles


def _could_be_one(study: Study, earlier: list[AssessedStep], later: AssessedStep) -> bool:
    """Whether nothing issued since the earlier trip is needed, neither by the later step nor by its own trip."""
    trip = later.step.visit and later.step.visit.trip
    same_trip = [s for s in study.steps if s.step.visit is not None and s.step.visit.trip == trip]
    first = earlier[-1].element.id
    between = [s for s in study.steps if first in study.before.get(s.element.id, frozenset())]
    issued = {paper for s in between if s not in same_trip for paper in s.step.issues}
    issued |= (
        set(earlier[-1].step.issues) if earlier[-1].step.wait and earlier[-1].step.wait.typical else set()
    )
    papers = {paper for s in same_trip for paper in needed(s)}
    return bool(papers or later.step.issues) and not papers & issued


def _collecting(study: Study, later: AssessedStep) -> Finding:
    label, place = later.element.label, study.place_name(later)
    time, formula = time_of_going(study, later)
    return Finding(
        detector="extra_visit",
        elements=(later.element.id,),
        claim=_(
            "The applicant travels to {place} again only for “{label}”: something is handed over, nothing is decided."
        ).format(place=place, label=label),
        evidence=grounds([later]),
        saving=study.saving(later.element.id, time=time, visits=1, contacts=1.0, formula=formula),
        confidence=confidence([later], about=("visit",)),
        refutation=_("Something in “{label}” can be done only there and only then.").format(label=label),
        suggestion="task_elimination",
        data={"kind": "collect"},
    )


def _mergeable(study: Study, earlier: AssessedStep, later: AssessedStep) -> Finding:
    time, formula = time_of_going(study, later)
    return Finding(
        detector="extra_visit",
        elements=(earlier.element.id, later.element.id),
        claim=_(
            "The applicant travels to {place} twice, for “{first}” and for “{second}”, although the second needs no "
            "paper that was issued in between."
        ).format(place=study.place_name(later), first=earlier.element.label, second=later.element.label),
        evidence=grounds([earlier, later]),
        saving=study.saving(later.element.id, time=time, visits=1, formula=formula),
        confidence=confidence([earlier, later], about=("visit",), less=1),
        refutation=_(
            "Something has to happen between “{first}” and “{second}” that the model does not show."
        ).format(first=earlier.element.label, second=later.element.label),
        suggestion="visit_merging",
        data={"kind": "merge"},
    )
