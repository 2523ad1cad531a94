"""The numbers of a procedure that somebody can watch: on a dashboard, or with an alert that says when one is over.

Each is reckoned from the cases that ended in a period; with fewer than five of them it is not known, because one case
would decide it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.spread import spread
from analytics.charts.trend import FEWEST
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.measure import Measure
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

WATCHED: dict[str, Message] = {
    "half": _("Half of the cases are done within (working days)"),
    "nine_in_ten": _("Nine in ten are done within (working days)"),
    "waiting": _("Of waiting and work together, waiting is (%)"),
    "rework": _("Cases in which a step was done again (%)"),
    "ended": _("Cases that ended"),
}
"""Each number by its name, with its unit."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One number over `n` cases; None when it is not known, with `why` where few cases are not the reason."""

    name: str
    value: float | None
    n: int
    why: Message | None = None


def reading(log: EventLog, name: str, *, calendar: WorkingCalendar | None = None) -> Reading:
    """Return a watched number of a log; raises `KeyError` for a name that is none.

    >>> from processes.examples import two_certificates
    >>> reading(two_certificates(), "ended").value, reading(two_certificates(), "half").value is None
    (2.0, True)
    """
    if name not in WATCHED:
        raise KeyError(name)
    n = len(log)
    if name == "ended":
        return Reading(name=name, value=float(n), n=n)
    value = _value(log, name, calendar) if n >= FEWEST else None
    return Reading(name=name, value=value, n=n)


def _value(log: EventLog, name: str, calendar: WorkingCalendar | None) -> float | None:
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time

    if name in ("half", "nine_in_ten"):
        found = spread(log, unit="working days", calendar=calendar)
        return None if found is None else found.median if name == "half" else found.p90
    if name == "rework":
        return _again(log)
    waits = waiting_time(log, level="activity", unit="working hours", calendar=calendar)
    works = processing_time(log, level="activity", unit="working hours", calendar=calendar)
    share = waiting_share(waits, works)
    return None if share is None else 100 * share


def waiting_share(waits: Measure, works: Measure) -> float | None:
    """Return the share of waiting in all waiting and work; None where either was not recorded, or both took no time."""
    waited, worked = (sum(row.total or 0.0 for row in rows) for rows in (waits, works))
    return waited / (waited + worked) if waits.n and works.n and waited + worked else None


def _again(log: EventLog) -> float:
    import pyarrow.compute as pc

    table = log.activities
    done = table.filter(pc.fill_null(pc.equal(table["ended_as"], "completed"), False))
    times = done.group_by(["case", "activity"]).aggregate([("position", "count")])
    again = times.filter(pc.greater(times["position_count"], 1))
    return 100.0 * len(pc.unique(again["case"])) / len(log)
