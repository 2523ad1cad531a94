"""Instances and their history, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.history import GENESIS, HistoryRecord, linked, new_salt, seal_of
from engine.instance import Instance, Standing
from engine.store.statement import Statement
from engine.store.tables import definition, history, instance, watcher
from engine.store.tables.cases import RARE
from engine.store.unit_of_work import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.spiff.effects import Happening
    from engine.store.unit_of_work import Unit


_CHANGES = ("status", "state", "variables", "version", "records", "head", "ended", "definition", "rest")
_BODY = ("state", "variables")
_HEAD = tuple(c.name for c in instance.c if c.name not in _BODY)
_TAKE = Statement(
    sa.select(*(c for c in instance.c if c.name not in _BODY)).where(instance.c.id == sa.bindparam("which")),
    locks=True,
)
_READ = Statement(
    sa.select(*(instance.c[name] for name in _BODY)).where(instance.c.id == sa.bindparam("which"))
)
_ADD = Statement(sa.insert(instance))
_CHANGE = Statement(
    sa.update(instance).where(
        instance.c.id == sa.bindparam("which"), instance.c.version == sa.bindparam("before")
    ),
    sets=_CHANGES,
)
_APPEND = Statement(sa.insert(history))


def of_instance(prefix: str) -> list[sa.Label[Any]]:
    """Return the columns of an instance without its body, under names with `prefix`, for a query of another table."""
    return [c.label(f"{prefix}{c.name}") for c in instance.c if c.name not in _BODY]


def instance_in(row: Mapping[str, Any], prefix: str) -> InstanceRow:
    """Return the instance that stands in a row under names with `prefix`, without its body."""
    found = {name: row[prefix + name] for name in _HEAD}
    return InstanceRow(**found, state=b"", variables={})


@dataclass(kw_only=True)
class InstanceRow:
    """An instance as it is stored, between being read and being written back."""

    id: str
    definition: str
    key: str
    business_key: str | None
    status: str
    state: bytes
    variables: dict[str, Any]
    version: int
    records: int
    head: str
    started: datetime
    started_by: str
    ended: datetime | None
    rest: str | None = None
    anonymised: datetime | None = None
    #: How it stood when it was read.
    stood: str = ""

    def __post_init__(self) -> None:
        self.stood = self.stood or self.status

    @property
    def stands_anew(self) -> bool:
        """Whether it has come into a rare state, or out of one, since it was read."""
        return self.status != self.stood and bool({self.status, self.stood} & set(RARE))

    @property
    def standing(self) -> str | None:
        """The rare state it is in; None when it is in no such state."""
        return self.status if self.status in RARE else None

    @classmethod
    def new(
        cls, *, id: str, definition: str, key: str, business_key: str | None, at: datetime, by: str
    ) -> InstanceRow:
        """Return the row of an instance that is about to start."""
        return cls(
            id=id,
            definition=definition,
            key=key,
            business_key=business_key,
            status="running",
            state=b"",
            variables={},
            version=0,
            records=0,
            head=GENESIS,
            started=at,
            started_by=by,
            ended=None,
        )


def lock(unit: Unit, id_: str) -> InstanceRow | None:
    """Return the stored instance without its state and variables, locked until the transaction ends."""
    row = _TAKE.first(unit, which=id_)
    return InstanceRow(**row, state=b"", variables={}) if row else None


def read_body(unit: Unit, row: InstanceRow) -> None:
    """Read the state and variables of a locked instance into its row."""
    body = _READ.first(unit, which=row.id)
    if body is None:
        raise LookupError(f"Instance {row.id!r} has gone while it was locked.")
    row.state, row.variables = body["state"], body["variables"]


def put(unit: Unit, row: InstanceRow) -> None:
    """Write the instance; `Conflict` when somebody else has written it since it was read."""
    values = vars(row) | {"version": row.version + 1}
    if row.version == 0:
        _ADD.close(unit, **values)
    elif _CHANGE.close(unit, which=row.id, before=row.version, **values) != 1:
        raise Conflict(row.id)
    row.version += 1


def append(unit: Unit, row: InstanceRow, happenings: Sequence[Happening], *, at: datetime) -> None:
    """Append to the history, each record chained to the one before it."""
    rows = []
    for happening in happenings:
        row.records += 1
        by, salt = happening.by, new_salt()
        affiliation, on_behalf_of = getattr(by, "affiliation", None), getattr(by, "on_behalf_of", None)
        record = {
            "instance": row.id,
            "number": row.records,
            "element": happening.element,
            "label": happening.label,
            "type": happening.type,
            "kind": happening.kind,
            "at": at,
            "by": by,
            "activity": happening.activity,
            "definition": row.definition,
            "data": happening.data,
            "affiliation": affiliation,
            "on_behalf_of": on_behalf_of,
            "salt": salt,
            "seal": seal_of(salt, by, affiliation, on_behalf_of, happening.data),
        }
        row.head = record["digest"] = linked(row.head, record)
        rows.append(record)
    _APPEND.run_each(unit, rows)


def one(unit: Unit, id_: str) -> Instance | None:
    """Return one instance."""
    found = _SHOW.first(unit, which=id_)
    return _instance(found) if found else None


def these(unit: Unit, ids: Sequence[str]) -> list[Instance]:
    """Return the instances with these ids, in this order."""
    rows = unit.connection.execute(_instances().where(instance.c.id.in_(ids))).mappings() if ids else ()
    found = {row["id"]: _instance(row) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def some(
    unit: Unit,
    *,
    definition_id: str | None = None,
    key: str | None = None,
    status: str | None = None,
    business_key: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Instance]:
    """Return instances, the newest first."""
    query = _instances().order_by(instance.c.started.desc(), instance.c.id.desc()).limit(limit).offset(offset)
    rows = unit.connection.execute(_where(query, definition_id, key, status, business_key))
    return [_instance(row) for row in rows.mappings()]


def count(
    unit: Unit,
    *,
    definition_id: str | None = None,
    key: str | None = None,
    status: str | None = None,
    business_key: str | None = None,
    started_by: str | None = None,
) -> int:
    """Return how many instances there are."""
    query = sa.select(sa.func.count()).select_from(instance)
    if started_by is not None:
        query = query.where(instance.c.started_by == started_by)
    return int(unit.connection.execute(_where(query, definition_id, key, status, business_key)).scalar_one())


def ids(unit: Unit, key: str, *, status: str, rest: str | None = None) -> list[str]:
    """Return the ids of a key's instances in this state, oldest first; with `rest`, those that rest so."""
    query = sa.select(instance.c.id).where(instance.c.key == key, instance.c.status == status)
    if rest is not None:
        query = query.where(instance.c.rest == rest)
    return [str(row[0]) for row in unit.connection.execute(query.order_by(instance.c.started, instance.c.id))]


