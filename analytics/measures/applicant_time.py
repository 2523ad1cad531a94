"""Applicant's time: the hours one case takes out of a citizen's or founder's life (M5).

What it measures: Preparing and dealing with somebody (effort), standing in line (queue), and travel once for each trip:
    the longest way among the places of that trip.
Why it matters: It is the largest cost of most procedures, and stands in no budget.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> round(an.applicant_time(library["kg-spravka"].as_is).value.total_seconds() / 3600, 1)
    5.2

Misread: Waiting at home for an answer is not in it; that is lead time.
How sure: As sure as the minutes in the model, usually estimates; steps without minutes are listed as unknown.
Source: UNCTAD eRegulations (administrative burden); Standard Cost Model, SEC(2005)1329.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, lower, unassessed, weakest
from analytics.measures import measures
from processes.model.gov import Spread, evidence_about
from processes.text import _

if TYPE_CHECKING:
    from analytics.interactions import AssessedStep
    from processes.model.gov import Place
    from processes.model.model import Model


@measures.register
def applicant_time(model: Model) -> Figure:
    """Return the typical time of one case as a timedelta; `parts` has effort, queue, travel, minimum and maximum."""
    theirs = [s for s in assessed_steps(model) if s.takes_applicants_time]
    efforts = [s.step.effort for s in theirs if s.step.effort]
    queues = [s.step.queue for s in theirs if s.step.queue]
    travel, lost_ways = _travel(model, theirs)
    anything = bool(efforts or queues or travel)
    effort = sum((e.typical for e in efforts), timedelta())
    queue = sum((q.typical for q in queues), timedelta())
    unknown = tuple(
        s.element.id
        for s in theirs
        if s.step.effort is None or (s.is_in_person and s.step.queue is None) or s.element.id in lost_ways
    )
    spreads: list[Spread] = [*efforts, *queues]
    return Figure(
        name="applicant_time",
        label=_("Applicant's time"),
        unit="time",
        value=effort + queue + travel if anything else None,
        elements=tuple(s.element.id for s in theirs),
        unknown=unknown + unassessed(model),
        parts={
            "effort": effort,
            "queue": queue,
            "travel": travel,
            "minimum": sum((s.minimum for s in spreads), timedelta()) + travel,
            "maximum": sum((s.maximum for s in spreads), timedelta()) + travel,
        },
        confidence=lower(
            confidence_of((s for s in theirs if s.step.effort), "effort"),
            confidence_of((s for s in theirs if s.step.queue), "queue"),
            weakest(e for place in _places(model, theirs) for e in evidence_about(place.evidence, "travel")),
        ),
        about=("effort", "queue", "travel"),
    )


def _places(model: Model, steps: list[AssessedStep]) -> list[Place]:
    """Return the places the steps lead to whose way is known."""
    visited = {s.step.visit.place for s in steps if s.step.visit is not None}
    return [p for p in model.places.values() if p.id in visited and p.travel is not None]


def _travel(model: Model, steps: list[AssessedStep]) -> tuple[timedelta, set[str]]:
    """Return the travel of all trips and the elements whose place has no travel time."""
    trips: dict[int, timedelta] = {}
    lost: set[str] = set()
    for step in steps:
        visit = step.step.visit
        if visit is None:
            continue
        place = model.places.get(visit.place)
        if place is None or place.travel is None:
            lost.add(step.element.id)
        else:
            trips[visit.trip] = max(trips.get(visit.trip, timedelta()), place.travel)
    return sum(trips.values(), timedelta()), lost
