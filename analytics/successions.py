"""What follows what: the pairs of completions that stand next to each other in a case, and the ways whole cases go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from processes.log.event_log import EventLog

    Codes = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Successions:
    """Pairs of neighbours: `pair` codes into `pair_names` (`A → B`), with the moments of both completions."""

    pair: Codes
    pair_names: list[str]
    _together: npt.NDArray[np.bool_]
    _moment: npt.NDArray[np.float64]

    # Made anew when asked for: of millions of pairs they need not stay.
    @property
    def before(self) -> npt.NDArray[np.float64]:
        """When the first of each pair was completed, in seconds since 1970."""
        return self._moment[:-1][self._together]

    @property
    def after(self) -> npt.NDArray[np.float64]:
        """When the second of each pair was completed, in seconds since 1970."""
        return self._moment[1:][self._together]


def successions(log: EventLog) -> Successions:
    """Return the pairs of completions that follow each other within a case, in the order of the log.

    >>> from processes.examples import two_certificates
    >>> found = successions(two_certificates())
    >>> [found.pair_names[code] for code in found.pair]
    ['Register → Sign', 'Register → Sign']
    """
    done = log.completions
    together = done.case[1:] == done.case[:-1]
    known, codes = coded_pairs(
        joined(done.activity[:-1][together], done.activity[1:][together], len(done.names)),
        len(done.names) ** 2,
    )
    names = [
        f"{done.names[pair // len(done.names)]} → {done.names[pair % len(done.names)]}"
        for pair in known.tolist()
    ]
    return Successions(pair=codes, pair_names=names, _together=together, _moment=done.moment)


def joined(high: Codes, low: Codes, size: int) -> Codes:
    """Return both codes as one number each, `low` being less than `size`; as narrow as it can be.

    >>> import numpy as np
    >>> joined(np.array([0, 2], np.int32), np.array([1, 1], np.int32), 10).tolist()
    [1, 21]
    """
    import numpy as np

    most = (int(high.max(initial=0)) + 1) * max(size, 1)
    wide: Codes = high.astype(np.int32 if most < 1 << 31 else np.int64)
    np.multiply(wide, size, out=wide)
    np.add(wide, low, out=wide)
    return wide


def coded_pairs(values: Codes, size: int) -> tuple[Codes, Codes]:
    """Return the different values, and each value as a position among them."""
    import numpy as np

    if size > max(4 * len(values), 1 << 16):
        known, codes = np.unique(values, return_inverse=True)
        return known, codes.astype(np.int32)
    # Few enough to count them all, which is quicker than to sort.
    met = np.zeros(size, dtype=bool)
    met[values] = True
    known = np.flatnonzero(met)
    position = np.cumsum(met, dtype=np.int32)
    position -= 1
    return known, position[values]


def ways(log: EventLog) -> tuple[Codes, list[str]]:
    """Return which way each case of the log went, as a position among the ways, and those: `A → B → C`.

    Cases that completed nothing went the way "—".  Two cases go the same way when they agree at every position: the
    ways are told apart one position after the other.

    >>> from processes.examples import two_certificates
    >>> codes, names = ways(two_certificates())
    >>> codes.tolist(), names
    ([0, 0], ['Register → Sign'])
    """
    import numpy as np

    done = log.completions
    cases = len(log)
    counts = np.bincount(done.case, minlength=cases)
    begins = np.concatenate(([0], np.cumsum(counts)[:-1]))
    way = np.zeros(cases, dtype=np.int64)
    going = np.flatnonzero(counts > 0)
    way[going] = 1
    position, low, fresh = 0, 1, 2
    while len(going):
        # Ways that go on were told apart at the position before: their numbers lie close together.
        so_far = way[going] - low
        steps = joined(so_far, done.activity[begins[going] + position], len(done.names))
        known, codes = coded_pairs(steps, (fresh - low) * len(done.names))
        way[going] = fresh + codes
        low, fresh = fresh, fresh + len(known)
        position += 1
        going = going[counts[going] > position]
    known, codes = coded_pairs(way, fresh)
    first = np.empty(len(known), dtype=np.int64)
    first[codes[::-1]] = np.arange(cases - 1, -1, -1)
    names = [
        " → ".join(done.names[a] for a in done.activity[begins[c] : begins[c] + counts[c]].tolist()) or "—"
        for c in first.tolist()
    ]
    return codes, names
