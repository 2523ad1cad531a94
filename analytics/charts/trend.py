"""The trend of a procedure: its main numbers for the cases that ended in each period.

A case counts in the period in which it ended.  Periods with few cases say so by their n.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from analytics.case_times import case_spans
from analytics.charts.moments import periods
from analytics.measure import length, require, seconds_of, unit_of
from analytics.stages import ready, started

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

MOST_PERIODS = 12
#: A period of fewer cases, as one that has only begun, says nothing of how the numbers went.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Point:
    """The cases that ended in one period: how many, their median and 90th percentile, and the share of waiting in
    waiting and work together.
    """

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


def fewest_of(counts: Sequence[int]) -> int:
    """The fewest cases a period needs so that it can be compared: five, and a tenth of what a period usually has.

    The last few cases of a log that breaks off are those that took longest, and no period.

    >>> fewest_of([433, 1016, 980, 5]), fewest_of([9, 7, 2])
    (71, 5)
    """
    usual = median(n for n in counts if n) if any(counts) else 0
    return max(FEWEST, math.ceil(usual / 10))


def trend(log: EventLog, *, unit: str = "working days", calendar: WorkingCalendar | None = None) -> Trend:
    """Return the main numbers of `log` for at most twelve consecutive periods; no point where it has no times.

    >>> from processes.examples import two_certificates
    >>> found = trend(two_certificates(), unit="hours")
    >>> sum(point.n for point in found.points)
    2
    """
    import numpy as np
    import pyarrow.compute as pc

    require(log)
    factor, working = unit_of(unit, calendar)
    spans = case_spans(log)
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    lasted = length(first, last, working=working, calendar=calendar)
    if np.isnan(last).all():
        return Trend(points=(), length="month", unit=unit)  # nobody wrote down when
    table = log.activities
    began = started(table)
    lay = length(ready(table), began, working=working, calendar=calendar).clip(min=0)
    did = length(began, seconds_of(table["completed"]), working=working, calendar=calendar)
    cases = pc.index_in(table["case"].combine_chunks(), value_set=spans["case"].combine_chunks())
    at = pc.fill_null(cases, -1).to_numpy(zero_copy_only=False)
    shown = periods(float(np.nanmin(last)), float(np.nanmax(last)), most=MOST_PERIODS, hours=False)
    inside = shown.place(last)
    points = []
    for number, start in enumerate(shown.starts):
        mine = inside == number
        known = lasted[mine][~np.isnan(lasted[mine])]
        rows = (at >= 0) & mine[at]
        points.append(
            Point(
                start=start,
                n=int(mine.sum()),
                median=float(np.median(known)) / factor if len(known) else None,
                p90=float(np.quantile(known, 0.9)) / factor if len(known) else None,
                waiting=_share(lay[rows], did[rows]),
            )
        )
    return Trend(points=tuple(points), length=shown.unit, unit=unit)


def _share(lay: npt.NDArray[np.float64], did: npt.NDArray[np.float64]) -> float | None:
    """Return the share of waiting in all waiting and work that is known; None where either was not recorded."""
    import numpy as np

    if np.isnan(lay).all() or np.isnan(did).all():
        return None
    waited, worked = float(np.nansum(lay)), float(np.nansum(did))
    return waited / (waited + worked) if waited + worked else None