def all_ids(unit: Unit) -> list[str]:
    """Return the ids of all instances, oldest first."""
    return [
        str(row[0]) for row in unit.connection.execute(sa.select(instance.c.id).order_by(instance.c.started))
    ]


def last_person(unit: Unit, instance_id: str) -> str | None:
    """Return who acted last in an instance, None when only programs and clocks did."""
    query = (
        sa.select(history.c.by)
        .where(history.c.instance == instance_id, history.c.by.is_not(None), history.c.by.not_like("%:%"))
        .order_by(history.c.number.desc())
        .limit(1)
    )
    row = unit.connection.execute(query).first()
    return None if row is None else str(row[0])


CLOCK = "clock"
"""By whom is what happens because time has passed."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A step that somebody completed in a case."""

    element: str
    label: str
    by: str
    on_behalf_of: str | None

    @property
    def persons(self) -> frozenset[str]:
        """Who did it, and in whose place."""
        return frozenset({self.by} if self.on_behalf_of is None else {self.by, self.on_behalf_of})


def deeds(unit: Unit, id_: str, new: Sequence[Happening] = ()) -> list[Deed]:
    """Return what people have completed in an instance, in order; `new` is what is about to be appended.

    What the clock completed because nobody did is nobody's deed.
    """
    h = history.c
    query = (
        sa.select(h.element, h.label, h.by, h.on_behalf_of)
        .where(h.instance == id_, h.kind == "completed", h.type == "UserTask", h.by != CLOCK)
        .order_by(h.number)
    )
    found = [Deed(**row) for row in unit.connection.execute(query).mappings()]
    for happening in new:
        by, element = happening.by, happening.element
        if by is None or by == CLOCK or element is None:
            continue
        if happening.kind == "completed" and happening.type == "UserTask":
            behalf = getattr(by, "on_behalf_of", None)
            found.append(Deed(element=element, label=happening.label, by=by, on_behalf_of=behalf))
    return found


