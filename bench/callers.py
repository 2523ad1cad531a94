"""Many callers at once on one SQLite file: how long a verb takes the middle one, and how long the unluckiest waits.

One process has one writer at a time; what is measured is that nobody sleeps past the moment it is their turn.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory

from bench.sample import Sample
from engine import Engine
from processes import read_model

#: How many call at once.
CALLERS = (1, 8, 50)


def waits(engine: Engine, definition: str, *, callers: int, cases: int) -> list[float]:
    """Return how long each completion took, in seconds, shortest first: every caller does its own `cases`."""

    def work(_number: int) -> list[float]:
        took = []
        for _ in range(cases):
            case = engine.start(definition, by="bench", data={"parcel": "44/2"})
            while items := engine.work_items(case):
                began = time.perf_counter()
                engine.complete(items[0], by="bench", data={"checked": True})
                took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(callers) as pool:
        return sorted(second for done in pool.map(work, range(callers)) for second in done)


def measure(size: int) -> list[Sample]:
    """Complete the same number of work items by few and by many at once."""
    text = " -> ".join(f"Step {number} @clerks" for number in range(10))
    samples = []
    for callers in CALLERS if size else CALLERS[:2]:
        with TemporaryDirectory() as folder:
            engine = Engine(f"sqlite:///{folder}/callers.sqlite3")
            definition = engine.deploy(read_model(text.encode(), dialect="sketch"), by="bench").key
            waits(engine, definition, callers=1, cases=2)
            began = time.perf_counter()
            took = waits(engine, definition, callers=callers, cases=max(1, 100 * size // callers))
            seconds = time.perf_counter() - began
            engine.dispose()
        middle, late = took[len(took) // 2], took[int(len(took) * 0.99)]
        print(
            f"  {callers} at once: {len(took) / seconds:.0f} work items a second; a completion takes "
            f"{middle * 1000:.1f} ms (median), {late * 1000:.0f} ms (p99), {took[-1] * 1000:.0f} ms (the longest)",
            flush=True,
        )
        samples.append(Sample(what=f"work items by {callers} at once", count=len(took), seconds=seconds))
    return samples
