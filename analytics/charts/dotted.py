"""The dotted chart: a line a case, a dot an event; what repeats, stops or piles up is seen at once.

Source: Song & van der Aalst, Supporting Process Mining by Showing Events at a Glance (2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.charts.moments import Periods, periods
from analytics.measure import require, seconds_of

if TYPE_CHECKING:
    from processes.log.event_log import EventLog

#: What a page can draw and a person can still see.
MOST_CASES, MOST_DOTS, COLOURS = 300, 4000, 7


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """One period: the cases that began and that ended in it, and its completed activities."""

    begun: int
    ended: int
    activities: int


@dataclass(frozen=True, kw_only=True)
class DottedChart:
    """The dots of some cases: `moments` in seconds since 1970, `rows` the case's line from 0, `kinds` the activity.

    `kinds` points into `activities`, the most frequent ones; −1 is any other.  `cases` are the ids of the lines by
    their beginning; every so-manieth is shown, so the sample is spread evenly over the period.
    """

    cases: tuple[str, ...]
    activities: tuple[str, ...]
    moments: tuple[float, ...]
    rows: tuple[int, ...]
    kinds: tuple[int, ...]
    all_cases: int
    all_dots: int
    periods: Periods
    arrivals: tuple[Arrivals, ...]

    @property
    def is_sample(self) -> bool:
        """Whether some cases are not shown."""
        return len(self.cases) < self.all_cases


def dotted_chart(log: EventLog) -> DottedChart:
    """Return the completed activities of `log` as dots, of at most 300 cases and 4,000 dots.

    >>> from processes.examples import two_certificates
    >>> chart = dotted_chart(two_certificates())
    >>> chart.cases, chart.activities, chart.rows
    (('1', '2'), ('Register', 'Sign'), (0, 0, 1, 1))
    """
    import numpy as np

    require(log)
    table = log.activities
    done = seconds_of(table["completed"])
    case = table["case"].combine_chunks().dictionary_encode()
    activity = table["activity"].combine_chunks().dictionary_encode()
    names, codes = case.dictionary.to_pylist(), case.indices.to_numpy()
    labels, kinds = activity.dictionary.to_pylist(), activity.indices.to_numpy()
    known = ~np.isnan(done)
    codes, kinds, done = codes[known], kinds[known], done[known]
    first, last = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    np.minimum.at(first, codes, done)
    np.maximum.at(last, codes, done)
    order = np.argsort(first, kind="stable")
    order = order[np.isfinite(first[order])]
    each = max(1, -(-len(order) // MOST_CASES), -(-len(done) // MOST_DOTS))
    shown = order[::each]
    line = np.full(len(names), -1)
    line[shown] = np.arange(len(shown))
    often = np.argsort(-np.bincount(kinds, minlength=len(labels)), kind="stable")[:COLOURS]
    kind_of = np.full(len(labels), -1)
    kind_of[often] = np.arange(len(often))
    # One case of ten thousand events would fill the picture alone: then its dots are thinned out too.
    dots = np.flatnonzero(line[codes] >= 0)
    dots = dots[:: max(1, -(-len(dots) // MOST_DOTS))]
    dots = dots[np.lexsort((done[dots], line[codes[dots]]))]
    spans = periods(float(first[order].min()), float(last[order].max()), most=60) if len(order) else None
    return DottedChart(
        cases=tuple(names[i] for i in shown),
        activities=tuple(labels[i] for i in often),
        moments=tuple(float(s) for s in done[dots]),
        rows=tuple(int(r) for r in line[codes[dots]]),
        kinds=tuple(int(k) for k in kind_of[kinds[dots]]),
        all_cases=len(order),
        all_dots=len(done),
        periods=spans or Periods((0.0,), "day"),
        arrivals=tuple(
            Arrivals(begun=int(b), ended=int(e), activities=int(a))
            for b, e, a in zip(
                spans.counts(first[order]), spans.counts(last[order]), spans.counts(done), strict=True
            )
        )
        if spans is not None
        else (),
    )
