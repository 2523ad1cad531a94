"""Broken files: how many are answered in a second, and how long the slowest takes; none may crash or hang."""

from __future__ import annotations

import random
import time
from contextlib import suppress

from bench.sample import Sample
from processes import NotBpmn, check, read_model
from processes.model.repair import repair
from tests.processes.test_fuzz import mutated, originals


def measure(size: int) -> list[Sample]:
    """Mangles files with as many seeds and reads, checks and mends each; raises whatever is no clear answer."""
    count = 100 if size == 0 else 10_000 * size
    files = originals()
    slowest, refused, mended = 0.0, 0, 0
    started = time.perf_counter()
    for seed in range(count):
        chance = random.Random(seed)
        source = mutated(chance.choice(files), chance)
        began = time.perf_counter()
        try:
            check(read_model(source))
        except NotBpmn:
            refused += 1
            with suppress(NotBpmn):
                repair(source)
                mended += 1
        slowest = max(slowest, time.perf_counter() - began)
    seconds = time.perf_counter() - started
    print(
        f"  {refused} of {count} refused, {mended} of those mended on request; the slowest took {slowest:.2f} s"
    )
    return [Sample(what="broken files answered", count=count, seconds=seconds)]
