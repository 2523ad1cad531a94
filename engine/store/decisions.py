"""Deployed decisions, as rows: one for each decision of a file and each of its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.decision_version import DecisionVersion
from engine.pinned_decision import PREFIX, Pinned
from engine.store.definitions import bundle_of
from engine.store.tables import decision, source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.store.unit_of_work import Unit
    from processes.decision.model import DecisionModel
    from processes.model.elements import Element


def add(unit: Unit, new: DecisionVersion) -> None:
    """Write one version of a decision."""
    unit.connection.execute(
        sa.insert(decision).values(
            id=new.id,
            key=new.key,
            version=new.version,
            name=new.name,
            kind=new.kind,
            files=list(new.files),
            deployed_at=new.deployed_at,
            deployed_by=new.deployed_by,
        )
    )


def keep_file(unit: Unit, digest: str, *, name: str, content: bytes) -> None:
    """Write a file, unless it is there."""
    known = unit.connection.execute(sa.select(source.c.digest).where(source.c.digest == digest)).first()
    if known is None:
        unit.connection.execute(sa.insert(source).values(digest=digest, name=name, content=content))


def by_id(unit: Unit, id_: str) -> DecisionVersion | None:
    """Return one version of a decision."""
    row = unit.connection.execute(sa.select(decision).where(decision.c.id == id_)).mappings().first()
    return _version(row) if row else None


def by_key(unit: Unit, key: str, version: int | None = None) -> DecisionVersion | None:
    """Return the latest (or the given) version of a decision, found by its id or else by its name."""
    for column in (decision.c.key, decision.c.name):
        query = sa.select(decision).where(column == key).order_by(decision.c.version.desc())
        if version is not None:
            query = query.where(decision.c.version == version)
        row = unit.connection.execute(query.limit(1)).mappings().first()
        if row:
            return _version(row)
    return None


def all_of(unit: Unit, *, latest: bool = True) -> list[DecisionVersion]:
    """Return the decisions, by key; only the latest version of each unless all are asked for."""
    rows = unit.connection.execute(sa.select(decision).order_by(decision.c.key, decision.c.version.desc()))
    found = [_version(row) for row in rows.mappings()]
    if not latest:
        return found
    newest: dict[str, DecisionVersion] = {}
    for each in found:
        newest.setdefault(each.key, each)
    return list(newest.values())


def pinned(
    read: Callable[[str], DecisionModel], unit: Unit, elements: Mapping[str, Element], definition_id: str
) -> dict[str, Pinned]:
    """Return what the nodes of a plan decide by; those of a called process by its own definition's pins.

    `elements` are the plan's, by node key; `read` gives a deployed DMN file by its digest.
    """
    found = {}
    for key, element in elements.items():
        if not element.decision:
            continue
        owner = key.rpartition("@")[2] if "@" in key else definition_id
        bound = bundle_of(unit, owner).get(f"{PREFIX}{element.decision}")
        version = by_id(unit, bound) if bound else None
        if version is not None:
            found[key] = Pinned(version=version, models=tuple(read(digest) for digest in version.files))
    return found


def _version(row: Any) -> DecisionVersion:
    return DecisionVersion(
        id=row["id"],
        key=row["key"],
        version=row["version"],
        name=row["name"],
        kind=row["kind"],
        files=tuple(row["files"]),
        deployed_at=row["deployed_at"],
        deployed_by=row["deployed_by"],
    )
