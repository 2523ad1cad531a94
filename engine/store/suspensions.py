"""What rests, as rows: definitions from which nothing starts, single start events, topics whose jobs wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.tables import suspension

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit

Kind = Literal["definition", "start", "topic"]


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Since when something rests, by whom, and why; None where no reason was asked."""

    at: datetime
    by: str
    reason: str | None


_ONE = Statement(
    sa.select(suspension.c.name).where(
        suspension.c.kind == sa.bindparam("of"), suspension.c.name == sa.bindparam("which")
    )
)


def rests(unit: Unit, kind: Kind, name: str) -> bool:
    """Whether the definition's key or the topic is suspended."""
    return _ONE.first(unit, of=kind, which=name) is not None


def add(unit: Unit, kind: Kind, name: str, *, at: datetime, by: str, reason: str | None) -> None:
    """Let it rest; what rests already goes on resting."""
    if not rests(unit, kind, name):
        unit.connection.execute(
            sa.insert(suspension).values(kind=kind, name=name, at=at, by=str(by), reason=reason)
        )


def remove(unit: Unit, kind: Kind, name: str) -> bool:
    """Let it go on; False when it did not rest."""
    query = sa.delete(suspension).where(suspension.c.kind == kind, suspension.c.name == name)
    return bool(unit.connection.execute(query).rowcount)


def found(unit: Unit, kind: Kind) -> dict[str, Rest]:
    """Return what rests and why, by name, in alphabetical order."""
    query = sa.select(suspension).where(suspension.c.kind == kind).order_by(suspension.c.name)
    return {
        row["name"]: Rest(at=row["at"], by=row["by"], reason=row["reason"])
        for row in unit.connection.execute(query).mappings()
    }


def name_of_start(key: str, element: str) -> str:
    """Return what a start event of a definition's key goes by; keys and ids have no blanks."""
    return f"{key} {element}"


def resting(kind: Kind) -> sa.Select[tuple[str]]:
    """Return the query for what rests, to be part of another."""
    return sa.select(suspension.c.name).where(suspension.c.kind == kind)
