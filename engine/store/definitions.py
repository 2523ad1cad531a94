"""Definitions and their files, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.definition import Definition
from engine.store.stages import for_some
from engine.store.tables import definition, source

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit


def add(unit: Unit, new: Definition, *, content: bytes, file: str, bundle: dict[str, str]) -> None:
    """Write a definition, and its file unless it is there."""
    known = unit.connection.execute(sa.select(source.c.digest).where(source.c.digest == new.digest)).first()
    if known is None:
        unit.connection.execute(sa.insert(source).values(digest=new.digest, name=file, content=content))
    unit.connection.execute(
        sa.insert(definition).values(
            id=new.id,
            key=new.key,
            version=new.version,
            digest=new.digest,
            name=new.name,
            code=new.code,
            main=new.main,
            bundle=bundle,
            deployed_at=new.deployed_at,
            deployed_by=new.deployed_by,
        )
    )


def by_id(unit: Unit, id_: str) -> Definition | None:
    """Return one definition."""
    row = unit.connection.execute(sa.select(definition).where(definition.c.id == id_)).mappings().first()
    return _definition(row) if row else None


def by_key(unit: Unit, key: str, version: int | None = None) -> Definition | None:
    """Return the latest version in force for all under `key`, or the one asked for; a code is found as well."""
    for column in (definition.c.key, definition.c.code):
        query = (
            sa.select(definition)
            .where(column == key)
            .order_by(definition.c.main.desc(), definition.c.version.desc())
        )
        if version is not None:
            query = query.where(definition.c.version == version)
        else:
            query = query.where(definition.c.id.not_in(for_some()))
        row = unit.connection.execute(query.limit(1)).mappings().first()
        if row:
            return _definition(row)
    return None


def all_of(unit: Unit, *, latest: bool = True) -> list[Definition]:
    """Return the definitions, by key; only the latest in force for all of each unless every version is asked for."""
    query = sa.select(definition).order_by(definition.c.key, definition.c.version.desc())
    if latest:
        query = query.where(definition.c.id.not_in(for_some()))
    found = [_definition(row) for row in unit.connection.execute(query).mappings()]
    if not latest:
        return found
    newest: dict[str, Definition] = {}
    for each in found:
        newest.setdefault(each.key, each)
    return list(newest.values())


def of_key(unit: Unit, key: str) -> list[Definition]:
    """Return the versions of a key that are in force for all or were, the newest first."""
    query = sa.select(definition).where(definition.c.key == key, definition.c.id.not_in(for_some()))
    rows = unit.connection.execute(query.order_by(definition.c.version.desc()))
    return [_definition(row) for row in rows.mappings()]


def last_number(unit: Unit, key: str) -> int:
    """Return the highest version under a key, whatever it is in force for; 0 when there is none."""
    query = sa.select(sa.func.max(definition.c.version)).where(definition.c.key == key)
    return unit.connection.execute(query).scalar() or 0


def bundle_of(unit: Unit, id_: str) -> dict[str, str]:
    """Return what the call activities of a definition are bound to: called name to definition id."""
    row = unit.connection.execute(sa.select(definition.c.bundle).where(definition.c.id == id_)).first()
    return dict(row[0]) if row else {}


def content(unit: Unit, digest: str) -> tuple[bytes, str]:
    """Return the bytes of a deployed file, and its name."""
    row = unit.connection.execute(
        sa.select(source.c.content, source.c.name).where(source.c.digest == digest)
    ).one()
    return bytes(row[0]), str(row[1])


def _definition(row: Any) -> Definition:
    return Definition(
        id=row["id"],
        key=row["key"],
        version=row["version"],
        digest=row["digest"],
        name=row["name"],
        code=row["code"],
        main=row["main"],
        deployed_at=row["deployed_at"],
        deployed_by=row["deployed_by"],
    )
