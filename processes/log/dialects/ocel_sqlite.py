"""OCEL 2.0 as a SQLite database: events about several objects at once.

What it does:
    Reads and writes the same as the JSON form, in the tables the standard names.

Why it matters:
    It is the form for large object-centric logs, and what other tools open without reading it whole.

Example:
    A table `event` with the columns `ocel_id` and `ocel_type`, a table `event_Register` with `ocel_time` and a column
    an attribute, a table `event_object` that says which objects an event concerns.

Limits:
    As for the JSON form.  The file is opened for reading only; views and triggers in it are not run.

How sure:
    Exact for the object-centric log.  SQLite keeps neither times nor truth values as such: a column declared TIMESTAMP
    or BOOLEAN is read as one.

Source:
    OCEL 2.0 specification (2024), section 5 (relational schema).
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.dialects import Reading, log_dialects
from processes.log.object_log import FROM_THE_BEGINNING, LogObject, ObjectEvent, ObjectLog, Relation, Value
from processes.log.ocel import OcelForm, kind_of, moment_of, text_of, value_of
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NEEDED = ("event", "object", "event_map_type", "object_map_type", "event_object")
_DECLARED = {
    "INTEGER": "integer",
    "INT": "integer",
    "BIGINT": "integer",
    "REAL": "float",
    "DOUBLE": "float",
    "FLOAT": "float",
    "NUMERIC": "float",
    "TIMESTAMP": "time",
    "DATETIME": "time",
    "BOOLEAN": "boolean",
}
_KINDS = {"integer": "INTEGER", "float": "REAL", "time": "TIMESTAMP", "boolean": "BOOLEAN", "string": "TEXT"}


class OcelSqlite(OcelForm):
    """The relational form."""

    endings: tuple[str, ...] = (".sqlite", ".sqliteocel", ".ocel.db")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file is a SQLite database."""
        return head.startswith(b"SQLite format 3\x00")

    def read_objects(self, path: Path, how: Reading) -> ObjectLog:
        """Return the object-centric log in the file."""
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
                base.execute("PRAGMA trusted_schema=OFF")
                return _Tables(base, how).log()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise NotALog(
                _("The database cannot be read: {error}.").format(error=str(error)), file=path.name
            ) from error
        except NotALog as refusal:
            raise NotALog(refusal.message, hint=refusal.hint, file=path.name) from refusal

    def write_objects(self, log: ObjectLog, path: Path) -> None:
        """Write the object-centric log to the file."""
        path.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(path)) as base:
                _write(base, log)
                base.commit()
        except sqlite3.Error as error:
            path.unlink(missing_ok=True)
            raise NotALog(
                _("The log does not fit into a database: {error}.").format(error=str(error)),
                hint=_("Attributes there are told apart without regard to case; write JSON or XML instead."),
                file=path.name,
            ) from error


