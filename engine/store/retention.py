"""Retention rules, and what they reach, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.retention import Retention
from engine.store import tables as t

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit

#: Stands for every definition without a rule of its own.
EVERYTHING = "*"
_ENDED = ("completed", "failed", "cancelled", "terminated")


def put(unit: Unit, key: str, kept: str, days: int | None, *, at: datetime, by: str) -> None:
    """Write a rule in place of the one before it; None removes it."""
    c = t.retention.c
    unit.connection.execute(sa.delete(t.retention).where(c.definition_key == key, c.kept == kept))
    if days is not None:
        values = {"definition_key": key, "kept": kept, "days": days, "at": at, "by": str(by)}
        unit.connection.execute(sa.insert(t.retention).values(**values))


def all_of(unit: Unit) -> list[Retention]:
    """Return every rule, those for everything first."""
    rows = unit.connection.execute(
        sa.select(t.retention).order_by(t.retention.c.definition_key, t.retention.c.kept)
    )
    return [
        Retention(
            definition=None if row.definition_key == EVERYTHING else row.definition_key,
            kept=row.kept,
            days=row.days,
            at=row.at,
            by=row.by,
        )
        for row in rows
    ]


def ended(
    unit: Unit,
    *,
    before: datetime,
    key: str | None,
    but: Sequence[str] = (),
    named_only: bool = False,
    limit: int = 1000,
) -> list[str]:
    """Return instances that ended before a moment, the longest ended first.

    Those of `key` (None: of any key `but` these); with `named_only`, only those that are not anonymised yet.
    """
    c = t.instance.c
    query = sa.select(c.id).where(c.ended < before, c.status.in_(_ENDED)).order_by(c.ended, c.id).limit(limit)
    if key is not None:
        query = query.where(c.key == key)
    elif but:
        query = query.where(c.key.not_in(but))
    if named_only:
        query = query.where(c.anonymised.is_(None))
    return [str(row[0]) for row in unit.connection.execute(query)]


def named(unit: Unit, instances: Sequence[str]) -> set[str]:
    """Return which of these instances are there with their persons and data."""
    c = t.instance.c
    query = sa.select(c.id).where(c.id.in_(instances), c.anonymised.is_(None))
    return {str(row[0]) for row in unit.connection.execute(query)}


def erase(unit: Unit, instance_id: str, names: dict[str, str], *, at: datetime) -> None:
    """Erase the persons and data of an instance; `names` says what each person is called from now on."""
    connection = unit.connection
    history, h = t.history, t.history.c
    rows = connection.execute(sa.select(h.number, h.by, h.kind, h.data).where(h.instance == instance_id))
    for row in rows.all():
        kept = {"candidates": row.data.get("candidates"), "due": row.data.get("due")}
        connection.execute(
            sa.update(history)
            .where(h.instance == instance_id, h.number == row.number)
            .values(
                by=names.get(row.by, row.by),
                data=kept if row.kind == "offered" else {},
                affiliation=None,
                on_behalf_of=None,
                salt=None,
            )
        )
    i = t.instance.c
    [starter] = connection.execute(sa.select(i.started_by).where(i.id == instance_id)).one()
    connection.execute(
        sa.update(t.instance)
        .where(i.id == instance_id)
        .values(
            variables={}, business_key=None, started_by=names.get(starter, starter), state=b"", anonymised=at
        )
    )
    w = t.work_item.c
    for person, name in names.items():
        connection.execute(
            sa.update(t.work_item).where(w.instance == instance_id, w.holder == person).values(holder=name)
        )
    for table in (t.search_word, t.slice_word, t.person_word, t.watcher):
        connection.execute(sa.delete(table).where(table.c.instance == instance_id))
    connection.execute(
        sa.update(t.work_item)
        .where(w.instance == instance_id)
        .values(base={}, own=None, business_key=None, owner=None)
    )
    connection.execute(sa.update(t.incident).where(t.incident.c.instance == instance_id).values(values={}))
    connection.execute(
        sa.update(t.job).where(t.job.c.instance == instance_id, t.job.c.status == "dead").values(payload={})
    )
    connection.execute(sa.update(t.migration).where(t.migration.c.instance == instance_id).values(before={}))
    connection.execute(sa.delete(t.document).where(t.document.c.instance == instance_id))
    _erase_lookups(unit, instance_id, names)


def _erase_lookups(unit: Unit, instance_id: str, names: dict[str, str]) -> None:
    """Keep that a register was asked, by whose office and for what; not by whom and about whom."""
    c = t.lookup.c
    of_case = sa.update(t.lookup).where(c.instance == instance_id)
    for person, name in names.items():
        unit.connection.execute(of_case.where(c.user == person).values(user=name))
    unit.connection.execute(of_case.values(about="", business_key=None))


def remove(unit: Unit, instance_id: str) -> None:
    """Remove an instance with everything that belongs to it."""
    for table in (
        t.work_item,
        t.incident,
        t.job,
        t.subscription,
        t.timer,
        t.migration,
        t.history,
        t.document,
        t.lookup,
        t.part,
        t.search_word,
        t.slice_word,
        t.person_word,
        t.watcher,
    ):
        unit.connection.execute(sa.delete(table).where(table.c.instance == instance_id))
    unit.connection.execute(sa.delete(t.instance).where(t.instance.c.id == instance_id))


def forget_keys(unit: Unit, *, before: datetime) -> int:
    """Forget idempotency keys used before a moment; return how many.

    What a connector was answered stays until its case has gone on: it keeps the connector from acting twice.
    """
    c = t.idempotency.c
    query: Any = sa.delete(t.idempotency).where(c.at < before, c.scope != "connector")
    return int(unit.connection.execute(query).rowcount)
