"""The opening sentence of a report: how long it takes and where the time goes.

>>> from processes.examples import two_certificates
>>> str(opening(two_certificates()))
'Half of the cases take more than 2.8 working hours; all of the waiting is before “Sign”.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.lengths import percent
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.measure import Measure
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


def opening(log: EventLog, *, calendar: WorkingCalendar | None = None, is_working: bool = True) -> Message:
    """Return one sentence that says where the time of the log's cases goes; raises `NotMeasurable` without cases.

    With `is_working` off lengths are calendar time.
    """
    from analytics.measures.throughput_time import throughput_time

    kind = "working " if is_working else ""
    [days] = throughput_time(log, unit=f"{kind}days", calendar=calendar)
    [hours] = throughput_time(log, unit=f"{kind}hours", calendar=calendar)
    length = (_length if is_working else _plain_length)(days.median or 0.0, hours.median or 0.0)
    where = most_waiting(log, calendar=calendar, unit=f"{kind}hours")
    if where is None and _is_recorded(log, calendar):
        return _("Half of the cases take more than {length}; none of that is waiting.").format(length=length)
    if where is None:
        return _(
            "Half of the cases take more than {length}; when work began is not recorded, so nobody can say how much of "
            "that is waiting."
        ).format(length=length)
    label, share = where
    if share >= 1:
        return _("Half of the cases take more than {length}; all of the waiting is before “{label}”.").format(
            length=length, label=label
        )
    return _(
        "Half of the cases take more than {length}; {share} % of the waiting is before “{label}”."
    ).format(length=length, share=percent(share), label=label)


def _is_recorded(log: EventLog, calendar: WorkingCalendar | None) -> bool:
    """Return whether the log says of any piece of work when it could begin and was begun."""
    from analytics.measures.waiting_time import waiting_time

    found: Measure = waiting_time(log, level="activity", unit="hours", calendar=calendar)
    return found.n > 0


def _length(days: float, hours: float) -> Message:
    """Return a length of working time in the unit that says most."""
    if days >= 1:
        return _("{days} working days").format(days=rounded(days))
    if hours >= 1:
        return _("{hours} working hours").format(hours=rounded(hours))
    return _("{minutes} working minutes").format(minutes=round(hours * 60))


def _plain_length(days: float, hours: float) -> Message:
    """Return a length of calendar time in the unit that says most."""
    if days >= 1:
        return _("{days} calendar days").format(days=rounded(days))
    if hours >= 1:
        return _("{hours} hours").format(hours=rounded(hours))
    return _("{minutes} minutes").format(minutes=round(hours * 60))


def most_waiting(
    log: EventLog, *, calendar: WorkingCalendar | None = None, unit: str = "working hours"
) -> tuple[str, float] | None:
    """Return the activity most of the waiting lies before, and its share; None when no waiting was recorded."""
    from analytics.measures.waiting_time import waiting_time

    rows = [
        r
        for r in waiting_time(log, level="activity", unit=unit, calendar=calendar)
        if r.total is not None and r.total > 0
    ]
    whole = sum(r.total or 0.0 for r in rows)
    if not rows or whole <= 0:
        return None
    worst = max(rows, key=lambda r: r.total or 0.0)
    return worst.key, (worst.total or 0.0) / whole


def rounded(value: float) -> float:
    """Return a value as prose says it: two significant figures below ten, whole numbers from there on.

    >>> rounded(0.34375), rounded(3.26), rounded(41.7)
    (0.34, 3.3, 42)
    """
    if value >= 10:
        return round(value)
    return float(f"{value:.2g}")
