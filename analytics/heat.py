"""The heat of a diagram: for each step how often it happens, how long it waits, how long it is worked on.

A value is per case, so that the values of all steps add up to what an average case takes.  Classes go from 0 (nothing)
to 5 (the hottest step), in even parts of the hottest; two heats on one scale are compared with `top=`.  What the log
cannot say is None and has no class: unknown is not cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from processes.text import Message, _

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

Mode = Literal["wait", "work", "frequency"]
MODES: tuple[Mode, ...] = ("wait", "work", "frequency")


@dataclass(frozen=True, kw_only=True)
class Heat:
    """One step: its value per case, its class from 0 to 5 (both None: unknown), and the value in words."""

    element: str
    label: str
    value: float | None
    level: int | None
    unit: str
    text: Message


def heat(
    log: EventLog,
    model: Model,
    mode: Mode = "wait",
    *,
    calendar: WorkingCalendar | None = None,
    top: float | None = None,
) -> dict[str, Heat]:
    """Return the heat of every task of `model` by element id; see `Heat`.

    >>> from processes import read_model
    >>> from processes.examples import two_certificates
    >>> model = read_model(b"Register -> Sign", dialect="sketch")
    >>> {id: (h.value, h.level) for id, h in heat(two_certificates(), model).items()}
    {'register': (0.0, 0), 'sign': (1.75, 5)}
    """
    values = per_case(log, mode, calendar=calendar)
    tasks = [e for e in model.elements.values() if e.is_task]
    found = {e.id: values.get(e.id, values.get(e.name)) for e in tasks}
    absent = {e.id for e in tasks if e.id not in values and e.name not in values}
    hottest = top if top is not None else max((v for v in found.values() if v is not None), default=0.0)
    unit = "times" if mode == "frequency" else "working hours"
    result = {}
    for e in tasks:
        value = 0.0 if mode == "frequency" and e.id in absent else found[e.id]
        result[e.id] = Heat(
            element=e.id,
            label=e.label,
            value=value,
            level=None if value is None else level_of(value, hottest),
            unit=unit,
            text=in_words(value, mode, is_absent=e.id in absent),
        )
    return result


def per_case(
    log: EventLog, mode: Mode, *, calendar: WorkingCalendar | None = None
) -> dict[str, float | None]:
    """Return the value of each activity per case of the log, by element id and by name; None where unknown."""
    from analytics.measures.frequency import frequency
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time

    if mode == "frequency":
        measured = frequency(log)
        values: dict[str, float | None] = {r.key: r.n / len(log) for r in measured}
    else:
        times = waiting_time if mode == "wait" else processing_time
        measured = times(log, level="activity", unit="working hours", calendar=calendar)
        values = {r.key: r.total / len(log) if r.n and r.total is not None else None for r in measured}
    return values | {
        element: values[name] for name, element in elements_of(log).items() if name in values and element
    }


def elements_of(log: EventLog) -> dict[str, str | None]:
    """Return the element id each activity of the log was recorded with, when there is exactly one."""
    pairs = log.activities.select(["activity", "element"]).group_by(["activity", "element"]).aggregate([])
    found: dict[str, str | None] = {}
    for row in pairs.to_pylist():
        found[row["activity"]] = None if row["activity"] in found else row["element"]
    return found


def level_of(value: float, hottest: float) -> int:
    """Return the class of a value: 0 for nothing, else 1 to 5 by even parts of the hottest."""
    return 0 if value <= 0 or hottest <= 0 else min(5, max(1, ceil(value / hottest * 5)))


def in_words(value: float | None, mode: Mode, *, is_absent: bool = False) -> Message:
    """Return the value as it is printed on the diagram."""
    if value is None:
        return _("did not happen") if is_absent else _("unknown")
    if mode == "frequency":
        return _("{times:.2f} times in a case").format(times=value)
    if 0 < value < 0.5 / 60:
        return _("under 1 min in a case")
    if value < 1:
        return _("{minutes:.0f} min in a case").format(minutes=value * 60)
    return _("{hours:.1f} h in a case").format(hours=value)
