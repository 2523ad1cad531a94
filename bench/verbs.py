"""Verbs beside bare transactions: what completing a work item costs, and what only writing its rows would cost.

The statements with which a verb writes are caught on their way and written once more to a database of the same shape,
by the driver alone, in one transaction with the same syncing to disk.  Both take turns, so that a noisy moment of the
machine falls on both.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from bench.sample import Sample
from engine import Engine
from engine.store import migrate
from engine.store.statement import Statement
from processes import read_model

#: How much of the bare transaction's pace a verb is to keep.
WANTED = 0.5
Write = tuple[str, Any, bool]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long a verb and its bare transaction take, in milliseconds (medians)."""

    verb: float
    bare: float

    @property
    def share(self) -> float:
        """How many verbs are done in the time of one bare transaction."""
        return self.bare / self.verb


@contextmanager
def caught(into: list[Write]) -> Iterator[None]:
    """Note every statement that writes."""
    execute = Statement._execute

    close = Statement.close

    def noting(self: Statement, unit: Any, compiled: Any, given: Any, *, many: bool = False) -> Any:
        if not compiled.text.startswith(("SELECT", "WITH")):
            into.append((compiled.text, given, many))
        return execute(self, unit, compiled, given, many=many)

    def closing(self: Statement, unit: Any, **values: Any) -> int:
        # What goes out as one statement is, for the bare transaction, what it is made of.
        if unit.gathered:
            for text in dict.fromkeys(text for text, _row in unit.gathered):
                rows = [row for other, row in unit.gathered if other == text]
                into.append((text, rows if len(rows) > 1 else rows[0], len(rows) > 1))
            compiled = self._for(unit.connection.dialect)
            into.append((compiled.text, compiled.parameters(values), False))
        return close(self, unit, **values)

    Statement._execute, Statement.close = noting, closing  # type: ignore[method-assign]  # to look, not to change
    try:
        yield
    finally:
        Statement._execute, Statement.close = execute, close  # type: ignore[method-assign]  # as they were


def pace(url: str, bare: Callable[[list[Write]], None], *, cases: int, steps: int = 10) -> Pace:
    """Complete all work items of `cases` cases, each followed by its bare transaction."""
    engine = Engine(url)
    text = " -> ".join(f"Step {number} @clerks" for number in range(steps))
    definition = engine.deploy(read_model(text.encode(), dialect="sketch"), by="bench")
    verbs: list[float] = []
    bares: list[float] = []
    writes: list[Write] = []
    with caught(writes):
        for _ in range(cases):
            case = engine.start(definition, by="bench", data={"parcel": "44/2", "fee": 250})
            items = engine.work_items(case)
            bare(writes)
            while items:
                writes.clear()
                began = time.perf_counter()
                items = engine.complete(items[0], by="bench", data={"checked": True})
                between = time.perf_counter()
                bare(writes)
                verbs.append(between - began)
                bares.append(time.perf_counter() - between)
            writes.clear()
    engine.dispose()
    # The first case warms up what is compiled and read only once.
    return Pace(verb=median(verbs[steps:]) * 1000, bare=median(bares[steps:]) * 1000)


def on_sqlite(cases: int) -> Pace:
    """Both on files that sync every commit."""
    with TemporaryDirectory() as folder:
        migrate(f"sqlite:///{folder}/bare.sqlite3")
        connection = sqlite3.connect(f"{folder}/bare.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

        def bare(writes: list[Write]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for text, given, many in writes:
                (connection.executemany if many else connection.execute)(text, given)
            connection.execute("COMMIT")

        found = pace(f"sqlite:///{folder}/verbs.sqlite3", bare, cases=cases)
        connection.close()
        return found


def on_postgres(cases: int) -> Pace:
    """Both on one server that syncs every commit, as in production."""
    from tests.services import postgres

    with postgres.running(durable=True) as server:
        urls = [postgres.create_database(server.url, name) for name in ("verbs", "bare")]
        migrate(urls[1])
        with psycopg.connect(urls[1]) as connection:

            def bare(writes: list[Write]) -> None:
                with connection.cursor() as cursor:
                    for text, given, many in writes:
                        (cursor.executemany if many else cursor.execute)(text, given)
                connection.commit()

            return pace(urls[0], bare, cases=cases)


def measure(size: int) -> list[Sample]:
    """Compare on SQLite and on PostgreSQL, and print the share of the bare pace."""
    cases = 30 * size if size else 2
    stores = {"SQLite": on_sqlite, "PostgreSQL": on_postgres} if size else {"SQLite": on_sqlite}
    samples = []
    for name, measured in stores.items():
        found = measured(cases)
        print(
            f"  {name}: a verb {found.verb:.2f} ms, its bare transaction {found.bare:.2f} ms: "
            f"{found.share:.0%} of the bare pace (wanted: {WANTED:.0%})",
            flush=True,
        )
        samples += [
            Sample(what=f"verbs on {name}", count=1, seconds=found.verb / 1000),
            Sample(what=f"bare transactions on {name}", count=1, seconds=found.bare / 1000),
        ]
    return samples
