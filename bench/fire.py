"""On fire: servers, clocks and workers killed at random under load; what must hold afterwards does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.burning import Outcome, burn
from bench.sample import Sample


def on_sqlite(kills: int) -> Outcome:
    """Burn a house of one machine: SQLite, jobs inline."""
    with TemporaryDirectory() as folder:
        return burn(f"sqlite:///{folder}/fire.sqlite3", Path(folder), kills=kills)


def on_postgres(kills: int) -> Outcome:
    """Burn a house of many: PostgreSQL, which restarts twice, and Celery, whose broker comes back empty twice."""
    from tests.services import broker, postgres

    with TemporaryDirectory() as folder, postgres.running() as database, broker.running() as valkey:
        accidents = {
            kills // 5: ("broker", valkey.restart),
            2 * kills // 5: ("PostgreSQL", database.restart),
            3 * kills // 5: ("broker", valkey.restart),
            4 * kills // 5: ("PostgreSQL", database.restart),
        }
        return burn(database.url, Path(folder), broker=f"{valkey.url}/0", kills=kills, accidents=accidents)


def measure(size: int) -> list[Sample]:
    """Kill 200 times on each kind of store (twice when only trying), and print what does not hold."""
    houses = {"SQLite": on_sqlite, "PostgreSQL, Celery": on_postgres} if size else {"SQLite": on_sqlite}
    samples = []
    for name, house in houses.items():
        outcome = house(200 * size if size else 2)
        restarts = "".join(f", {what} restarted {n} times" for what, n in outcome.restarts.items())
        print(
            f"  {name}: {outcome.kills} kills{restarts}; {outcome.cases} cases, {outcome.completions} completions; "
            f"{len(outcome.wrong)} wrong",
            flush=True,
        )
        for sentence in outcome.wrong:
            print(f"    {sentence}", flush=True)
        samples.append(Sample(what=f"on fire: {name}", count=outcome.completions, seconds=outcome.seconds))
    return samples
