"""Cost: what the work on cases costs the office.

What it measures: The working hours of each activity instance times the rate of the group that did it, in the
    currency of the rates; at level `case` and `log` the instances of a case are added up.
Why it matters: It turns a saving of minutes into a budget line, and shows which step the money goes into.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> rates = {"clerk": 300, "head": 900}
    >>> an.cost(two_certificates(), rates=rates, level="activity")["Sign"].maximum
    450.0

Misread: Rates of staff hold salaries, perhaps rooms; an hour saved is money only when it is used for something
    else.
How sure: As sure as recorded starts and the rates given. Work without a start, a group or a rate is unknown, never
    free.
Source: Kaplan & Anderson (2004), Time-driven activity-based costing; Standard Cost Model, SEC(2005)1329.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, distribution, length, refuse_level, require, seconds_of
from analytics.measures import measures
from analytics.stages import by_level, started

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def cost(
    log: EventLog,
    *,
    rates: Mapping[str, float | Decimal] | None = None,
    currency: str = "KGS",
    level: Level = "case",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the cost in `currency`; levels log, case, activity, group.  `rates` is money an hour by group."""
    refuse_level("cost", level, ("log", "case", "activity", "group"))
    require(log)
    import numpy as np
    import pyarrow.compute as pc

    table = log.activities
    worked = length(started(table), seconds_of(table["completed"]), working=True, calendar=calendar)
    hours = worked.clip(min=0) / 3600
    groups = pc.fill_null(table["group"], "").combine_chunks().dictionary_encode()
    known = {name: float(rate) for name, rate in (rates or {}).items()}
    each = np.array([known.get(name, np.nan) for name in groups.dictionary.to_pylist()])
    keys, sums = by_level(table, hours * each[groups.indices.to_numpy()], level)
    return Measure(
        name="cost",
        level=level,
        unit=currency,
        rows=distribution(keys, sums, factor=1.0),
        origin=log.origin,
        working=True,
    )
