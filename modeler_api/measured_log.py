"""What the engine has recorded of a procedure, kept ready: only the histories that went on are read again.

A report is opened again and again while cases go on; reading every history each time would make a large procedure slow,
and keeping an old log would make it wrong. So the log is kept with how far each case was, and what has moved since then
is read anew: an act that is done shows at the next look.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.wiring import Door

if TYPE_CHECKING:
    import pyarrow as pa

    from engine import Engine
    from engine.instance import Standing
    from processes import EventLog

#: Past this share of moved cases everything is read at once.
_MOSTLY_NEW = 0.3
_CHUNK = 500
#: However little moves, a log is read anew after this many seconds: what was erased elsewhere does not stay here.
_OLDEST = 3600
_MOST_KEPT = 6


@dataclass(frozen=True)
class Recorded:
    """The log of every case, and where each case stands."""

    log: EventLog
    standings: dict[str, Standing]
    read: float


_kept: dict[tuple[str, str], Recorded] = {}
_lock = threading.Lock()


def recorded(door: Door, key: str) -> Recorded:
    """What is recorded of a procedure up to now, cases under their ids and persons under pseudonyms.

    Raises `UnknownDefinition` when nothing of that key was ever put in force.
    """
    standings = {found.instance: found for found in door.engine.standings(key)}
    place = (door.settings.store_url, key)
    with _lock:
        before = _kept.get(place)
    if before is not None and time.monotonic() - before.read < _OLDEST:
        moved = [id_ for id_, now in standings.items() if before.standings.get(id_) != now]
        gone = before.standings.keys() - standings.keys()
        if not moved and not gone:
            return before
        if len(moved) <= max(1, _MOSTLY_NEW * len(standings)):
            fresh = Recorded(_renewed(door.engine, key, before.log, moved, gone), standings, before.read)
            return _keep(place, fresh)
    log = door.engine.event_log(key, cases=True)
    return _keep(place, Recorded(log, standings, time.monotonic()))


def _renewed(engine: Engine, key: str, log: EventLog, moved: list[str], gone: set[str]) -> EventLog:
    """The log with the histories of `moved` as they are now, and without those that are gone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from processes import EventLog

    old = pa.array([*moved, *gone], pa.string())
    parts = [
        engine.event_log(key, cases=True, instances=moved[at : at + _CHUNK])
        for at in range(0, len(moved), _CHUNK)
    ]
    events = [log.events.filter(pc.invert(pc.is_in(log.events["case"], old))), *(p.events for p in parts)]
    cases = [log.cases.filter(pc.invert(pc.is_in(log.cases["case"], old))), *(p.cases for p in parts)]
    plain = [_plain(table) for table in events]
    return EventLog.from_table(
        pa.concat_tables(plain, promote_options="default"),
        origin=log.origin,
        attributes=log.attributes,
        case_attributes=pa.concat_tables(cases, promote_options="default"),
    )


def _plain(table: pa.Table) -> pa.Table:
    """The table with texts instead of codes: the codes of two tables do not agree."""
    import pyarrow as pa

    fields = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields))


def _keep(place: tuple[str, str], made: Recorded) -> Recorded:
    with _lock:
        _kept.pop(place, None)
        _kept[place] = made
        while len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]
    return made
