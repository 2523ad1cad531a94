"""Questions to registers, as rows: written before they are asked, completed after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.lookup import Lookup
from engine.store.tables import lookup

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit


def note(unit: Unit, row: Mapping[str, Any]) -> None:
    """Write a question; one that is asked again under the same id stays one."""
    known = unit.connection.execute(sa.select(lookup.c.id).where(lookup.c.id == row["id"])).first()
    if known is None:
        unit.connection.execute(sa.insert(lookup).values(**row, answered=None, outcome=None))


def answer(unit: Unit, id_: str, outcome: str, *, at: datetime) -> None:
    """Write what came of a question."""
    unit.connection.execute(sa.update(lookup).where(lookup.c.id == id_).values(answered=at, outcome=outcome))


def some(
    unit: Unit, *, about: str | None = None, instance: str | None = None, limit: int = 100, offset: int = 0
) -> list[Lookup]:
    """Return questions, the newest first: about somebody, of an instance, or all."""
    query = sa.select(lookup).order_by(lookup.c.asked.desc(), lookup.c.id).limit(limit).offset(offset)
    if about is not None:
        query = query.where(lookup.c.about == about)
    if instance is not None:
        query = query.where(lookup.c.instance == instance)
    return [Lookup(**row) for row in unit.connection.execute(query).mappings()]