def records(unit: Unit, id_: str) -> list[HistoryRecord]:
    """Return the history of one instance, in order."""
    rows = unit.connection.execute(_records().where(history.c.instance == id_).order_by(history.c.number))
    return [HistoryRecord(**row) for row in rows.mappings()]


def records_since(unit: Unit, since: datetime, *, kinds: Sequence[str], watched: bool) -> list[HistoryRecord]:
    """Return the records of these kinds since a moment, oldest first."""
    h = history.c
    query = _records().where(h.at >= since, h.kind.in_(kinds))
    if watched:
        query = query.where(h.instance.in_(sa.select(watcher.c.instance)))
    rows = unit.connection.execute(query.order_by(h.at, h.instance, h.number))
    return [HistoryRecord(**row) for row in rows.mappings()]


def standings(unit: Unit, definition_ids: Sequence[str]) -> list[Standing]:
    """Return where each instance of these definitions stands."""
    c = instance.c
    query = (
        sa.select(c.id, c.records, c.ended, definition.c.version)
        .join(definition, definition.c.id == c.definition)
        .where(c.definition.in_(definition_ids))
    )
    return [
        Standing(instance=row.id, records=row.records, ended=row.ended, version=row.version)
        for row in unit.connection.execute(query)
    ]


def all_records(
    unit: Unit,
    *,
    definition_ids: Sequence[str] | None = None,
    since: datetime | None = None,
    ids: Sequence[str] | None = None,
) -> Iterator[tuple[HistoryRecord, str | None]]:
    """Yield the history of many instances (of these `ids` only) with their business keys, instance by instance."""
    query = _records(instance.c.business_key).join(instance, instance.c.id == history.c.instance)
    if definition_ids is not None:
        query = query.where(instance.c.definition.in_(definition_ids))
    if ids is not None:
        query = query.where(history.c.instance.in_(ids))
    if since is not None:
        query = query.where(history.c.at >= since)
    query = query.order_by(instance.c.started, history.c.instance, history.c.number)
    for row in unit.connection.execution_options(yield_per=2000).execute(query).mappings():
        plain = dict(row)
        business_key = plain.pop("business_key")
        yield HistoryRecord(**plain), business_key


def _records(*more: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(history, definition.c.version, *more).outerjoin(
        definition, definition.c.id == history.c.definition
    )


def _where(
    query: sa.Select[Any],
    definition_id: str | None,
    key: str | None,
    status: str | None,
    business_key: str | None,
) -> sa.Select[Any]:
    if definition_id is not None:
        query = query.where(instance.c.definition == definition_id)
    if key is not None:
        query = query.where(instance.c.key == key)
    if status is not None:
        query = query.where(instance.c.status == status)
    if business_key is not None:
        query = query.where(instance.c.business_key == business_key)
    return query


def _instances() -> sa.Select[Any]:
    shown = [c for c in instance.c if c.name != "state"]
    return sa.select(*shown, definition.c.version.label("definition_version")).join(
        definition, definition.c.id == instance.c.definition
    )


_SHOW = Statement(_instances().where(instance.c.id == sa.bindparam("which")))


def _instance(row: Any) -> Instance:
    return Instance(
        id=row["id"],
        status=row["status"],
        definition=row["definition"],
        key=row["key"],
        version=row["definition_version"],
        business_key=row["business_key"],
        started=row["started"],
        started_by=row["started_by"],
        ended=row["ended"],
        data=row["variables"],
    )
