"""What a detector is given: the model and the log of a procedure, whichever there is, and what both say together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from analytics.interactions import AssessedStep, assessed_steps

if TYPE_CHECKING:
    from analytics.measure import Measure
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class Study:
    """A model, a log, or both, under one calendar.

    A detector asks for what it needs and finds nothing where that is missing: `model` or `log` may be None.
    """

    model: Model | None = None
    log: EventLog | None = None
    calendar: WorkingCalendar | None = None

    @cached_property
    def steps(self) -> list[AssessedStep]:
        """The annotated tasks of the model, in document order; empty without a model."""
        return assessed_steps(self.model) if self.model is not None else []

    def step(self, element: str) -> AssessedStep | None:
        """Return one annotated task; None when nobody annotated it."""
        return next((s for s in self.steps if s.element.id == element), None)

    @property
    def frequency(self) -> int | None:
        """Cases a year, as the model says; None when nobody has said."""
        return self.model.procedure.frequency if self.model and self.model.procedure else None

    @cached_property
    def waiting(self) -> Measure | None:
        """Waiting before each activity in working hours; None without a log."""
        from analytics.measures.waiting_time import waiting_time

        if self.log is None or not len(self.log):
            return None
        return waiting_time(self.log, level="activity", unit="working hours", calendar=self.calendar)

    @cached_property
    def processing(self) -> Measure | None:
        """Work on each activity in working hours; None without a log."""
        from analytics.measures.processing_time import processing_time

        if self.log is None or not len(self.log):
            return None
        return processing_time(self.log, level="activity", unit="working hours", calendar=self.calendar)

    def travel_of(self, step: AssessedStep) -> timedelta | None:
        """Return the journey that would be spared if this step asked for none.

        Zero when other steps share the trip; None when nobody has said how long the way is.
        """
        visit = step.step.visit
        if visit is None or self.model is None:
            return timedelta() if visit is None else None
        shared = [s for s in self.steps if s is not step and s.step.visit and s.step.visit.trip == visit.trip]
        if shared:
            return timedelta()
        place = self.model.places.get(visit.place)
        return place.travel if place is not None else None
