"""What a large log says of time: lengths measured while it was prepared, added up and spread by DuckDB or Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.large_counts import spread
from analytics.measure import Measure, refuse_level, unit_of

if TYPE_CHECKING:
    from analytics.large_log import LargeLog
    from analytics.measure import Level
    from processes.calendar import WorkingCalendar

_OF_WORK: tuple[Level, ...] = ("activity", "group", "log", "case")
_OF_CASES: tuple[Level, ...] = ("log", "case")
#: The levels of each measure, the usual one first.
LEVELS: dict[str, tuple[Level, ...]] = {
    "waiting_time": _OF_WORK,
    "processing_time": _OF_WORK,
    "queue_time": _OF_WORK,
    "throughput_time": _OF_CASES,
    "idle_time": _OF_CASES,
}


def measured_times(
    name: str, log: LargeLog, *, level: Level | None, unit: str, calendar: WorkingCalendar | None
) -> Measure:
    """Return the measure of that name; at level case and log, the lengths of a case are added up."""
    import ibis

    shown = name.replace("_", " ")
    at = level or LEVELS[name][0]
    refuse_level(shown, at, LEVELS[name])
    factor, working = unit_of(unit, calendar)
    t = log.times.filter(log.times.measure == name)
    t = t.mutate(value=t.working if working else t.seconds)
    if at in ("case", "log"):
        # A case with an unknown part has an unknown sum: a sum of what happens to be known would pass for the whole.
        sums = t.group_by("case").agg(whole=t["value"].sum(), lost=t["value"].isnull().any())
        t = sums.select(
            key=sums.case if at == "case" else ibis.literal("all"),
            value=sums.lost.ifelse(ibis.null("float64"), sums.whole),
        )
    else:
        t = t.select(key=t[at].fill_null("—"), value=t["value"])
    return Measure(
        name=shown,
        level=at,
        unit=unit,
        rows=spread(log, t, factor=factor),
        origin=log.origin,
        working=working,
    )
