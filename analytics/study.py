"""What a detector is given: the model and the log of a procedure, whichever there is, and what both say together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from analytics.finding import Saving
from analytics.interactions import AssessedStep, assessed_steps

if TYPE_CHECKING:
    from decimal import Decimal

    import pyarrow as pa

    from analytics.case_set import CaseSides, Places
    from analytics.clock_stops import Stops
    from analytics.measure import Measure
    from analytics.passages import Passages
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model
    from processes.text import Message


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
    def visits(self) -> dict[str, float]:
        """How often a case comes to each element; elements only an exception leads to are missing."""
        from analytics.reach import expected_visits

        return expected_visits(self.model) if self.model is not None else {}

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """For each element the elements a case can have passed before it."""
        import networkx as nx

        if self.model is None:
            return {}
        graph = self.model.graph
        return {id_: frozenset(nx.ancestors(graph, id_)) for id_ in graph}

    @cached_property
    def waiting(self) -> Measure | None:
        """Waiting before each activity in working hours; None without a log."""
        from analytics.measures.waiting_time import waiting_time

        if self.log is None or not len(self.log):
            return None
        found: Measure = waiting_time(
            self.log, level="activity", unit="working hours", calendar=self.calendar
        )
        return found

    @cached_property
    def processing(self) -> Measure | None:
        """Work on each activity in working hours; None without a log."""
        from analytics.measures.processing_time import processing_time

        if self.log is None or not len(self.log):
            return None
        found: Measure = processing_time(
            self.log, level="activity", unit="working hours", calendar=self.calendar
        )
        return found

    @cached_property
    def done(self) -> pa.Table:
        """The completed activity instances of the log, by case and position; see `EventLog.activities`."""
        import pyarrow.compute as pc

        if self.log is None:
            raise ValueError("There is no log.")
        table = self.log.activities
        return table.filter(pc.fill_null(pc.equal(table["ended_as"], "completed"), False))

    @cached_property
    def passages(self) -> Passages:
        """The same as arrays, with which cases still run; raises `ValueError` without a log."""
        from analytics.passages import passages

        if self.log is None:
            raise ValueError("There is no log.")
        return passages(self.log.activities, self.log.cases)

    def sides(self, bearing: Places, against: Places | None = None) -> CaseSides:
        """Return the cases of the log at these places, on both sides of a claim; raises `ValueError` without a log."""
        import numpy as np

        from analytics.case_set import CaseSet, CaseSides

        if self.log is None:
            raise ValueError("There is no log.")
        names = self.log.cases["case"]
        none = np.zeros(0, dtype=np.int64)
        return CaseSides(
            bearing=CaseSet(names, bearing), against=CaseSet(names, against if against is not None else none)
        )

    @cached_property
    def stops(self) -> Stops:
        """The days on which the clock of activity instances stood still; empty without a log."""
        from analytics.clock_stops import clock_stops
        from processes.calendar import WorkingCalendar

        if self.log is None:
            return {}
        return clock_stops(self.log, self.calendar or WorkingCalendar.default())

    def travel_of(self, step: AssessedStep) -> timedelta | None:
        """Return the journey that would be spared if this step asked for none.

        Zero when other steps share the trip; None when nobody has said how long the way is.
        """
        visit = step.step.visit
        if visit is None or self.model is None:
            return timedelta() if visit is None else None
        if self.shares_its_trip(step):
            return timedelta()
        place = self.model.places.get(visit.place)
        return place.travel if place is not None else None

    def shares_its_trip(self, step: AssessedStep) -> bool:
        """Whether other steps are done on the same journey."""
        visit = step.step.visit
        return visit is not None and any(
            s is not step and s.step.visit is not None and s.step.visit.trip == visit.trip for s in self.steps
        )

    def place_name(self, step: AssessedStep) -> str:
        """Return the name of the place a step leads to; empty when it leads to none."""
        where = step.step.where
        if where is None or self.model is None:
            return ""
        place = self.model.places.get(where)
        return place.name if place is not None else where

    def document_name(self, id: str) -> str:
        """Return the name of a paper, or its id."""
        document = self.model.documents.get(id) if self.model is not None else None
        return document.name if document is not None and document.name else id

    def saving(
        self,
        element: str,
        *,
        time: timedelta | None = None,
        work: timedelta | None = None,
        lead: timedelta | None = None,
        money: Decimal | None = None,
        visits: int | None = None,
        contacts: float | None = None,
        documents: int | None = None,
        formula: Message | None = None,
    ) -> Saving:
        """Return what an average case saves when something goes at `element`.

        What is given holds for a case that comes to the element; times are weighed with how often a case does.  Where
        nobody has said how often, nothing can be said of a year.
        """
        chance = self.visits.get(element)
        weight = 1.0 if chance is None else chance
        return Saving(
            time=time * weight if time is not None else None,
            work=work * weight if work is not None else None,
            lead=lead * weight if lead is not None else None,
            money=money,
            visits=visits,
            contacts=contacts * weight if contacts is not None else None,
            documents=documents,
            frequency=self.frequency if chance is not None else None,
            formula=formula,
        )
