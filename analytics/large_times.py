"""What a large log says of time: lengths measured while it was prepared, added up and spread by DuckDB or Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.errors import NotMeasurable
from analytics.large_counts import spread, told
from analytics.measure import Measure, refuse_level, unit_of
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    shown = name.replace("_", " ")
    at = level or LEVELS[name][0]
    refuse_level(shown, at, LEVELS[name])
    factor, working = unit_of(unit, calendar)
    t = log.times.filter(log.times.measure == name)
    if working:
        require_covered(log, t, {"seconds": "working"})
    t = t.mutate(value=t.working if working else t.seconds)
    t = lengths_at(t, at)
    return Measure(
        name=shown,
        level=at,
        unit=unit,
        rows=spread(log, t, factor=factor),
        origin=log.origin,
        working=working,
    )


def require_covered(log: LargeLog, table: Any, clocks: Mapping[str, str]) -> None:
    """Raise `NotMeasurable` where a moment or a length is known and the office's clock of it is not.

    `clocks` says which column of `table` is told by which. A calendar knows some years only: what lies in others has no
    working time.
    """
    lacking = [table[known].notnull() & table[clock].isnull() for known, clock in clocks.items()]
    lost = lacking[0]
    for one in lacking[1:]:
        lost = lost | one
    [found] = told(log, table.agg(lost=lost.sum()))
    if found["lost"]:
        raise NotMeasurable(
            _("The calendar does not know all the years of this log, so its working time cannot be counted."),
            hint=_("Ask in calendar time, or prepare the log anew with a calendar of those years."),
        )


def lengths_at(table: Any, level: Level) -> Any:
    """Return the expression of `value` under each `key` of a level; at level case and log, the sum of each case.

    A case with an unknown part has an unknown sum: a sum of what happens to be known would pass for the whole.
    """
    import ibis

    if level not in ("case", "log"):
        return table.select(key=table[level].fill_null("—"), value=table["value"])
    sums = table.group_by("case").agg(whole=table["value"].sum(), lost=table["value"].isnull().any())
    return sums.select(
        key=sums.case if level == "case" else ibis.literal("all"),
        value=sums.lost.ifelse(ibis.null("float64"), sums.whole),
    )
