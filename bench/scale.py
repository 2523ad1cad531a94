"""Scale: what a live instance takes in memory, and how many cases are done by one, two and four processes."""

from __future__ import annotations

import gc
import multiprocessing
import time
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.sample import Sample
from engine import Engine
from processes import read_model

TEXT = b"Register @clerks -> Check @clerks -> Decide @heads"
_fork = multiprocessing.get_context("fork")


def memory(count: int) -> float:
    """Return what one live instance takes in the cache, in kilobytes."""
    engine = Engine("sqlite://")
    definition = engine.deploy(read_model(TEXT, dialect="sketch"), by="bench")
    engine.start(definition, by="bench", data={"parcel": "44/2"})
    tracemalloc.start()
    kept = len(engine._shop.live)
    for number in range(count):
        engine.start(definition, by="bench", data={"parcel": f"44/{number}", "applicant": "x" * 60})
    kept = len(engine._shop.live) - kept
    gc.collect()
    with_them, _peak = tracemalloc.get_traced_memory()
    # What they took is what is free without them.
    engine._shop.live.clear()
    gc.collect()
    without, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    engine.dispose()
    return (with_them - without) / max(kept, 1) / 1024


def cases_a_second(url: str, *, processes: int, seconds: float) -> float:
    """Return how many cases of three work items several processes take from start to end in a second."""
    _prepared = _fork.Process(target=_prepare, args=(url,))
    _prepared.start()
    _prepared.join()
    counts = _fork.SimpleQueue()
    workers = [_fork.Process(target=_work, args=(url, seconds, counts)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts.get() for _ in workers) / seconds


def _prepare(url: str) -> None:
    engine = Engine(url)
    engine.deploy(read_model(TEXT, dialect="sketch"), by="bench")
    engine.dispose()


def _work(url: str, seconds: float, counts: multiprocessing.SimpleQueue[int]) -> None:
    engine = Engine(url)
    definition = engine.definition("sketch")
    engine.cancel(engine.start(definition, by="bench"), by="bench")
    done = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        items = engine.work_items(engine.start(definition, by="bench", data={"parcel": "44/2"}))
        while items:
            engine.complete(items[0], by="bench")
            items = engine.work_items(items[0].instance)
        done += 1
    counts.put(done)
    engine.dispose()


def measure(size: int) -> list[Sample]:
    """Measure both; several processes on SQLite and on PostgreSQL, both syncing every commit."""
    seconds = 4.0 * size if size else 0.3
    taken = memory(400 if size else 20)
    print(f"  a live instance in the cache takes {taken:.1f} kB", flush=True)
    samples = []
    with TemporaryDirectory() as folder:
        for processes in (1, 2, 4) if size else (1, 2):
            rate = cases_a_second(
                f"sqlite:///{Path(folder)}/{processes}.sqlite3", processes=processes, seconds=seconds
            )
            samples.append(
                Sample(what=f"cases, {processes} on SQLite", count=int(rate * seconds), seconds=seconds)
            )
    if size:
        from tests.services import postgres

        with postgres.running(durable=True) as server:
            for processes in (1, 2, 4):
                url = postgres.create_database(server.url, f"scale_{processes}")
                rate = cases_a_second(url, processes=processes, seconds=seconds)
                samples.append(
                    Sample(
                        what=f"cases, {processes} on PostgreSQL", count=int(rate * seconds), seconds=seconds
                    )
                )
    return samples
