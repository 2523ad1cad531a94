"""The event logs of a procedure: what the engine measured, what the simulator produced, and where each comes from.

A log is named in addresses by the id of its row, or by the word "measured" for what the engine has recorded up to now.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from modeler_api.store import logs
from modeler_api.store.logs import EventLogFile
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import EventLog

MEASURED = "measured"
FOLDER = "logs"

VARIANTS: dict[str, Message] = {"as_is": _("As it is"), "to_be": _("As it could be")}


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
        """The moments of its first and last event; None without events."""
        import pyarrow.compute as pc

        if not self.log.events.num_rows:
            return None
        found = pc.min_max(self.log.events["timestamp"]).as_py()
        return found["min"], found["max"]


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
    """What the engine has recorded of a procedure's finished cases; None when none has finished."""
    from engine import UnknownDefinition

    try:
        if not door.engine.count_instances(definition=key, status="completed"):
            return None
        log = door.engine.event_log(key, cases=True)
    except UnknownDefinition:
        return None
    running = _unfinished(log)
    kept = log.only(case for case in log.cases["case"].to_pylist() if case not in running) if running else log
    if not len(kept):
        return None
    return Source(
        name=MEASURED, origin=MEASURED, log=kept, excluded=len(running), as_of=dt.datetime.now(dt.UTC)
    )


def choose(door: Door, key: str, name: str | None) -> Source | None:
    """The log an address names; without a name what was measured, else the newest simulation as it is."""
    if name and name != MEASURED:
        row = logs.by_id(door.store, name)
        return stored(door, row) if row is not None and row.procedure == key else None
    found = measured(door, key)
    if found is not None or name == MEASURED:
        return found
    newest = logs.newest(door.store, key, variant="as_is")
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


@lru_cache(maxsize=8)
def _read(path: str) -> EventLog:
    from processes import read_log

    return read_log(path)


def _unfinished(log: EventLog) -> set[str]:
    """The cases in which some work has not ended."""
    table = log.activities
    ended = table["ended_as"].to_pylist()
    return {case for case, how in zip(table["case"].to_pylist(), ended, strict=True) if how is None}
