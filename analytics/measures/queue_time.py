"""Queue time: how long work lies in a common tray before anybody takes it.

What it measures: From the moment an activity could begin (its offer; in a log without offers, the previous completion
    in the case) until somebody claimed it; where claims are not recorded, until its start.  At level `case` and `log`
    the instances of a case are added up.
Why it matters: What nobody has taken nobody answers for; a long queue before a short work asks for hands or for fewer
    cases.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> an.queue_time(two_certificates(), level="activity", unit="hours")["Sign"].median
    2.0

Misread: What somebody has taken may lie on their desk for weeks; `waiting_time` counts that too.
How sure: Exact where offers and claims are recorded; unknown, never zero, where neither claim nor start is.
Source: IEEE 1849-2023 lifecycle extension (schedule, assign); Dumas et al., Fundamentals of BPM (2018), 7.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, distribution, length, refuse_level, require, seconds_of, unit_of
from analytics.measures import measures
from analytics.stages import by_level, ready

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def queue_time(
    log: EventLog,
    *,
    level: Level = "activity",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the queue time in `unit`; levels log, case, activity, group."""
    refuse_level("queue time", level, ("log", "case", "activity", "group"))
    require(log)
    factor, working = unit_of(unit, calendar)
    table = log.activities
    values = length(ready(table), taken(table), working=working, calendar=calendar).clip(min=0)
    keys, sums = by_level(table, values, level)
    return Measure(
        name="queue time",
        level=level,
        unit=unit,
        rows=distribution(keys, sums, factor=factor),
        origin=log.origin,
        working=working,
    )


def taken(activities: pa.Table) -> npt.NDArray[np.float64]:
    """Return when each instance was taken by somebody: its claim, else its start; NaN where neither is recorded."""
    import numpy as np

    claimed = seconds_of(activities["claimed"])
    return np.where(np.isnan(claimed), seconds_of(activities["started"]), claimed)
