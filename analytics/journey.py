"""The citizen's journey: every contact, paper and trip a procedure asks of the applicant, in the order they come.

It is told from the model; what nobody has assessed is unknown, not nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.interactions import AssessedStep, assessed_steps
from analytics.reach import expected_visits
from analytics.reading_order import in_order

if TYPE_CHECKING:
    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper asked of the applicant: its id, how many, and the register that already holds it (None: none known)."""

    document: str
    count: int
    held_in: str | None


@dataclass(frozen=True, kw_only=True)
class Touch:
    """One step the applicant takes part in.

    `chance` is how often a case comes to it (None: nobody has said); `trip` the number of the journey, `begins_trip`
    whether it is the first step of that journey; `time` the applicant's own time here, with the way there counted
    where the trip begins (None: not assessed).
    """

    element: str
    channel: str | None
    is_contact: bool
    place: str | None
    trip: int | None
    begins_trip: bool
    papers: tuple[Paper, ...]
    receives: tuple[str, ...]
    money: Decimal | None
    currency: str | None
    time: timedelta | None
    wait: timedelta | None
    chance: float | None


@dataclass(frozen=True, kw_only=True)
class Journey:
    """The touches in order; `unassessed` are the steps of which nobody has said whether the applicant is in them."""

    touches: tuple[Touch, ...]
    unassessed: tuple[str, ...]

    @property
    def contacts(self) -> int:
        """How many of them are face to face."""
        return sum(touch.is_contact for touch in self.touches)

    @property
    def trips(self) -> int:
        """How many journeys they take."""
        return len({touch.trip for touch in self.touches if touch.trip is not None})

    @property
    def papers(self) -> int:
        """How many papers are asked for."""
        return sum(paper.count for touch in self.touches for paper in touch.papers)

    @property
    def held(self) -> int:
        """How many of those papers some register already holds."""
        return sum(paper.count for touch in self.touches for paper in touch.papers if paper.held_in)


def journey(model: Model) -> Journey:
    """Return what the applicant goes through in `model`.

    >>> from processes import library
    >>> told = journey(library["kg-spravka"].as_is)
    >>> told.contacts > 0, told.papers >= told.held
    (True, True)
    """
    steps = {s.element.id: s for s in assessed_steps(model)}
    visits = expected_visits(model)
    touches: list[Touch] = []
    trips: set[int] = set()
    unassessed = []
    for element in in_order(model):
        step = steps.get(element.id)
        if step is None:
            unassessed.append(element.id)
            continue
        if not (step.takes_applicants_time or step.is_interaction):
            continue
        trip = step.step.visit.trip if step.step.visit is not None else None
        touches.append(
            _touch(model, step, visits.get(element.id), begins=trip is not None and trip not in trips)
        )
        if trip is not None:
            trips.add(trip)
    return Journey(touches=tuple(touches), unassessed=tuple(unassessed))


def _touch(model: Model, found: AssessedStep, chance: float | None, *, begins: bool) -> Touch:
    step = found.step
    papers = []
    for asks in step.asks:
        document = model.documents.get(asks.document)
        papers.append(
            Paper(
                document=asks.document,
                count=asks.count or 1,
                held_in=document.held_in if document is not None else None,
            )
        )
    fees = [fee for fee in step.fees if not fee.express]
    return Touch(
        element=found.element.id,
        channel=step.channel,
        is_contact=found.is_in_person and model.actor(found.element.id) is not None,
        place=step.where,
        trip=step.visit.trip if step.visit is not None else None,
        begins_trip=begins,
        papers=tuple(papers),
        receives=tuple(step.issues),
        money=sum((fee.amount for fee in fees), Decimal()) if fees else None,
        currency=fees[0].currency if fees else None,
        time=time_of(model, found, with_way=begins),
        wait=step.wait.typical if step.wait is not None else None,
        chance=chance,
    )


def time_of(model: Model, found: AssessedStep, *, with_way: bool) -> timedelta | None:
    """Return the applicant's own time at a step, with the way there when asked; None when no part is assessed."""
    step, parts = found.step, []
    if step.effort is not None:
        parts.append(step.effort.typical)
    if step.queue is not None:
        parts.append(step.queue.typical)
    if with_way and step.visit is not None:
        place = model.places.get(step.visit.place)
        if place is not None and place.travel is not None:
            parts.append(place.travel)
    return sum(parts, timedelta()) if parts else None
