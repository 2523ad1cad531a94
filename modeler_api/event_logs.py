"""The event logs of a procedure: what the engine measured, what the simulator produced, and where each comes from.

A log is named in addresses by the id of its row, or by the word "measured" for what the engine has recorded up to now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from modeler_api.measured_log import recorded
from modeler_api.store import logs
from modeler_api.store.logs import EventLogFile
from modeler_api.store.tables import new_id
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.slicing import Exclusion
    from processes import EventLog

MEASURED = "measured"
BROUGHT = "brought"
FOLDER = "logs"

VARIANTS: dict[str, Message] = {
    "as_is": _("As it is"),
    "to_be": _("As it could be"),
    BROUGHT: _("Brought from elsewhere"),
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """One log with what a page has to say about it; `excluded` are the cases left out because they still run."""

    name: str
    origin: str
    log: EventLog
    row: EventLogFile | None = None
    excluded: int = 0
    as_of: dt.datetime | None = None
    assumptions: tuple[str, ...] = field(default=())
    versions: Mapping[str, int] = field(default_factory=dict)
    """By which version of the procedure each case ran, where that is recorded."""
    left_out: tuple[Exclusion, ...] = ()

    @property
    def is_simulated(self) -> bool:
        """Whether nobody ever lived these cases."""
        return self.origin == "simulated"

    @property
    def cases(self) -> int:
        """How many cases it has."""
        return len(self.log)

    @property
    def period(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The moments of its first and last event; None without an event whose time is recorded."""
        import pyarrow.compute as pc

        found = pc.min_max(self.log.events["timestamp"]).as_py()
        return None if found["min"] is None else (found["min"], found["max"])


def path_of(door: Door, row: EventLogFile) -> Path:
    """Where the file of a stored log lies."""
    return door.settings.data / row.path


def stored(door: Door, row: EventLogFile) -> Source:
    """The log of a row."""
    assumed = str(row.attributes.get("assumptions", ""))
    return Source(
        name=row.id,
        origin=row.origin,
        log=_read(str(path_of(door, row))),
        row=row,
        as_of=row.created,
        assumptions=tuple(line for line in assumed.splitlines() if line),
    )


def measured(door: Door, key: str) -> Source | None:
    """What the engine has recorded of a procedure's finished cases up to now; None when none has finished."""
    from engine import UnknownDefinition

    try:
        found = recorded(door, key)
    except UnknownDefinition:
        return None
    over = {id_ for id_, standing in found.standings.items() if standing.ended is not None}
    log = _finished(found.log, frozenset(over))
    if not len(log):
        return None
    return Source(
        name=MEASURED,
        origin=MEASURED,
        log=log,
        excluded=len(found.standings) - len(over),
        as_of=dt.datetime.now(dt.UTC),
        versions={id_: found.standings[id_].version for id_ in over},
    )


def choose(door: Door, key: str, name: str | None) -> Source | None:
    """The log an address names; without one what ran here, else what was brought last, else the newest simulation."""
    if name and name != MEASURED:
        row = logs.by_id(door.store, name)
        return stored(door, row) if row is not None and row.procedure == key else None
    found = measured(door, key)
    if found is not None or name == MEASURED:
        return found
    newest = logs.newest(door.store, key, variant=BROUGHT) or logs.newest(door.store, key, variant="as_is")
    return stored(door, newest) if newest is not None else None


def keep(
    door: Door,
    log: EventLog,
    *,
    procedure: str,
    variant: str,
    name: str,
    created_by: str,
    seed: int,
    replications: int,
    model_version: str,
    scenario: str,
) -> EventLogFile:
    """Write a simulated log under the data folder and note it; the same name is noted once."""
    path = Path(FOLDER) / f"{name}.parquet"
    target = door.settings.data / path
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new.parquet")
    log.write(fresh)
    fresh.replace(target)
    for row in logs.of_procedure(door.store, procedure, variant=variant, model_version=model_version):
        if row.path == path.as_posix():
            return row
    return logs.add(
        door.store,
        procedure=procedure,
        variant=variant,
        origin="simulated",
        path=path.as_posix(),
        cases=len(log),
        created_by=created_by,
        seed=seed,
        replications=replications,
        model_version=model_version,
        attributes={"assumptions": log.attributes.get("kyzmat:assumptions", ""), "scenario": scenario},
    )


def keep_brought(
    door: Door, log: EventLog, *, procedure: str, file: str, created_by: str, model_version: str
) -> EventLogFile:
    """Write a log that somebody brought from another system, and note where it came from."""
    name = new_id()
    path = Path(FOLDER) / f"{name}.parquet"
    target = door.settings.data / path
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new.parquet")
    log.write(fresh)
    fresh.replace(target)
    return logs.add(
        door.store,
        procedure=procedure,
        variant=BROUGHT,
        origin=log.origin,
        path=path.as_posix(),
        cases=len(log),
        created_by=created_by,
        model_version=model_version,
        attributes={"file": file, "assumptions": log.attributes.get("kyzmat:assumptions", "")},
    )


@lru_cache(maxsize=8)
def _read(path: str) -> EventLog:
    from processes import read_log

    return read_log(path)


@lru_cache(maxsize=8)
def _finished(log: EventLog, over: frozenset[str]) -> EventLog:
    """The log of the cases that are over; the same for the same log, so that what was measured of it is kept too."""
    return log if len(over) == len(log) else log.only(over)
