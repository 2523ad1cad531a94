"""The trend of a procedure: its main numbers for the cases that ended in each period.

A case counts in the period in which it ended.  Periods with few cases say so by their n.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analytics.case_times import case_spans
from analytics.charts.moments import periods
from analytics.measure import length, require, seconds_of, unit_of
from analytics.stages import by_level, ready, started

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

MOST_PERIODS = 12
#: A period of fewer cases, as one that has only begun, says nothing of how the numbers went.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Point:
    """The cases that ended in one period: how many, their median and 90th percentile, and their share of waiting."""

    start: datetime
    n: int
    median: float | None
    p90: float | None
    waiting: float | None


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Consecutive periods of `length` ("hour" to "years"), durations in `unit`."""

    points: tuple[Point, ...]
    length: str
    unit: str


def trend(log: EventLog, *, unit: str = "working days", calendar: WorkingCalendar | None = None) -> Trend:
    """Return the main numbers of `log` for at most twelve consecutive periods; no point where it has no times.

    >>> from processes.examples import two_certificates
    >>> found = trend(two_certificates(), unit="hours")
    >>> sum(point.n for point in found.points)
    2
    """
    import numpy as np

    require(log)
    factor, working = unit_of(unit, calendar)
    spans = case_spans(log)
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    lasted = length(first, last, working=working, calendar=calendar)
    if np.isnan(last).all():
        return Trend(points=(), length="month", unit=unit)  # nobody wrote down when
    table = log.activities
    lay = length(ready(table), started(table), working=working, calendar=calendar).clip(min=0)
    names, waited = by_level(table, lay, "case")
    place = {name: at for at, name in enumerate(names.to_pylist())}
    waits = np.array([waited[place[c]] if c in place else np.nan for c in spans["case"].to_pylist()])
    shown = periods(float(np.nanmin(last)), float(np.nanmax(last)), most=MOST_PERIODS, hours=False)
    inside = shown.place(last)
    points = []
    for number, start in enumerate(shown.starts):
        mine = inside == number
        known = lasted[mine][~np.isnan(lasted[mine])]
        both = mine & ~np.isnan(waits) & ~np.isnan(lasted)
        whole = float(lasted[both].sum())
        share = float(waits[both].sum()) / whole if whole else None
        points.append(
            Point(
                start=start,
                n=int(mine.sum()),
                median=float(np.median(known)) / factor if len(known) else None,
                p90=float(np.quantile(known, 0.9)) / factor if len(known) else None,
                # Work side by side waits at the same time: its sum is no share of the whole.
                waiting=share if share is not None and share <= 1 else None,
            )
        )
    return Trend(points=tuple(points), length=shown.unit, unit=unit)
