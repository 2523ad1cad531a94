"""The report on one log: where its time goes, as figures, as heat on the diagram, and as the table that says the same.

Every number is measured from the log when the page is opened; nothing is kept but the log itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import gettext

from analytics.remembered import remembered
from modeler_api.charts import Bar, bars
from modeler_api.drawing import contact_overlays, drawing, in_order
from modeler_api.event_logs import Source
from modeler_api.formats import money, span
from modeler_api.quantities import length_of, quantity, significant
from modeler_api.report_selection import Selection
from modeler_api.repository import Kept, model_in
from modeler_api.summary_card import label_of, percent, told
from modeler_api.translation import text
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics import Findings
    from analytics.heat import Heat
    from analytics.measure import Measure, Row
    from analytics.why_cases_wait import Waits
    from processes import EventLog, Model
    from processes.calendar import WorkingCalendar

T = TypeVar("T")

MODES: dict[str, Message] = {
    "wait": _("Waiting"),
    "work": _("Work"),
    "frequency": _("How often"),
    "breach": _("Over the limit"),
    "cost": _("Cost"),
    "fee": _("Fees"),
    "effort": _("Applicant's effort"),
}

WARMEST = 5
#: A log can have ten thousand activities; a page shows the most frequent of those the model does not have.
MOST_STRANGERS = 40


@dataclass(frozen=True, kw_only=True)
class StepTimes:
    """What a log says of one step: how often it happened, how long work lay before it, how long it took.

    `element` is None for an activity of the log that the model does not have.
    """

    element: str | None
    activity: str
    label: str
    times: int
    wait: float | None
    wait_p90: float | None
    wait_total: float | None
    wait_share: float | None
    work: float | None


@dataclass(frozen=True)
class StudyReport:
    """The report on one log of one version of a procedure."""

    kept: Kept
    source: Source
    selection: Selection = field(default_factory=Selection)
    calendar: WorkingCalendar | None = None
    tops: Mapping[str, float] = field(default_factory=dict)
    """The hottest value of each mode in the version it is compared with, where there is one."""

    @property
    def model(self) -> Model:
        """The model whose diagram carries the heat."""
        return self.kept.model

    @property
    def log(self) -> EventLog:
        """The log it is about."""
        return self.source.log

    def measure(self, name: str, at: str | None, unit: str | None) -> Measure:
        """A measure of the log at a level, in a unit; measured once for a log."""
        from analytics.measures import measures

        given: dict[str, Any] = {"level": at, "unit": unit}
        asked = {key: value for key, value in given.items() if value is not None}
        if unit is not None:
            asked["calendar"] = self.calendar
        found: Measure = self.once((name, at, unit), lambda: measures[name](self.log, **asked))
        return found

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` says of the log, reckoned once: an installation has one calendar."""
        return remembered(self.log, (name, self.calendar is None), make)

    def length(self, hours: float | None) -> str:
        """Hours of a step in words, in the kind of time that was chosen."""
        return length_of(hours, is_working=self.selection.is_working)

    @cached_property
    def throughput(self) -> Row:
        """Days from the first to the last event of a case."""
        return self.measure("throughput_time", "log", self.selection.case_unit).rows[0]

    @cached_property
    def steps(self) -> tuple[StepTimes, ...]:
        """The steps of the model that happened, in the order of the procedure; then what it does not have."""
        unit = self.selection.step_unit
        waits = {row.key: row for row in self.measure("waiting_time", "activity", unit)}
        works = {row.key: row for row in self.measure("processing_time", "activity", unit)}
        often = {row.key: row for row in self.measure("frequency", "activity", None)}
        named = self.activities
        total = self.total_wait
        known: list[tuple[str | None, str, str]] = []
        for element in in_order(self.model):
            activity = named.get(element.id) or (element.name if element.name in often else None)
            if activity is not None and activity in often:
                known.append((element.id, activity, label_of(self.model, element.id)))
        there = {activity for _element, activity, _label in known}
        strange = [activity for activity in often if activity not in there]
        known += [(None, activity, activity) for activity in strange[:MOST_STRANGERS]]
        found = []
        for element_id, activity, label in known:
            wait, work = waits.get(activity), works.get(activity)
            found.append(
                StepTimes(
                    element=element_id,
                    activity=activity,
                    label=label,
                    times=often[activity].n,
                    wait=wait.median if wait else None,
                    wait_p90=wait.p90 if wait else None,
                    wait_total=wait.total if wait else None,
                    wait_share=wait.total / total if wait and wait.total is not None and total else None,
                    work=work.median if work else None,
                )
            )
        return tuple(found)

    def first_steps(self, mode: str, most: int) -> tuple[StepTimes, ...]:
        """The steps of the highest values, at most so many, in the order of the procedure."""
        warm = self.warmth(mode)

        def weight(step: StepTimes) -> tuple[float, int]:
            found = warm.get(step.element or "")
            return (found.value or 0.0 if found is not None else 0.0, step.times)

        kept = sorted(self.steps, key=weight, reverse=True)[:most]
        return tuple(step for step in self.steps if step in kept)

    @property
    def knows_waiting(self) -> bool:
        """Whether the log says of any step how long work lay before it."""
        return any(step.wait is not None for step in self.steps)

    @property
    def knows_work(self) -> bool:
        """Whether the log says of any step how long work on it took."""
        return any(step.work is not None for step in self.steps)

    @cached_property
    def activities(self) -> dict[str, str]:
        """Each element of the model with the activity that the log calls it."""
        return dict(self.once("pairs", lambda: _pairs(self.log)))

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each activity of the log is called in the reader's language, where the model says so."""
        return {step.activity: step.label for step in self.steps}

    @property
    def strangers(self) -> int:
        """How many activities of the log are no step of the model."""
        known = sum(step.element is not None for step in self.steps)
        return len(self.measure("frequency", "activity", None)) - known

    @cached_property
    def total_wait(self) -> float:
        """All waiting in hours."""
        return sum(row.total or 0.0 for row in self._by_step("waiting_time"))

    def _by_step(self, name: str) -> Measure:
        return self.measure(name, "activity", self.selection.step_unit)

    @property
    def waiting_share(self) -> float | None:
        """The share of waiting in all waiting and work; None when either was not recorded."""
        from analytics.watched import waiting_share

        return waiting_share(*(self._by_step(name) for name in ("waiting_time", "processing_time")))

    @property
    def slowest(self) -> StepTimes | None:
        """The step before which most time is lost."""
        known = [step for step in self.steps if step.wait_total]
        return max(known, key=lambda step: step.wait_total or 0.0) if known else None

    @property
    def opening(self) -> str:
        """The one sentence that says where the time goes."""
        from analytics.opening import opening

        return told(
            self.model, opening(self.log, calendar=self.calendar, is_working=self.selection.is_working)
        )

    def warmth(self, mode: str) -> dict[str, Heat]:
        """How warm each step is, on the scale that the other variant of the procedure shares."""
        from analytics.heat import MODES as KNOWN
        from analytics.heat import heat

        chosen = next(known for known in KNOWN if known == mode)
        unit = self.selection.step_unit
        asked = (mode, unit, self.model.digest, self.top(mode))
        return self.once(
            asked,
            lambda: heat(self.log, self.model, chosen, calendar=self.calendar, unit=unit, top=self.top(mode)),
        )

    def knows(self, mode: str) -> bool:
        """Whether the value of any step is known, so that the diagram has a colour."""
        return any(step.value is not None for step in self.warmth(mode).values())

    def top(self, mode: str) -> float | None:
        """The value of the hottest step here or in the version it is compared with; None: here alone."""
        return self.tops.get(mode)

    def heat(self, mode: str) -> dict[str, Any]:
        """The drawing with each step as warm as its share of the warmest, and its value beside it."""
        found = self.warmth(mode)
        marks, overlays = {}, contact_overlays(self.model)
        for step in found.values():
            if step.level is None or not step.value:
                continue
            marks[step.element] = [f"heat-{step.level}"]
            overlays.append(
                {
                    "element": step.element,
                    "text": self.told(step, mode),
                    "place": "bottom-left",
                    "tone": "simulated" if self.source.is_simulated else "",
                    "title": text(step.text),
                }
            )
        return drawing(self.model, marks=marks, overlays=overlays)

    def scale(self, mode: str) -> list[tuple[str, str]]:
        """The legend of the heat: each level with the values it stands for."""
        hottest = self.top(mode) or max((h.value or 0.0 for h in self.warmth(mode).values()), default=0.0)
        if not hottest:
            return []
        return [
            (f"heat-{step}", gettext("up to %(amount)s", amount=self.amount(hottest * step / WARMEST, mode)))
            for step in range(1, WARMEST + 1)
        ]

    def value_words(self, element: str | None, mode: str) -> str:
        """The value of a step in an average case, as it is printed on its shape."""
        found = self.warmth(mode).get(element or "")
        return self.told(found, mode) if found is not None else gettext("not known")

    def told(self, step: Heat, mode: str) -> str:
        """The value of a step in words, which says when it is a lower bound."""
        if step.value is None:
            return gettext("not known")
        amount = self.amount(step.value, mode)
        return gettext("at least %(amount)s", amount=amount) if step.is_least else amount

    def amount(self, value: float, mode: str) -> str:
        """A value of the heat in words."""
        if mode == "frequency":
            return quantity(value, "times")
        if mode == "breach":
            return percent(value)
        if mode in ("cost", "fee"):
            return money(Decimal(str(significant(value))), self.currency(mode))
        if mode == "effort":
            return span(dt.timedelta(hours=value)) if value * 60 >= 1 else quantity(value, "working hours")
        return self.length(value)

    def currency(self, mode: str) -> str:
        """The currency of what a step costs, or of the fees."""
        from analytics.heat_values import currency_of

        return currency_of(self.model, "cost" if mode == "cost" else "fee", self.log)

    @property
    def waiting_bars(self) -> tuple[Bar, ...]:
        """The steps that hold most of the waiting, longest first."""
        known = sorted((s for s in self.steps if s.wait_total), key=lambda s: -(s.wait_total or 0.0))
        return bars(
            [
                (step.label, step.wait_share or 0.0, percent(step.wait_share), self.source.origin)
                for step in known[:8]
            ]
        )

    @cached_property
    def causes(self) -> Waits:
        """Why the cases waited."""
        from analytics.why_cases_wait import why_cases_wait

        unit = self.selection.step_unit
        return self.once(
            ("causes", unit, self.model.digest),
            lambda: why_cases_wait(self.log, model=self.model, unit=unit, calendar=self.calendar),
        )

    @property
    def cause_bars(self) -> tuple[Bar, ...]:
        """The causes of waiting that have a share, the largest first; unknown is one of them."""
        from analytics.why_cases_wait import CAUSES, NAMES

        whole = self.causes.whole
        known = [(cause, share) for cause in CAUSES if (share := whole.share(cause))]
        return bars(
            (text(NAMES[cause]), share, percent(share), self.source.origin)
            for cause, share in sorted(known, key=lambda one: -one[1])
        )

    @cached_property
    def findings(self) -> Findings:
        """What the detectors find in model and log together."""
        return findings_in(self.kept.version.source, self.log, calendar=self.calendar)


def findings_in(source: bytes, log: EventLog | None, *, calendar: WorkingCalendar | None = None) -> Findings:
    """What the detectors find in the model of these bytes, and in a log when there is one, under the calendar."""
    if log is None:
        return _alone(source)
    model = model_in(source)
    asked = ("findings", calendar is None, model.digest)
    return remembered(log, asked, lambda: _detected(model, log, calendar))


@lru_cache(maxsize=32)
def _alone(source: bytes) -> Findings:
    from analytics import detect

    return detect(model_in(source))


def _detected(model: Model, log: EventLog, calendar: WorkingCalendar | None) -> Findings:
    from analytics import detect

    return detect(log, model, calendar=calendar)


def _pairs(log: EventLog) -> tuple[tuple[str, str], ...]:
    """Each element of the log with the activity it is called."""
    table = log.activities.select(["element", "activity"]).group_by(["element", "activity"]).aggregate([])
    return tuple(
        (row["element"], row["activity"]) for row in table.to_pylist() if row["element"] and row["activity"]
    )
