"""Processing time: how long somebody works on an activity.

What it measures: From the start of an activity instance to its completion; where nobody recorded a start, from the
    moment it was claimed.  At level `case` and `log` the instances of a case are added up.
Why it matters: It is what the office pays for, and usually a small part of what the applicant waits.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> an.processing_time(two_certificates(), level="activity", unit="minutes")["Sign"].median
    30.0

Misread: It includes breaks the worker did not record.  A log of completions only has no processing time: unknown.
How sure: As sure as the recorded starts; a start recorded late makes it too short.
Source: edeaR `processing_time`; IEEE 1849 lifecycle extension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, distribution, length, refuse_level, require, seconds_of, unit_of
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few
from analytics.stages import by_level, started

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def processing_time(
    log: EventLog,
    *,
    level: Level = "activity",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
    people: bool = False,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return the processing time in `unit`; levels log, case, activity, resource, group.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("processing time", level, ("log", "case", "activity", "resource", "group"))
    refuse_people("processing time", level, people=people)
    require(log)
    factor, working = unit_of(unit, calendar)
    table = log.activities
    values = length(started(table), seconds_of(table["completed"]), working=working, calendar=calendar)
    keys, sums = by_level(table, values, level)
    rows = distribution(keys, sums, factor=factor)
    return Measure(
        name="processing time",
        level=level,
        unit=unit,
        rows=without_the_few(rows, log, level, smallest=smallest_group),
        origin=log.origin,
        working=working,
    )
