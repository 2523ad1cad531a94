"""What each kind of heat measures: a value per average case for every activity.

- *wait* and *work*: hours, from the log; *frequency*: how many times a case comes to it.
- *breach*: the share of its pieces of work that took longer than the limit the model sets; without a limit unknown.
- *cost*: what the log recorded as its cost (XES `cost:total`), else its working hours at the rates the model says.
- *fee*: what applicants pay there, express fees aside, as the model says, as often as it happens.
- *effort*: the applicant's own hours, as the model says, as often as the log says it happens.

Where some of the work could not be measured, the value is a lower bound and says so.

Source: IEEE 1849-2023 (XES), cost extension, for `cost:total`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from analytics.errors import NotMeasurable
from analytics.interactions import assessed_steps
from analytics.journey import time_of
from analytics.measure import length, seconds_of
from analytics.recorded_elements import elements_of
from analytics.stages import ready

if TYPE_CHECKING:
    from analytics.measure import Measure
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.elements import Element
    from processes.model.model import Model

Mode = Literal["wait", "work", "frequency", "breach", "cost", "fee", "effort"]
MODES: tuple[Mode, ...] = ("wait", "work", "frequency", "breach", "cost", "fee", "effort")


class PerCase(NamedTuple):
    """A value per case of the log, None where unknown; `is_least`: some of what it adds up is not known."""

    value: float | None
    is_least: bool = False


def per_case(
    log: EventLog,
    mode: Mode,
    *,
    model: Model | None = None,
    calendar: WorkingCalendar | None = None,
    unit: str = "working hours",
) -> dict[str, PerCase]:
    """Return the value of each activity per case of the log, by element id and by name.

    Breach, fee and effort need the `model`, and so does a cost that the log does not record; without it unknown.
    """
    from analytics.measures.frequency import frequency
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time

    if mode in ("wait", "work"):
        times = waiting_time if mode == "wait" else processing_time
        return _with_elements(log, _summed(log, times(log, level="activity", unit=unit, calendar=calendar)))
    if mode == "cost":
        return _with_elements(log, _costs(log, model, calendar))
    often = _with_elements(log, {r.key: PerCase(r.n / len(log)) for r in frequency(log)})
    if mode == "frequency":
        return often
    if model is None:
        return dict.fromkeys(often, PerCase(None))
    if mode == "breach":
        return {id_: PerCase(share) for id_, share in _breaches(log, model, calendar).items()}
    said = _fees(model) if mode == "fee" else _own_hours(model)
    found: dict[str, PerCase] = {}
    for element in model.elements.values():
        times_a_case = often.get(element.id, often.get(element.name, PerCase(None))).value
        one = said.get(element.id)
        if element.is_task:
            said_so = one is not None and times_a_case is not None
            found[element.id] = PerCase((one or 0.0) * (times_a_case or 0.0) if said_so else None)
    return found


def _summed(log: EventLog, measured: Measure) -> dict[str, PerCase]:
    return {
        r.key: PerCase(r.total / len(log), bool(r.unknown)) if r.n and r.total is not None else PerCase(None)
        for r in measured
    }


def _with_elements(log: EventLog, values: dict[str, PerCase]) -> dict[str, PerCase]:
    """Return the values of activities under the element id each was recorded with, too."""
    return values | {
        element: values[name] for name, element in elements_of(log).items() if name in values and element
    }


def _costs(log: EventLog, model: Model | None, calendar: WorkingCalendar | None) -> dict[str, PerCase]:
    from analytics.hourly_rates import hourly_rates
    from analytics.measures.cost import cost
    from analytics.recorded_cost import recorded_cost

    recorded = recorded_cost(log)
    if recorded is not None:
        return {
            name: PerCase(one.total / len(log) if one.n else None, bool(one.unknown))
            for name, one in recorded.items()
        }
    rates = hourly_rates(model) if model is not None else {}
    try:
        return _summed(log, cost(log, rates=rates, level="activity", calendar=calendar))
    except NotMeasurable:
        # Nobody knows which of those years' days were worked, so nobody knows what the work cost.
        return dict.fromkeys(elements_of(log), PerCase(None))


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


def currency_of(model: Model, mode: Mode = "fee", log: EventLog | None = None) -> str:
    """Return the currency of a model's first fee, else of its tariff, else KGS.

    In the mode *cost* that which `log` recorded with its costs, else that of the model's rates.
    """
    if mode == "cost":
        from analytics.hourly_rates import rate_currency
        from analytics.recorded_cost import recorded_currency

        known = (recorded_currency(log) if log is not None else None) or rate_currency(model)
        if known:
            return known
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
        try:
            took = length(begin[mine], done[mine], working=limit[1], calendar=calendar)
        except NotMeasurable:
            continue
        took = took[~np.isnan(took)]
        if len(took):
            found[element.id] = float((took > limit[0]).mean())
    return found


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
