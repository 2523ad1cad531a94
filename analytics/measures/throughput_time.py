"""Throughput time: from the first to the last event of a case, or of one activity.

What it measures: At level `log`, `case` and `variant`, the time from a case's first event to its last, processing and
    waiting together; at level `activity`, from the moment the work was offered to its completion.
Why it matters: It is what the applicant lives through, and what a service standard promises.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [row.median for row in an.throughput_time(two_certificates(), unit="hours")]
    [3.25]

Misread: A running case counts up to its last event, so recent periods look shorter than they will be.  At level
    `activity` a log that records completions only has no answer: unknown, not zero.
How sure: Exact for what was recorded; events missing at either end of a case make it too short.
Source: edeaR `throughput_time`; Dumas et al., Fundamentals of BPM (2018), 7.1 (cycle time).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.case_times import case_spans, case_variants
from analytics.measure import Level, Measure, distribution, length, refuse_level, require, seconds_of, unit_of
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def throughput_time(
    log: EventLog,
    *,
    level: Level = "log",
    unit: str = "working days",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the throughput time in `unit`; levels log, case, variant, activity."""
    refuse_level("throughput time", level, ("log", "case", "variant", "activity"))
    require(log)
    import pyarrow as pa

    factor, working = unit_of(unit, calendar)
    if level == "activity":
        table = log.activities
        keys = table["activity"]
        values = length(
            seconds_of(table["offered"]), seconds_of(table["completed"]), working=working, calendar=calendar
        )
    else:
        spans = case_spans(log)
        values = length(
            seconds_of(spans["first"]), seconds_of(spans["last"]), working=working, calendar=calendar
        )
        if level == "case":
            keys = spans["case"]
        elif level == "variant":
            keys = case_variants(log)["variant"]
        else:
            keys = pa.repeat("all", spans.num_rows)
    return Measure(
        name="throughput time",
        level=level,
        unit=unit,
        rows=distribution(keys, values, factor=factor),
        origin=log.origin,
        working=working,
    )