class _Tables:
    """The database while it is read."""

    def __init__(self, base: sqlite3.Connection, how: Reading) -> None:
        self.base = base
        self.how = how
        self.names = {
            str(name) for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        missing = [name for name in _NEEDED if name not in self.names]
        if missing:
            raise NotALog(
                _("The database is no OCEL 2.0 log: it lacks the tables {missing}.").format(
                    missing=", ".join(missing)
                ),
                hint=_("Export the log as OCEL 2.0."),
            )

    def log(self) -> ObjectLog:
        of_events = self._relations("event_object", "ocel_event_id", "ocel_object_id")
        of_objects = (
            self._relations("object_object", "ocel_source_id", "ocel_target_id")
            if "object_object" in self.names
            else {}
        )
        rows: dict[str, list[tuple[str, Any]]] = {}
        for _type, id_, time, _changed, values in self._rows("event"):
            rows[id_] = [("", time), *values]
        events = []
        for id_, type_ in self.base.execute("SELECT ocel_id, ocel_type FROM event"):
            (_activity, time), *values = rows.get(str(id_)) or [("", None)]
            if time is None:
                raise NotALog(
                    _("The event {id} has no time.").format(id=id_), hint=_("Every event of OCEL has one.")
                )
            events.append(
                ObjectEvent(
                    id=str(id_),
                    activity=str(type_),
                    time=moment_of(str(time), self.how),
                    values=dict(values),
                    relations=tuple(of_events.get(str(id_), ())),
                )
            )
        if not events:
            raise NotALog(
                _("The log has no events."), hint=_("Export it again, with the events of its objects.")
            )
        changes: dict[str, list[Value]] = {}
        for _type, id_, time, changed, values in self._rows("object"):
            since = moment_of(str(time), self.how, what="An attribute") if time else FROM_THE_BEGINNING
            changes.setdefault(id_, []).extend(
                Value(name, value, since) for name, value in values if not changed or name == changed
            )
        objects = {
            str(id_): LogObject(
                id=str(id_),
                type=str(type_),
                values=tuple(changes.get(str(id_), ())),
                relations=tuple(of_objects.get(str(id_), ())),
            )
            for id_, type_ in self.base.execute("SELECT ocel_id, ocel_type FROM object")
        }
        return ObjectLog(events=tuple(sorted(events, key=lambda e: e.time)), objects=objects)

    def _relations(self, table: str, owner: str, other: str) -> dict[str, list[Relation]]:
        found: dict[str, list[Relation]] = {}
        columns = [_quoted(owner), _quoted(other), "ocel_qualifier"]
        for a, b, qualifier in self.base.execute(f"SELECT {', '.join(columns)} FROM {_quoted(table)}"):  # noqa: S608  (names are quoted)
            found.setdefault(str(a), []).append(Relation(str(b), str(qualifier or "")))
        return found

    def _rows(self, what: str) -> Iterable[tuple[str, str, Any, str | None, list[tuple[str, Any]]]]:
        """Yield (type, id, time, changed field, values) of every row of the tables of `what`."""
        for type_, mapped in self.base.execute(
            f"SELECT ocel_type, ocel_type_map FROM {what}_map_type"  # noqa: S608  (event or object)
        ).fetchall():
            table = f"{what}_{mapped}"
            if table not in self.names:
                continue
            declared = [
                (str(name), _DECLARED.get(str(kind).upper(), "string"))
                for _at, name, kind, *_more in self.base.execute(f"PRAGMA table_info({_quoted(table)})")
            ]
            names = [name for name, _kind in declared]
            for row in self.base.execute(f"SELECT * FROM {_quoted(table)}"):  # noqa: S608  (a quoted name)
                cells = dict(zip(names, row, strict=True))
                values = [
                    (name, value_of(kind, cells[name], self.how))
                    for name, kind in declared
                    if not name.startswith("ocel_") and cells[name] is not None
                ]
                changed = cells.get("ocel_changed_field")
                yield str(type_), str(cells["ocel_id"]), cells.get("ocel_time"), changed, values


def _write(base: sqlite3.Connection, log: ObjectLog) -> None:
    base.executescript(
        "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
        "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
        "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
        "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
        "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);"
        "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);"
    )
    base.executemany("INSERT INTO event VALUES (?, ?)", ((e.id, e.activity) for e in log.events))
    base.executemany("INSERT INTO object VALUES (?, ?)", ((o.id, o.type) for o in log.objects.values()))
    base.executemany(
        "INSERT INTO event_object VALUES (?, ?, ?)",
        ((e.id, r.object, r.qualifier) for e in log.events for r in e.relations),
    )
    base.executemany(
        "INSERT INTO object_object VALUES (?, ?, ?)",
        ((o.id, r.object, r.qualifier) for o in log.objects.values() for r in o.relations),
    )
    events: dict[str, list[tuple[str, Any, str | None, dict[str, Any]]]] = {}
    for event in log.events:
        events.setdefault(event.activity, []).append((event.id, event.time, None, dict(event.values)))
    things: dict[str, list[tuple[str, Any, str | None, dict[str, Any]]]] = {}
    for thing in log.objects.values():
        rows = things.setdefault(thing.type, [])
        first = {v.name: v.value for v in thing.values if v.time == FROM_THE_BEGINNING}
        rows.append((thing.id, FROM_THE_BEGINNING, None, first))
        rows += [
            (thing.id, v.time, v.name, {v.name: v.value})
            for v in thing.values
            if v.time != FROM_THE_BEGINNING
        ]
    for what, found in (("event", events), ("object", things)):
        for number, (type_, rows) in enumerate(found.items(), start=1):
            # Tables are told apart without regard to case, and a type's name may hold anything.
            mapped = re.sub(r"\W+", "", type_) + f"_{number}"
            base.execute(f"INSERT INTO {what}_map_type VALUES (?, ?)", (type_, mapped))  # noqa: S608  (event or object)
            _table(base, what, mapped, rows)


def _table(
    base: sqlite3.Connection, what: str, mapped: str, rows: list[tuple[str, Any, str | None, dict[str, Any]]]
) -> None:
    kinds: dict[str, list[Any]] = {}
    for *_key, values in rows:
        for name, value in values.items():
            kinds.setdefault(name, []).append(value)
    columns = ["ocel_id TEXT", "ocel_time TIMESTAMP"]
    columns += ["ocel_changed_field TEXT"] if what == "object" else []
    columns += [f"{_quoted(n)} {_KINDS[kind_of(v)]}" for n, v in kinds.items()]
    table = _quoted(f"{what}_{mapped}")
    base.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    places = ", ".join("?" * len(columns))
    base.executemany(
        f"INSERT INTO {table} VALUES ({places})",  # noqa: S608  (a quoted name)
        (
            [
                id_,
                text_of(time),
                *([changed] if what == "object" else []),
                *(_cell(values.get(n)) for n in kinds),
            ]
            for id_, time, changed, values in rows
        ),
    )


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float)) else text_of(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


log_dialects.register(OcelSqlite())
