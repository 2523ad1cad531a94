"""Directly-follows: what comes next, how often, and after how long.

What it measures: For each pair of activities whose completions follow each other within a case, as a row `A → B`, the
    number of times (`n`) and the time from the completion of the first to that of the second.
Why it matters: It is the map every log draws of itself: where cases go, where they turn back, and between which two
    steps the time goes.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n, row.median) for row in an.directly_follows(two_certificates(), unit="hours")]
    [('Register → Sign', 2, 2.5)]

Misread: What follows in time need not follow by rule; steps side by side follow each other in any order.
How sure: Exact for what was recorded. `unknown` counts the pairs of which a time is missing; `n` counts those as well
    as the measured ones, since that one came after the other is known.
Source: van der Aalst, Process Mining (2016), 5.1 (directly-follows graph).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.measure import Measure, distribution_of_codes, length, require, unit_of
from analytics.measures import measures
from analytics.successions import successions

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def directly_follows(
    log: EventLog, *, unit: str = "hours", calendar: WorkingCalendar | None = None
) -> Measure:
    """Return the pairs that follow each other, with the time between their completions in `unit`."""
    require(log)
    factor, working = unit_of(unit, calendar)
    found = successions(log)
    values = length(found.before, found.after, working=working, calendar=calendar)
    rows = distribution_of_codes(found.pair, found.pair_names, values, factor=factor)
    return Measure(
        name="directly-follows",
        level="activity",
        unit=unit,
        rows=tuple(replace(row, n=row.n + row.unknown) for row in rows),
        origin=log.origin,
        working=working,
    )
