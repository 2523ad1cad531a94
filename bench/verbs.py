"""Verbs beside bare transactions: what completing a work item costs, and what only writing its rows would cost.

What a verb writes is caught on its way and written once more to a database of the same shape, in one transaction with
the same syncing to disk: by the driver alone, with everything prepared, and as SQLAlchemy would be asked to.  All take
turns, so that a noisy moment of the machine falls on each.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import sqlalchemy as sa

from bench.sample import Sample
from engine import Engine
from engine.store import migrate
from engine.store.connect import connect
from engine.store.statement import Statement
from processes import read_model

#: How much of a bare transaction's pace a verb is to keep, both on SQLAlchemy (decision 0034).
WANTED = 0.5
#: A statement that writes, and the rows it writes.
Write = tuple[Statement, list[Mapping[str, Any]]]
#: Statements as the driver takes them: text, values, whether for many rows.
Prepared = list[tuple[str, Any, bool]]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long a verb and its bare transactions take, in milliseconds (medians)."""

    verb: float
    bare: float
    composed: float

    @property
    def share(self) -> float:
        """How many verbs are done in the time of one bare transaction."""
        return self.bare / self.verb

    @property
    def share_of_composed(self) -> float:
        """How many verbs are done in the time of one transaction through SQLAlchemy."""
        return self.composed / self.verb


@contextmanager
def caught(into: list[Write]) -> Iterator[None]:
    """Note every statement that writes, with its rows."""
    run, run_each, close = Statement.run, Statement.run_each, Statement.close

    def noting_run(self: Statement, unit: Any, **values: Any) -> int:
        into.append((self, [values]))
        return run(self, unit, **values)

    def noting_each(self: Statement, unit: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        given = list(rows)
        if given:
            into.append((self, given))
        run_each(self, unit, given)

    def noting_close(self: Statement, unit: Any, **values: Any) -> int:
        into.append((self, [values]))
        return close(self, unit, **values)

    Statement.run, Statement.run_each, Statement.close = noting_run, noting_each, noting_close  # type: ignore[method-assign]  # to look, not to change
    try:
        yield
    finally:
        Statement.run, Statement.run_each, Statement.close = run, run_each, close  # type: ignore[method-assign]  # as they were


def prepared(writes: list[Write], dialect: sa.Dialect) -> Prepared:
    """Return the statements as the driver takes them."""
    ready: Prepared = []
    for statement, rows in writes:
        compiled = statement.compiled(dialect)
        given = [compiled.parameters(row) for row in rows]
        ready.append((compiled.text, given if len(given) > 1 else given[0], len(given) > 1))
    return ready


def composing(store: sa.Engine) -> Callable[[list[Write]], float]:
    """Return what writes the rows through SQLAlchemy and says how long it took, in seconds."""

    def write(writes: list[Write]) -> float:
        asked = []
        for statement, rows in writes:
            names = statement.compiled(store.dialect).names
            given = [{name: row[name] for name in names if name in row} for row in rows]
            asked.append((statement.construct, given if len(given) > 1 else given[0]))
        began = time.perf_counter()
        with store.begin() as connection:
            for construct, given in asked:
                connection.execute(construct, given)
        return time.perf_counter() - began

    return write


def pace(
    url: str,
    bare: Callable[[Prepared], None],
    composed: Callable[[list[Write]], float],
    *,
    cases: int,
    steps: int = 10,
) -> Pace:
    """Complete all work items of `cases` cases, each followed by its bare transactions."""
    engine = Engine(url)
    dialect = connect(url).dialect
    text = " -> ".join(f"Step {number} @clerks" for number in range(steps))
    definition = engine.deploy(read_model(text.encode(), dialect="sketch"), by="bench")
    verbs, bares, composeds = [], [], []
    writes: list[Write] = []
    with caught(writes):
        for _ in range(cases):
            case = engine.start(definition, by="bench", data={"parcel": "44/2", "fee": 250})
            items = engine.work_items(case)
            bare(prepared(writes, dialect))
            composed(writes)
            while items:
                writes.clear()
                began = time.perf_counter()
                engine.complete(items[0], by="bench", data={"checked": True})
                verbs.append(time.perf_counter() - began)
                ready = prepared(writes, dialect)
                began = time.perf_counter()
                bare(ready)
                bares.append(time.perf_counter() - began)
                composeds.append(composed(writes))
                items = engine.work_items(case)
            writes.clear()
    engine.dispose()
    # The first case warms up what is compiled and read only once.
    verb, bared, through = (median(times[steps:]) * 1000 for times in (verbs, bares, composeds))
    return Pace(verb=verb, bare=bared, composed=through)


def on_sqlite(cases: int) -> Pace:
    """All on files that sync every commit."""
    with TemporaryDirectory() as folder:
        for name in ("bare", "composed"):
            migrate(f"sqlite:///{folder}/{name}.sqlite3")
        connection = sqlite3.connect(f"{folder}/bare.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        through = connect(f"sqlite:///{folder}/composed.sqlite3")

        def bare(ready: Prepared) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for text, given, many in ready:
                (connection.executemany if many else connection.execute)(text, given)
            connection.execute("COMMIT")

        found = pace(f"sqlite:///{folder}/verbs.sqlite3", bare, composing(through), cases=cases)
        connection.close()
        through.dispose()
        return found


def on_postgres(cases: int) -> Pace:
    """All on one server that syncs every commit, as in production."""
    from tests.services import postgres

    with postgres.running(durable=True) as server:
        urls = [postgres.create_database(server.url, name) for name in ("verbs", "bare", "composed")]
        migrate(urls[1])
        migrate(urls[2])
        through = connect(urls[2])
        with psycopg.connect(urls[1]) as connection:

            def bare(ready: Prepared) -> None:
                with psycopg.RawCursor(connection) as cursor:
                    for text, given, many in ready:
                        (cursor.executemany if many else cursor.execute)(text, given)
                connection.commit()

            found = pace(urls[0], bare, composing(through), cases=cases)
        through.dispose()
        return found


def measure(size: int) -> list[Sample]:
    """Compare on SQLite and on PostgreSQL, and print the share of the bare pace."""
    cases = 30 * size if size else 2
    stores = {"SQLite": on_sqlite, "PostgreSQL": on_postgres} if size else {"SQLite": on_sqlite}
    samples = []
    for name, measured in stores.items():
        found = measured(cases)
        print(
            f"  {name}: a verb {found.verb:.2f} ms, a transaction that writes the same rows {found.composed:.2f} ms: "
            f"{found.share_of_composed:.0%} of its pace (wanted: {WANTED:.0%}); the driver alone, with everything "
            f"prepared, {found.bare:.2f} ms: {found.share:.0%} of that",
            flush=True,
        )
        samples += [
            Sample(what=f"verbs on {name}", count=1, seconds=found.verb / 1000),
            Sample(what=f"bare transactions on {name}", count=1, seconds=found.bare / 1000),
        ]
    return samples
