"""Moments on the axis of a chart: the period of a log cut into equal parts of a usual length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_HOUR, _DAY = 3600.0, 86400.0


@dataclass(frozen=True)
class Periods:
    """The `edges` of consecutive periods in seconds since 1970, and what one is called (`unit`)."""

    edges: tuple[float, ...]
    unit: str

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def starts(self) -> tuple[datetime, ...]:
        """The moment each period begins."""
        return tuple(datetime.fromtimestamp(edge, UTC) for edge in self.edges[:-1])

    def counts(self, moments: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return how many of these moments lie in each period; unknown ones in none."""
        import numpy as np

        known = moments[~np.isnan(moments)]
        return np.histogram(known, bins=np.array(self.edges))[0].astype(np.int64)

    def place(self, moments: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return the number of the period each moment lies in; −1 for an unknown one."""
        import numpy as np

        found = np.searchsorted(np.array(self.edges), moments, side="right") - 1
        return np.where(np.isnan(moments), -1, np.clip(found, 0, len(self) - 1)).astype(np.int64)


def periods(
    first: float, last: float, *, most: int, zone: str = "Asia/Bishkek", hours: bool = True
) -> Periods:
    """Return the hours, days, weeks, months, quarters or years from `first` to `last`, at most `most` of them.

    The smallest usual length is taken that keeps to `most`, without `hours` at least a day; above years, several years
    are one period.

    >>> from datetime import timedelta
    >>> day = datetime(2026, 3, 2, tzinfo=UTC)
    >>> shown = periods(day.timestamp(), (day + timedelta(days=100)).timestamp(), most=12)
    >>> shown.unit, len(shown)
    ('month', 4)
    """
    span = max(last - first, 1.0)
    local = ZoneInfo(zone)
    # Down to the second: a float is rounded to the next microsecond, which may be the next hour's.
    begin, end = (datetime.fromtimestamp(floor(moment), local) for moment in (first, last))
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    if hours and span / _HOUR <= most:
        start = begin.replace(minute=0, second=0, microsecond=0).timestamp()
        return _even(start, last, _HOUR, "hour")
    if span / _DAY + 1 <= most:
        return _even(midnight.timestamp(), last, _DAY, "day")
    if span / (7 * _DAY) + 1 <= most:
        return _even(midnight.timestamp() - midnight.weekday() * _DAY, last, 7 * _DAY, "week")
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    for length, unit in ((1, "month"), (3, "quarter"), (12, "year")):
        if months / length + 1 <= most:
            return _by_months(begin, end, length, unit)
    years = -(-(months // 12 + 2) // most)
    return _by_months(begin, end, 12 * years, "years")


def _even(start: float, last: float, length: float, unit: str) -> Periods:
    edges = [start]
    while edges[-1] <= last:
        edges.append(edges[-1] + length)
    return Periods(tuple(edges), unit)


def _by_months(begin: datetime, end: datetime, length: int, unit: str) -> Periods:
    number = (begin.year * 12 + begin.month - 1) // length * length
    edges = []
    while True:
        edges.append(datetime(number // 12, number % 12 + 1, 1, tzinfo=begin.tzinfo))
        if edges[-1] > end:
            return Periods(tuple(edge.timestamp() for edge in edges), unit)
        number += length
