"""Documents made for instances, as rows; each is written once and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.document import Document
from engine.store.tables import document

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit


def keep(
    unit: Unit, id_: str, *, instance: str, name: str, media_type: str, content: bytes, at: datetime
) -> Document:
    """Write a document unless one with this id is there, and return what is there."""
    known = get(unit, id_)
    if known is not None:
        return known
    unit.connection.execute(
        sa.insert(document).values(
            id=id_, instance=instance, name=name, media_type=media_type, content=content, made=at
        )
    )
    return Document(id=id_, instance=instance, name=name, media_type=media_type, content=content, made=at)


def get(unit: Unit, id_: str) -> Document | None:
    """Return one document."""
    row = unit.connection.execute(sa.select(document).where(document.c.id == id_)).mappings().first()
    return Document(**row) if row else None


def of_instance(unit: Unit, instance: str) -> list[Document]:
    """Return the documents of an instance, oldest first."""
    query = (
        sa.select(document).where(document.c.instance == instance).order_by(document.c.made, document.c.id)
    )
    return [Document(**row) for row in unit.connection.execute(query).mappings()]
