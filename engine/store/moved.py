"""Instances moved to another version, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.tables import definition, instance, migration

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit


def add(unit: Unit, values: Mapping[str, Any]) -> None:
    """Write that an instance was moved."""
    unit.connection.execute(sa.insert(migration).values(**values))


def of_batch(unit: Unit, batch: str) -> list[dict[str, Any]]:
    """Return what was moved in one go and is not moved back yet."""
    query = (
        sa.select(migration)
        .where(migration.c.batch == batch, migration.c.undone.is_(None))
        .order_by(migration.c.instance)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def batches(unit: Unit, key: str) -> list[dict[str, Any]]:
    """Return the migrations of a key, the newest first, with their versions and counts of cases."""
    source = definition.alias("source")
    query = (
        sa.select(
            migration.c.batch,
            migration.c.by,
            definition.c.version.label("to"),
            source.c.version.label("of"),
            sa.func.min(migration.c.at).label("at"),
            sa.func.count().label("cases"),
            sa.func.count(migration.c.undone).label("taken_back"),
        )
        .join(definition, definition.c.id == migration.c.target)
        .join(source, source.c.id == migration.c.source)
        .where(definition.c.key == key)
        .group_by(migration.c.batch, migration.c.by, definition.c.version, source.c.version)
        .order_by(sa.desc("at"), migration.c.batch, source.c.version)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def mark_undone(unit: Unit, batch: str, instance_id: str, *, at: datetime) -> None:
    """Write that an instance was moved back."""
    unit.connection.execute(
        sa.update(migration)
        .where(migration.c.batch == batch, migration.c.instance == instance_id)
        .values(undone=at)
    )


def candidates(unit: Unit, key: str, *, but: str, of: str | None) -> list[str]:
    """Return the running and suspended instances of a key in other versions than `but` (or only in `of`)."""
    query = (
        sa.select(instance.c.id)
        .where(instance.c.key == key, instance.c.status.in_(("running", "suspended")))
        .where(instance.c.definition == of if of is not None else instance.c.definition != but)
        .order_by(instance.c.started, instance.c.id)
    )
    return [str(row[0]) for row in unit.connection.execute(query)]
