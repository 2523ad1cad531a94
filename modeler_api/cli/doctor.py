"""`kyzmat doctor`: look at everything the product needs and say what is the matter."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from modeler_api.cli import AsJson, Data, Failure, app, print_json, settings_with

if TYPE_CHECKING:
    from modeler_api.wiring import Door

_LEAST_DISK = 500 * 1024 * 1024
_CLOCK_SILENCE = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Check:
    """One look: what was looked at, whether it is well, what was seen and the way out."""

    what: str
    is_well: bool
    seen: str
    way_out: str = ""


@app.command()
def doctor(data: Data = None, as_json: AsJson = False) -> None:
    """Check the database, its tables, the built files, the clock and the disk."""
    from modeler_api.wiring import open_door

    door = open_door(settings_with(data=data))
    checks = list(look(door))
    if as_json:
        print_json([check.__dict__ for check in checks])
    else:
        for check in checks:
            mark = "well " if check.is_well else "wrong"
            typer.echo(f"{mark}  {check.what}: {check.seen}" + (f" {check.way_out}" if check.way_out else ""))
    if not all(check.is_well for check in checks):
        raise Failure("Something needs your attention; see above.")


def look(door: Door) -> Iterator[Check]:
    """Every check in turn; one that breaks is itself a finding."""
    checks: dict[str, Callable[[Door], Check]] = {
        "Database": _database,
        "Tables": _tables,
        "Page files": _static,
        "FEEL expressions": _feel,
        "Accounts": _accounts,
        "Clock": _clock,
        "Disk": _disk,
    }
    for what, check in checks.items():
        try:
            yield check(door)
        except Exception as error:  # noqa: BLE001  # the doctor reports whatever is broken
            yield Check(what, False, f"{type(error).__name__}: {error}".splitlines()[0])


def _database(door: Door) -> Check:
    door.store.ping()
    return Check("Database", True, door.store.url.rpartition("@")[2])


def _tables(door: Door) -> Check:
    have, want = door.store.revision, door.store.newest_revision
    return Check(
        "Tables", have == want, f"at {have or 'nothing'}", "" if have == want else "Run: kyzmat migrate"
    )


def _static(door: Door) -> Check:
    from modeler_api.frame import STATIC

    missing = [
        name for name in ("kyzmat.css", "page.js", "diagram.js") if not (STATIC / "dist" / name).exists()
    ]
    if missing:
        return Check("Page files", False, f"missing {', '.join(missing)}.", "Run: python3 dev.py setup")
    return Check("Page files", True, "built")


def _feel(door: Door) -> Check:
    import engine

    bundle = Path(str(engine.__file__)).parent / "expressions" / "feel.js"
    if not bundle.exists():
        return Check("FEEL expressions", False, "feel.js is missing.", "Run: python3 dev.py setup")
    return Check("FEEL expressions", True, "built")


def _accounts(door: Door) -> Check:
    from modeler_api.store import accounts

    count = accounts.count(door.store, active=True)
    way_out = "" if count else "Run: kyzmat add-account NAME --role administrator"
    return Check("Accounts", count > 0, f"{count} may sign in.", way_out)


def _clock(door: Door) -> Check:
    from modeler_api.clockwork import HEARTBEAT
    from modeler_api.store import jobs

    last = jobs.last_beat(door.store, HEARTBEAT)
    if last is None:
        return Check("Clock", False, "has never run, so no timer fires.", "Run: kyzmat clock")
    silence = dt.datetime.now(dt.UTC) - last
    if silence > _CLOCK_SILENCE:
        seen = f"silent since {last:%Y-%m-%d %H:%M} UTC."
        return Check("Clock", False, seen, "Start it with kyzmat run or kyzmat clock.")
    return Check("Clock", True, "going")


def _disk(door: Door) -> Check:
    folder = door.settings.data if door.settings.data.exists() else Path.cwd()
    free = shutil.disk_usage(folder).free
    seen = f"{free / 1024**3:.1f} GB free"
    return Check("Disk", free > _LEAST_DISK, seen, "" if free > _LEAST_DISK else "Make room.")
