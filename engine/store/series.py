"""Series of numbers, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.store.tables import series

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit


def take(unit: Unit, name: str) -> int:
    """Take the next number of a series, from 1; it is given back with the transaction, so none is skipped."""
    step = sa.update(series).where(series.c.name == name).values(last=series.c.last + 1)
    if not unit.connection.execute(step).rowcount:
        # Whoever begins the same series at the same moment meets this row's key and is tried again.
        unit.connection.execute(sa.insert(series).values(name=name, last=1))
        return 1
    return int(unit.connection.execute(sa.select(series.c.last).where(series.c.name == name)).scalar_one())
