"""Luck: random streams, one for each purpose, each indexed by case.

Every random length is drawn from a stream of its own element, seeded by the element's id and indexed by the case, so
that two models simulated with one seed meet the same luck where they have the same steps.

Source: Law, Simulation Modeling and Analysis (2015), 11.2 (common random numbers).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from processes.scenario import Distribution


class Luck:
    """Random streams, one for each purpose, each indexed by case."""

    def __init__(self, seed: int, replication: int, cases: int) -> None:
        self.seed = seed
        self.replication = replication
        self.cases = cases
        self._first: dict[str, list[float]] = {}
        self._later: dict[str, np.random.Generator] = {}

    def stream(self, name: str) -> np.random.Generator:
        """Return a generator that depends on the seed, the replication and `name` only."""
        import numpy as np

        digest = blake2b(name.encode(), digest_size=8).digest()
        return np.random.default_rng([self.seed, self.replication, int.from_bytes(digest, "big")])

    def length(self, name: str, distribution: Distribution, case: int, nth: int) -> float:
        """Return the `nth` length of this purpose in `case`."""
        if nth == 0:
            drawn = self._first.get(name)
            if drawn is None:
                drawn = distribution.sample(self.stream(name), self.cases).tolist()
                self._first[name] = drawn
            return drawn[case]
        again = self._later.get(name)
        if again is None:
            again = self._later[name] = self.stream(f"{name} again")
        return float(distribution.sample(again, 1)[0])

    def chance(self, name: str, case: int, nth: int) -> float:
        """Return the `nth` number in [0, 1) of this purpose in `case`."""
        if nth == 0:
            drawn = self._first.get(name)
            if drawn is None:
                drawn = self._first[name] = self.stream(name).random(self.cases).tolist()
            return drawn[case]
        again = self._later.get(name)
        if again is None:
            again = self._later[name] = self.stream(f"{name} again")
        return float(again.random())
