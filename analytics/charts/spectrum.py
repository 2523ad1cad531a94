"""The performance spectrum: each passage from one activity to the next as a line through time.

A line runs from the moment the first activity was done to the moment the second was.  Parallel lines are first in,
first out; lines that end together are a batch; lines that grow flatter are a queue that grows.

Source: Denisov, Fahland & van der Aalst, Unbiased, Fine-Grained Description of Processes Performance (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measure import length, require, seconds_of, unit_of

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

MOST_SEGMENTS, MOST_LINES = 5, 240


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One passage: how often, how long in `unit`, and some of its lines as (begin, end, class).

    The class says to which quarter of the durations a line belongs, from 0 (the fastest) to 3; moments are seconds
    since 1970.
    """

    first: str
    second: str
    n: int
    median: float
    p90: float
    overtaken: float
    lines: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """The passages that hold most of the time, and how many others there are."""

    segments: tuple[Segment, ...]
    others: int
    unit: str


def performance_spectrum(
    log: EventLog, *, unit: str = "working hours", calendar: WorkingCalendar | None = None
) -> Spectrum:
    """Return the five passages of `log` that hold most time, in `unit`, each with at most 240 lines.

    `overtaken` is the share of cases that a later one passed by.

    >>> from processes.examples import two_certificates
    >>> [(s.first, s.second, s.n, s.median) for s in performance_spectrum(two_certificates()).segments]
    [('Register', 'Sign', 2, 2.0)]
    """
    import numpy as np
    import pyarrow.compute as pc

    require(log)
    factor, working = unit_of(unit, calendar)
    table = log.activities
    table = table.filter(pc.and_(pc.equal(table["ended_as"], "completed"), pc.is_valid(table["completed"])))
    if table.num_rows < 2:
        return Spectrum(segments=(), others=0, unit=unit)
    done = seconds_of(table["completed"])
    cases = table["case"].combine_chunks().dictionary_encode().indices.to_numpy()
    coded = table["activity"].combine_chunks().dictionary_encode()
    kinds, labels = coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()
    follows = np.flatnonzero(cases[1:] == cases[:-1])
    pair = kinds[follows] * len(labels) + kinds[follows + 1]
    begins, ends = done[follows], done[follows + 1]
    found, inverse, count = np.unique(pair, return_inverse=True, return_counts=True)
    held = np.zeros(len(found))
    np.add.at(held, inverse, ends - begins)
    segments = []
    for at in np.argsort(-held, kind="stable")[:MOST_SEGMENTS]:
        mine = np.flatnonzero(inverse == at)
        mine = mine[np.argsort(begins[mine], kind="stable")]
        b, e = begins[mine], ends[mine]
        lasted = length(b, e, working=working, calendar=calendar) / factor
        quarter = np.searchsorted(np.quantile(lasted, (0.25, 0.5, 0.75)), lasted)
        drawn = np.arange(0, len(mine), max(1, -(-len(mine) // MOST_LINES)))
        segments.append(
            Segment(
                first=labels[found[at] // len(labels)],
                second=labels[found[at] % len(labels)],
                n=int(count[at]),
                median=float(np.median(lasted)),
                p90=float(np.quantile(lasted, 0.9)),
                overtaken=_overtaken(b, e),
                lines=tuple((float(b[i]), float(e[i]), int(quarter[i])) for i in drawn),
            )
        )
    return Spectrum(segments=tuple(segments), others=len(found) - len(segments), unit=unit)


def _overtaken(begins: object, ends: object) -> float:
    """Return the share of lines that some line which began later ended before; both sorted by their beginnings."""
    import numpy as np

    b, e = np.asarray(begins), np.asarray(ends)
    if len(b) < 2:
        return 0.0
    earliest = np.minimum.accumulate(e[::-1])[::-1]
    # Only lines that began strictly later can overtake.
    later = np.searchsorted(b, b, side="right")
    passed = np.where(later < len(b), earliest[np.minimum(later, len(b) - 1)] < e, False)
    return float(passed.mean())
