"""The report on one log: where its time goes, as figures, as heat on the diagram, and as the table that says the same.

Every number is measured from the log when the page is opened; nothing is kept but the log itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from modeler_api.charts import Bar, Distribution, bars, distribution
from modeler_api.drawing import contact_overlays, drawing, in_order
from modeler_api.event_logs import Source
from modeler_api.quantities import quantity, working_length
from modeler_api.repository import Kept
from modeler_api.summary_card import label_of, percent, told
from modeler_api.translation import text
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics import Findings
    from analytics.heat import Heat
    from analytics.measure import Measure, Row
    from processes import EventLog, Model

MODES: dict[str, Message] = {
    "wait": _("Waiting"),
    "work": _("Work"),
    "frequency": _("How often"),
}

WARMEST = 5


@dataclass(frozen=True, kw_only=True)
class StepTimes:
    """What a log says of one step: how often it happened, how long work lay before it, how long it took."""

    element: str
    label: str
    times: int
    wait: float | None
    wait_p90: float | None
    wait_total: float | None
    wait_share: float | None
    work: float | None


@dataclass(frozen=True, kw_only=True)
class VariantRow:
    """One way cases went: its steps in order, how many cases, which share."""

    steps: tuple[str, ...]
    cases: int
    share: float


@dataclass(frozen=True)
class StudyReport:
    """The report on one log of one version of a procedure."""

    kept: Kept
    source: Source

    @property
    def model(self) -> Model:
        """The model whose diagram carries the heat."""
        return self.kept.model

    @property
    def log(self) -> EventLog:
        """The log it is about."""
        return self.source.log

    @cached_property
    def throughput(self) -> Row:
        """Working days from the first to the last event of a case."""
        return _measure(self.log, "throughput_time", "log", "working days").rows[0]

    @cached_property
    def steps(self) -> tuple[StepTimes, ...]:
        """The steps of the model that happened in the log, in the order of the procedure."""
        waits = {row.key: row for row in _measure(self.log, "waiting_time", "activity", "working hours")}
        works = {row.key: row for row in _measure(self.log, "processing_time", "activity", "working hours")}
        often = {row.key: row for row in _measure(self.log, "frequency", "activity", None)}
        named = dict(_pairs(self.log))
        total = self.total_wait
        found = []
        for element in in_order(self.model):
            activity = named.get(element.id)
            if activity is None or activity not in often:
                continue
            wait, work = waits.get(activity), works.get(activity)
            found.append(
                StepTimes(
                    element=element.id,
                    label=label_of(self.model, element.id),
                    times=often[activity].n,
                    wait=wait.median if wait else None,
                    wait_p90=wait.p90 if wait else None,
                    wait_total=wait.total if wait else None,
                    wait_share=wait.total / total if wait and wait.total is not None and total else None,
                    work=work.median if work else None,
                )
            )
        return tuple(found)

    @cached_property
    def total_wait(self) -> float:
        """All waiting in working hours."""
        return sum(
            row.total or 0.0 for row in _measure(self.log, "waiting_time", "activity", "working hours")
        )

    @cached_property
    def total_work(self) -> float:
        """All work in working hours."""
        return sum(
            row.total or 0.0 for row in _measure(self.log, "processing_time", "activity", "working hours")
        )

    @property
    def waiting_share(self) -> float | None:
        """The share of waiting in all waiting and work; None when neither was recorded."""
        whole = self.total_wait + self.total_work
        return self.total_wait / whole if whole else None

    @property
    def slowest(self) -> StepTimes | None:
        """The step before which most time is lost."""
        known = [step for step in self.steps if step.wait_total]
        return max(known, key=lambda step: step.wait_total or 0.0) if known else None

    @property
    def opening(self) -> str:
        """The one sentence that says where the time goes."""
        from analytics.opening import opening

        return told(self.model, opening(self.log))

    def heat(self, mode: str) -> dict[str, Any]:
        """The drawing with each step as warm as its share of the warmest, and its value beside it."""
        found = _heat(self.log, self.model, mode)
        marks, overlays = {}, contact_overlays(self.model)
        for step in found.values():
            if step.level is None or not step.value:
                continue
            marks[step.element] = [f"heat-{step.level}"]
            overlays.append(
                {
                    "element": step.element,
                    "text": _amount(step.value, mode),
                    "place": "bottom-left",
                    "tone": "simulated" if self.source.is_simulated else "",
                    "title": text(step.text),
                }
            )
        return drawing(self.model, marks=marks, overlays=overlays)

    def scale(self, mode: str) -> list[tuple[str, str]]:
        """The legend of the heat: each level with the values it stands for."""
        hottest = max((h.value or 0.0 for h in _heat(self.log, self.model, mode).values()), default=0.0)
        if not hottest:
            return []
        return [
            (f"heat-{step}", gettext("up to %(amount)s", amount=_amount(hottest * step / WARMEST, mode)))
            for step in range(1, WARMEST + 1)
        ]

    def value_words(self, element: str, mode: str) -> str:
        """The value of a step in an average case, as it is printed on its shape."""
        value = _heat(self.log, self.model, mode)[element].value
        return _amount(value, mode) if value is not None else gettext("not known")

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
    def distribution(self) -> Distribution | None:
        """How the cases spread over their throughput time in working days."""
        rows = _measure(self.log, "throughput_time", "case", "working days")
        return distribution([row.median for row in rows if row.median is not None])

    @cached_property
    def variants(self) -> tuple[tuple[VariantRow, ...], int]:
        """The five most frequent ways cases went, and how many ways there are."""
        found = _measure(self.log, "variants", None, None)
        named = {
            activity: label_of(self.model, element)
            for element, activity in _pairs(self.log)
            if element in self.model.elements
        }
        rows = tuple(
            VariantRow(
                steps=tuple(named.get(step, step) for step in row.key.split(" → ")),
                cases=row.n,
                share=row.mean or 0.0,
            )
            for row in found.rows[:5]
        )
        return rows, len(found.rows)

    @cached_property
    def findings(self) -> Findings:
        """What the detectors find in model and log together."""
        return findings_in(self.kept.version.source, self.log)


def _amount(value: float, mode: str) -> str:
    if mode == "frequency":
        return quantity(value, "times")
    return working_length(value)


@lru_cache(maxsize=32)
def _heat(log: EventLog, model: Model, mode: str) -> dict[str, Heat]:
    from analytics.heat import MODES as KNOWN
    from analytics.heat import heat

    return heat(log, model, next(known for known in KNOWN if known == mode))


@lru_cache(maxsize=16)
def findings_in(source: bytes, log: EventLog | None) -> Findings:
    """What the detectors find in the model of these bytes, and in a log when there is one."""
    from analytics import detect
    from modeler_api.repository import model_in

    model = model_in(source)
    return detect(model) if log is None else detect(log, model)


@lru_cache(maxsize=64)
def _measure(log: EventLog, name: str, at: str | None, unit: str | None) -> Measure:
    from analytics.measures import measures

    given = {"level": at, "unit": unit}
    found: Measure = measures[name](log, **{key: value for key, value in given.items() if value is not None})
    return found


@lru_cache(maxsize=16)
def _pairs(log: EventLog) -> tuple[tuple[str, str], ...]:
    """Each element of the log with the activity it is called."""
    table = log.activities.select(["element", "activity"]).group_by(["element", "activity"]).aggregate([])
    return tuple(
        (row["element"], row["activity"]) for row in table.to_pylist() if row["element"] and row["activity"]
    )
