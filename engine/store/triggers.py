"""Flow triggers, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.tables import trigger
from engine.trigger import Trigger

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit

_AFTER = Statement(
    sa.select(trigger)
    .where(
        trigger.c.source == sa.bindparam("key"),
        trigger.c.outcome == sa.bindparam("ended"),
        trigger.c.enabled.is_(True),
    )
    .order_by(trigger.c.at, trigger.c.id)
)


def add(unit: Unit, new: Trigger) -> None:
    """Write a trigger."""
    values = vars(new) | {"variables": new.variables, "by": str(new.by)}
    unit.connection.execute(sa.insert(trigger).values(**values))


def after(unit: Unit, key: str, outcome: str) -> list[Trigger]:
    """Return the enabled triggers of a definition's key that this outcome sets off."""
    return [_trigger(row) for row in _AFTER.rows(unit, key=key, ended=outcome)]


def all_of(unit: Unit) -> list[Trigger]:
    """Return every trigger, oldest first."""
    rows = unit.connection.execute(sa.select(trigger).order_by(trigger.c.at, trigger.c.id))
    return [_trigger(dict(row)) for row in rows.mappings()]


def enable(unit: Unit, id_: str, *, enabled: bool) -> bool:
    """Switch a trigger on or off; False when there is none."""
    query = sa.update(trigger).where(trigger.c.id == id_).values(enabled=enabled)
    return bool(unit.connection.execute(query).rowcount)


def remove(unit: Unit, id_: str) -> bool:
    """Remove a trigger; False when there is none."""
    return bool(unit.connection.execute(sa.delete(trigger).where(trigger.c.id == id_)).rowcount)


def _trigger(row: dict[str, Any]) -> Trigger:
    names = row["variables"]
    return Trigger(**(row | {"variables": None if names is None else tuple(names)}))
