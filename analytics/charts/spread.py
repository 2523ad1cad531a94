"""The spread of the cases over their throughput time, in columns of a round width.

The farthest hundredth is counted as lying beyond the axis: one case that took ten years must not hide all others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measure import length, require, seconds_of, unit_of

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

COLUMNS = 24


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How many cases lie in each column of `step` (in `unit`) from zero on; `beyond` lie farther out."""

    counts: tuple[int, ...]
    step: float
    beyond: int
    unit: str
    n: int
    median: float
    p90: float

    @property
    def edges(self) -> tuple[float, ...]:
        """Where each column begins."""
        return tuple(round(place * self.step, 6) for place in range(len(self.counts)))


def spread(
    log: EventLog, *, unit: str = "working days", calendar: WorkingCalendar | None = None
) -> Spread | None:
    """Return the spread of the throughput times in `unit`; None when none could be measured.

    >>> from processes.examples import two_certificates
    >>> found = spread(two_certificates(), unit="hours")
    >>> sum(found.counts) + found.beyond, found.median
    (2, 3.25)
    """
    import numpy as np

    from analytics.case_times import case_spans

    require(log)
    factor, working = unit_of(unit, calendar)
    spans = case_spans(log)
    values = (
        length(seconds_of(spans["first"]), seconds_of(spans["last"]), working=working, calendar=calendar)
        / factor
    )
    values = np.sort(values[~np.isnan(values)])
    if not len(values):
        return None
    edge = float(values[min(len(values) - 1, math.ceil(0.99 * len(values)) - 1)])
    step = round_step((edge or 1.0) / COLUMNS)
    columns = max(1, math.ceil((edge + 1e-9) / step))
    place = (values / step).astype(np.int64)
    inside = place < columns
    return Spread(
        counts=tuple(int(c) for c in np.bincount(place[inside], minlength=columns)),
        step=step,
        beyond=int((~inside).sum()),
        unit=unit,
        n=len(values),
        median=float(np.median(values)),
        p90=float(np.quantile(values, 0.9)),
    )


def round_step(width: float) -> float:
    """Return the next larger of 1, 2, 2.5 and 5 times a power of ten.

    >>> round_step(0.3), round_step(7)
    (0.5, 10.0)
    """
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= width - 1e-12)
