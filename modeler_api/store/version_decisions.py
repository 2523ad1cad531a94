"""The decisions that stand with a version of a procedure: DMN files, byte for byte, and what they were tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True)
class KeptDecision:
    """A DMN file that stands with a version, under its name there."""

    name: str
    source: bytes
    samples: tuple[Mapping[str, Any], ...] = ()


def of(store: Store, version: str) -> tuple[KeptDecision, ...]:
    """The decisions of a version, by name; none for a version that was saved without."""
    with store.begin() as connection:
        return within(connection, version)


def within(connection: Connection, version: str) -> tuple[KeptDecision, ...]:
    """The decisions of a version, read in a unit of work that is under way."""
    c = t.version_decision.c
    query = select(c.name, c.source, c.samples).where(c.version == version).order_by(c.name)
    rows = connection.execute(query).mappings().all()
    return tuple(KeptDecision(**{**row, "samples": tuple(row["samples"])}) for row in rows)


def add(connection: Connection, version: str, kept: tuple[KeptDecision, ...]) -> None:
    """Write the decisions of a version that is being saved."""
    for each in kept:
        values = {"name": each.name, "source": each.source, "samples": [dict(one) for one in each.samples]}
        connection.execute(insert(t.version_decision).values(version=version, **values))
