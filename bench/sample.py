"""One measurement: what was counted, how many, in which time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sample:
    """So many of something in so many seconds."""

    what: str
    count: int
    seconds: float

    @property
    def rate_per_second(self) -> float:
        """How many in a second."""
        return self.count / self.seconds if self.seconds else 0.0


def timed(what: str, count: int, do: Callable[[], object], *, rounds: int = 3) -> Sample:
    """Returns the median of several rounds of `do`, each of which does `count` of something."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        do()
        took.append(time.perf_counter() - started)
    return Sample(what=what, count=count, seconds=statistics.median(took))
