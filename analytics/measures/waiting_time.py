"""Waiting time: how long work lies before somebody begins it.

What it measures: From the moment an activity instance could begin (it was offered; in logs that do not record that, the
    previous completion in the case) to the moment somebody started it.  At level `case` and `log` the instances of a
    case are added up.
Why it matters: Most of an applicant's time is waiting, and a redesign that does not say where it waits is cosmetic.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> an.waiting_time(two_certificates(), level="activity", unit="hours")["Sign"].median
    2.0

Misread: It says where cases wait, not why.  In parallel branches the previous completion may belong to another branch,
    so logs without offers overstate or understate it there.
How sure: Exact where offers and starts are recorded; unknown, never zero, where starts are not.
Source: Dumas et al., Fundamentals of BPM (2018), 7.1; Lashkevich et al., Why am I waiting? (2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, distribution, length, refuse_level, require, unit_of
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few
from analytics.stages import by_level, ready, started

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def waiting_time(
    log: EventLog,
    *,
    level: Level = "activity",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
    people: bool = False,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return the waiting time in `unit`; levels log, case, activity, resource, group.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("waiting time", level, ("log", "case", "activity", "resource", "group"))
    refuse_people("waiting time", level, people=people)
    require(log)
    factor, working = unit_of(unit, calendar)
    table = log.activities
    values = length(ready(table), started(table), working=working, calendar=calendar)
    keys, sums = by_level(table, values.clip(min=0), level)
    rows = distribution(keys, sums, factor=factor)
    return Measure(
        name="waiting time",
        level=level,
        unit=unit,
        rows=without_the_few(rows, log, level, smallest=smallest_group),
        origin=log.origin,
        working=working,
    )
