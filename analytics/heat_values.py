"""What each kind of heat measures: a value per average case for every activity.

- *wait* and *work*: hours, from the log; *frequency*: how many times a case comes to it.
- *breach*: the share of its pieces of work that took longer than the limit the model sets; without a limit unknown.
- *cost*: what the log recorded as its cost (XES `cost:total`), else the fees the model says, as often as it happens.
- *effort*: the applicant's own hours, as the model says, as often as the log says it happens.

Source: IEEE 1849-2023 (XES), cost extension, for `cost:total`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from analytics.interactions import assessed_steps
from analytics.journey import time_of
from analytics.measure import length, seconds_of
from analytics.recorded_elements import elements_of
from analytics.stages import ready

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.elements import Element
    from processes.model.model import Model

Mode = Literal["wait", "work", "frequency", "breach", "cost", "effort"]
MODES: tuple[Mode, ...] = ("wait", "work", "frequency", "breach", "cost", "effort")

_COST = ("cost:total", "cost")


def per_case(
    log: EventLog,
    mode: Mode,
    *,
    model: Model | None = None,
    calendar: WorkingCalendar | None = None,
    unit: str = "working hours",
) -> dict[str, float | None]:
    """Return the value of each activity per case of the log, by element id and by name; None where unknown.

    Breach, cost and effort need the `model`; without it they are unknown.
    """
    from analytics.measures.frequency import frequency
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time

    values: dict[str, float | None]
    if mode in ("wait", "work"):
        times = waiting_time if mode == "wait" else processing_time
        measured = times(log, level="activity", unit=unit, calendar=calendar)
        values = {r.key: r.total / len(log) if r.n and r.total is not None else None for r in measured}
        return values | by_element(log, values)
    often: dict[str, float | None] = {r.key: r.n / len(log) for r in frequency(log)}
    often |= by_element(log, often)
    if mode == "frequency":
        return often
    if mode == "cost" and (recorded := _recorded_cost(log)):
        return recorded | by_element(log, recorded)
    if model is None:
        return dict.fromkeys(often)
    if mode == "breach":
        return _breaches(log, model, calendar)
    said = _fees(model) if mode == "cost" else _own_hours(model)
    names = {e.id: e.name for e in model.elements.values() if e.is_task}
    found: dict[str, float | None] = {}
    for id_, name in names.items():
        times_a_case = often.get(id_, often.get(name))
        one = said.get(id_)
        found[id_] = one * times_a_case if one is not None and times_a_case is not None else None
    return found


def by_element(log: EventLog, values: Mapping[str, float | None]) -> dict[str, float | None]:
    """Return the values of activities under the element id each was recorded with."""
    return {element: values[name] for name, element in elements_of(log).items() if name in values and element}


def limit_of(element: Element, calendar: WorkingCalendar | None) -> tuple[float, bool] | None:
    """Return the limit of a step in seconds and whether they are of working time; None when nobody set one.

    A whole day of working time is the calendar's usual day.
    """
    if element.step is None or element.step.limit is None:
        return None
    limit = element.step.limit
    if element.step.limit_unit != "working":
        return limit.total_seconds(), False
    from processes.calendar import WorkingCalendar as Calendar

    day = (calendar or Calendar.default()).usual_day
    return (limit.days * day + timedelta(seconds=limit.seconds)).total_seconds(), True


def currency_of(model: Model) -> str:
    """Return the currency of a model's first fee, else of its tariff, else KGS."""
    for found in assessed_steps(model):
        if found.step.fees:
            return found.step.fees[0].currency
    return (model.procedure.tariff_currency if model.procedure is not None else None) or "KGS"


def _breaches(log: EventLog, model: Model, calendar: WorkingCalendar | None) -> dict[str, float | None]:
    import numpy as np

    table = log.activities
    begin, done = ready(table), seconds_of(table["completed"])
    coded = table["activity"].combine_chunks().dictionary_encode()
    kinds, labels = coded.indices.to_numpy(), coded.dictionary.to_pylist()
    elements = {element: name for name, element in elements_of(log).items() if element}
    found: dict[str, float | None] = {}
    for element in model.elements.values():
        limit = limit_of(element, calendar)
        name = elements.get(element.id, element.name)
        if not element.is_task:
            continue
        found[element.id] = None
        if limit is None or name not in labels:
            continue
        mine = kinds == labels.index(name)
        took = length(begin[mine], done[mine], working=limit[1], calendar=calendar)
        took = took[~np.isnan(took)]
        if len(took):
            found[element.id] = float((took > limit[0]).mean())
    return found


def _recorded_cost(log: EventLog) -> dict[str, float | None]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    name = next((n for n in _COST if n in log.events.column_names), None)
    if name is None:
        return {}
    column = log.events[name]
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return {}
    # The events of one piece of work may each repeat its cost: its completion speaks for it.
    done = pc.equal(log.events["lifecycle"].cast(pa.string()), "completed").to_numpy(zero_copy_only=False)
    costs = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    coded = log.events["activity"].combine_chunks()
    sums = np.zeros(len(coded.dictionary))
    known = done & ~np.isnan(costs)
    np.add.at(sums, coded.indices.to_numpy()[known], costs[known])
    return {
        str(name): float(total) / len(log)
        for name, total in zip(coded.dictionary.to_pylist(), sums, strict=True)
    }


def _fees(model: Model) -> dict[str, float | None]:
    """Return what each step costs; a step of which no fee is said is unknown, not free."""
    return {
        s.element.id: float(sum(fee.amount for fee in s.step.fees if not fee.express))
        if s.step.fees
        else None
        for s in assessed_steps(model)
    }


def _own_hours(model: Model) -> dict[str, float | None]:
    """Return the applicant's own hours at each step: none at what the office does alone, None where not assessed."""
    hours: dict[str, float | None] = {}
    trips: set[int] = set()
    for step in assessed_steps(model):
        visit = step.step.visit
        begins = visit is not None and visit.trip not in trips
        if visit is not None:
            trips.add(visit.trip)
        if not step.takes_applicants_time:
            hours[step.element.id] = 0.0
            continue
        time = time_of(model, step, with_way=begins)
        hours[step.element.id] = time.total_seconds() / 3600 if time is not None else None
    return hours
