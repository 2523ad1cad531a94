"""Queues over time: how much work lay before each activity at a moment, and how many cases were open.

Work lies from the moment it could begin to the moment somebody began it.  Where a log records no beginnings, work is
counted until it was done, and the chart says so: it is then work that lay or was in hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analytics.case_times import case_spans
from analytics.measure import require, seconds_of
from analytics.stages import ready, started

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from processes.log.event_log import EventLog

MOST_POINTS, MOST_QUEUES = 160, 5


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What lay before one activity at each of the chart's moments, with its mean, its peak and when that was."""

    activity: str
    lengths: tuple[int, ...]
    mean: float
    peak: int
    peak_at: datetime
    last: int


@dataclass(frozen=True, kw_only=True)
class Queues:
    """The longest queues at equal distances of time; `open_cases` is how many cases were under way.

    `moments` are seconds since 1970; `until_done` says that beginnings were not recorded; `unknown` counts work whose
    stay could not be placed in time.
    """

    moments: tuple[float, ...]
    queues: tuple[Queue, ...]
    open_cases: tuple[int, ...]
    others: int
    until_done: bool
    unknown: int


def queues_over_time(log: EventLog) -> Queues:
    """Return the five longest queues of `log` at 160 moments at most.

    >>> from processes.examples import two_certificates
    >>> [(q.activity, q.peak) for q in queues_over_time(two_certificates()).queues]
    [('Sign', 2)]
    """
    import numpy as np

    require(log)
    table = log.activities
    begin, end = ready(table), started(table)
    done = seconds_of(table["completed"])
    until_done = bool(np.isnan(end).all())
    if until_done:
        end = done
    known = ~np.isnan(begin)
    spans = case_spans(log)
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    if np.isnan(first).all():
        return Queues(
            moments=(), queues=(), open_cases=(), others=0, until_done=until_done, unknown=len(begin)
        )
    low, high = float(np.nanmin(first)), float(np.nanmax(last))
    moments = np.linspace(low, high, MOST_POINTS)
    coded = table["activity"].combine_chunks().dictionary_encode()
    kinds, labels = coded.indices.to_numpy(), coded.dictionary.to_pylist()
    # Work nobody has begun lies there to the end of the log.
    end = np.where(np.isnan(end) & known & np.isnan(done), high + 1, end)
    known &= ~np.isnan(end)
    held = np.zeros(len(labels))
    np.add.at(held, kinds[known], np.maximum(end[known] - begin[known], 0))
    busy = [at for at in np.argsort(-held, kind="stable") if held[at] > 0]
    queues = []
    for at in busy[:MOST_QUEUES]:
        mine = known & (kinds == at)
        lengths = _open(begin[mine], end[mine], moments)
        peak = _peak(begin[mine], end[mine])
        queues.append(
            Queue(
                activity=labels[at],
                lengths=tuple(int(x) for x in lengths),
                mean=float(held[at] / max(high - low, 1.0)),
                peak=peak[0],
                peak_at=datetime.fromtimestamp(peak[1], UTC),
                last=int(lengths[-1]),
            )
        )
    return Queues(
        moments=tuple(float(m) for m in moments),
        queues=tuple(queues),
        open_cases=tuple(int(x) for x in _open(first, last, moments)),
        others=max(0, len(busy) - MOST_QUEUES),
        until_done=until_done,
        unknown=int((~known).sum()),
    )


def _open(
    begins: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], moments: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return how many intervals [begin, end) hold each moment."""
    import numpy as np

    came = np.searchsorted(np.sort(begins), moments, side="right")
    went = np.searchsorted(np.sort(np.maximum(ends, begins)), moments, side="right")
    return (came - went).astype(np.int64)


def _peak(begins: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> tuple[int, float]:
    """Return the largest number of intervals open at once, and when that was first so."""
    import numpy as np

    lies = ends > begins
    begins, ends = np.sort(begins[lies]), np.sort(ends[lies])
    if not len(begins):
        return 0, 0.0
    level = np.arange(1, len(begins) + 1) - np.searchsorted(ends, begins, side="right")
    at = int(np.argmax(level))
    return int(level[at]), float(begins[at])
