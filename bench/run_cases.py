"""Running cases: start, claim and complete, each verb a transaction of its own."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from bench.sample import Sample, timed
from engine import Engine
from processes import read_model


def measure(size: int) -> list[Sample]:
    """Takes cases of three work items from start to end on a SQLite file."""
    cases = 2 if size == 0 else 50 * size
    model = read_model(b"Register @clerks -> Check @clerks -> Decide @head", dialect="sketch")
    with TemporaryDirectory() as folder:
        engine = Engine(f"sqlite:///{folder}/bench.sqlite3")
        engine.migrate()
        definition = engine.deploy(model, by="bench")

        def run() -> None:
            for _ in range(cases):
                instance = engine.start(definition, by="bench")
                while items := engine.work_items(instance):
                    engine.claim(items[0].id, by="ana")
                    engine.complete(items[0].id, by="ana")

        samples = [timed("cases of 3 work items", cases, run)]
        engine.dispose()
    return samples
