"""What a person was doing while a case waited for them: sums over all their stretches of work, by arrays alone.

Time is cut, for each person, wherever a stretch of work, an absence or a wait begins or ends.  Each piece knows the
earliest moment at which any of the work going on in it had become ready; a wait then asks for the length of its pieces
in which work was going on that had become ready before it (or after it).  One query is a sum over a range of pieces
below a threshold, which a wavelet matrix answers for all waits at once in as many array operations as a number has
bits.

Source: Claude, Navarro & Ordóñez (2015), The wavelet matrix, doi:10.1016/j.is.2014.06.002.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Spans:
    """Stretches of time of people: whose (a code), from and to in seconds."""

    person: Numbers
    start: Seconds
    end: Seconds


@dataclass(frozen=True, kw_only=True)
class Occupied:
    """For each wait, the seconds its person was away, busy with what was ready before it, and with what came later."""

    away: Seconds
    earlier: Seconds
    later: Seconds


def occupied(waits: Spans, ready: Seconds, *, work: Spans, work_ready: Seconds, away: Spans) -> Occupied:
    """Return what the person of each wait did in it.

    `ready` and `work_ready` say when each wait and each stretch of work could have begun.  Where a person was away
    nothing else counts; where several stretches of work overlap, the one that was ready first counts.

    >>> import numpy as np
    >>> def of(start, end):
    ...     return Spans(person=np.zeros(1, dtype=int), start=np.array([start]), end=np.array([end]))
    >>> found = occupied(
    ...     of(10.0, 60.0),
    ...     np.array([10.0]),
    ...     work=of(0.0, 30.0),
    ...     work_ready=np.array([0.0]),
    ...     away=of(50.0, 60.0),
    ... )
    >>> found.earlier.tolist(), found.later.tolist(), found.away.tolist()
    ([20.0], [0.0], [10.0])
    """
    import numpy as np

    count, works = len(waits.person), len(work.person)
    people = np.concatenate([s.person for s in (waits, waits, work, work, away, away)])
    moments = np.concatenate((waits.start, waits.end, work.start, work.end, away.start, away.end))
    rank, lengths = _pieces(people, moments)
    parts = np.split(rank, np.cumsum([count, count, works, works, len(away.person)]))
    low, high, work_low, work_high, away_low, away_high = parts
    levels = np.unique(np.concatenate((work_ready, ready)))
    never = len(levels)
    earliest = _least(
        work_low, work_high, np.searchsorted(levels, work_ready), pieces=len(lengths), never=never
    )
    depth = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.add.at(depth, away_low, 1)
    np.add.at(depth, away_high, -1)
    is_away = np.cumsum(depth[:-1]) > 0
    earliest[is_away] = never
    before_away = _before(np.where(is_away, lengths, 0.0))
    before_busy = _before(np.where(earliest < never, lengths, 0.0))
    earlier = _sums_up_to(earliest, lengths, low, high, np.searchsorted(levels, ready))
    return Occupied(
        away=before_away[high] - before_away[low],
        earlier=earlier,
        later=np.clip(before_busy[high] - before_busy[low] - earlier, 0.0, None),
    )


def _pieces(people: Numbers, moments: Seconds) -> tuple[Numbers, Seconds]:
    """Return the rank of each moment among its person's, and the length of the piece after each rank."""
    import numpy as np

    order = np.lexsort((moments, people))
    p, m = people[order], moments[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (p[1:] != p[:-1]) | (m[1:] != m[:-1])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.cumsum(is_new) - 1
    p, m = p[is_new], m[is_new]
    lengths = np.zeros(len(p))
    lengths[:-1] = np.where(p[1:] == p[:-1], m[1:] - m[:-1], 0.0)
    return rank, lengths


def _before(lengths: Seconds) -> Seconds:
    import numpy as np

    return np.concatenate(([0.0], np.cumsum(lengths)))


def _least(low: Numbers, high: Numbers, values: Numbers, *, pieces: int, never: int) -> Numbers:
    """Return for each piece the least value of the stretches [low, high) that cover it, `never` where none does.

    A stretch is two overlapping ones whose lengths are a power of two; those are halved until they are pieces.
    """
    import numpy as np

    real = high > low
    low, high, values = low[real], high[real], values[real]
    least = np.full(pieces, never, dtype=np.int64)
    size = np.frexp((high - low).astype(np.float64))[1] - 1
    for power in range(int(size.max(initial=0)), -1, -1):
        mine = size == power
        np.minimum.at(least, low[mine], values[mine])
        np.minimum.at(least, high[mine] - (1 << power), values[mine])
        if power:
            # What `least` says of 2^power pieces from here on, it says of both halves.
            half = 1 << (power - 1)
            shifted = np.full(pieces, never, dtype=np.int64)
            shifted[half:] = least[:-half] if half < pieces else never
            least = np.minimum(least, shifted)
    return least


def _sums_up_to(values: Numbers, weights: Seconds, low: Numbers, high: Numbers, most: Numbers) -> Seconds:
    """Return for each query the sum of the weights in [low, high) whose value is at most `most`."""
    import numpy as np

    found = np.zeros(len(low))
    limit = most + 1
    bits = int(max(values.max(initial=0), limit.max(initial=0))).bit_length()
    for bit in range(bits - 1, -1, -1):
        ones = (values >> bit) & 1
        zeros_before = np.concatenate(([0], np.cumsum(1 - ones)))
        weights_before = _before(np.where(ones == 0, weights, 0.0))
        goes_on = ((limit >> bit) & 1).astype(bool)
        found += np.where(goes_on, weights_before[high] - weights_before[low], 0.0)
        zeros = zeros_before[-1]
        low = np.where(goes_on, zeros + low - zeros_before[low], zeros_before[low])
        high = np.where(goes_on, zeros + high - zeros_before[high], zeros_before[high])
        order = np.argsort(ones, kind="stable")
        values, weights = values[order], weights[order]
    return found
