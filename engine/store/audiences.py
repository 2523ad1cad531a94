"""Audiences: those to whom work is offered together, written once however many work items they get.

What a person may take is then a handful of audiences, and a list of it reads these and nothing else.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.store.tables import audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.store.unit_of_work import Unit


def of(unit: Unit, names: Iterable[str], *, known: set[str]) -> str | None:
    """Return the id of an audience, written when it is new; None when there is nobody in it.

    `known` are ids this process has seen committed; it learns new ones after the commit.
    """
    members = sorted({str(name) for name in names})
    if not members:
        return None
    id_ = sha256("\n".join(members).encode()).hexdigest()[:32]
    if id_ in known:
        return id_
    if unit.connection.execute(sa.select(audience.c.id).where(audience.c.id == id_).limit(1)).first() is None:
        unit.connection.execute(sa.insert(audience), [{"id": id_, "name": name} for name in members])
    unit.after_commit.append(lambda: known.add(id_))
    return id_


def heard_by(unit: Unit, names: Sequence[str]) -> list[str]:
    """Return the audiences to which any of these names belongs."""
    query = sa.select(audience.c.id).where(audience.c.name.in_(names)).distinct().order_by(audience.c.id)
    return [str(row[0]) for row in unit.connection.execute(query)]
