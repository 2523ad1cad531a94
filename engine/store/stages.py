"""Stages, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.stage import Stage, Standing
from engine.store.statement import Statement
from engine.store.tables import definition, stage

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit

_SEEN = (stage, definition.c.key, definition.c.version, definition.c.digest)
_OPEN = Statement(
    sa.select(*_SEEN)
    .join(definition, definition.c.id == stage.c.id)
    .where(stage.c.open_for == sa.bindparam("of"))
)


def add(unit: Unit, id_: str, *, key: str, bundle: str, terms: dict[str, Any]) -> None:
    """Write that a definition is staged; a second open stage of its key breaks a constraint."""
    ended = {"ended": None, "ended_by": None, "ended_reason": None}
    values = {"id": id_, "open_for": key, "bundle": bundle, "standing": "open", **terms, **ended}
    unit.connection.execute(sa.insert(stage).values(**values))


def open_of(unit: Unit, key: str) -> Stage | None:
    """Return the stage that is open for a definition's key."""
    row = _OPEN.first(unit, of=key)
    return None if row is None else _stage(row)


def some(unit: Unit, key: str | None = None, *, bundle: str | None = None) -> list[Stage]:
    """Return every stage there has been, the newest first."""
    query = sa.select(*_SEEN).join(definition, definition.c.id == stage.c.id)
    if key is not None:
        query = query.where(definition.c.key == key)
    if bundle is not None:
        query = query.where(stage.c.bundle == bundle)
    rows = unit.connection.execute(query.order_by(stage.c.at.desc(), definition.c.version.desc()))
    return [_stage(dict(row)) for row in rows.mappings()]


def end(unit: Unit, id_: str, standing: Standing, *, at: datetime, by: str, reason: str) -> bool:
    """Close an open stage; False when somebody has closed it meanwhile."""
    query = sa.update(stage).where(stage.c.id == id_, stage.c.standing == "open")
    values = {"ended": at, "ended_by": str(by), "ended_reason": reason}
    return bool(unit.connection.execute(query.values(standing=standing, open_for=None, **values)).rowcount)


def for_some() -> sa.Select[tuple[str]]:
    """Return the query for the definitions that are not in force for all, to be part of another."""
    return sa.select(stage.c.id).where(stage.c.standing != "widened")


def _stage(row: dict[str, Any]) -> Stage:
    seen = {name: value for name, value in row.items() if name != "open_for"}
    return Stage(**(seen | {"offices": tuple(row["offices"])}))
