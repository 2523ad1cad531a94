"""The repository of models: every saved version of every model, byte for byte.

A model goes by its key. Saving makes the next version, a draft; publishing marks one version of a key as the live
one and retires the version that was live before. Nothing is ever overwritten.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store import version_decisions
from modeler_api.store.unit_of_work import Store
from modeler_api.store.version_decisions import KeptDecision

Origin = Literal["upload", "library", "redesign", "editor"]


@dataclass(frozen=True, kw_only=True)
class ModelVersion:
    """One saved version of a model.

    `author` saved it, `drawn_by` are those who drew it, none where nobody has kept that; `status` is "draft", "staged"
    (for some new cases), "published" or "retired"; `problems` is the summary of `processes.check` at the time of
    saving, plain dicts with rule, severity, element, label and message; `definition_key` names the engine's definition
    once the version has been published.
    """

    id: str
    key: str
    number: int
    name: str
    source: bytes
    digest: str
    author: str
    reason: str
    origin: str
    based_on: str | None
    status: str
    problems: tuple[dict[str, Any], ...]
    definition_key: str | None
    created: dt.datetime
    published: dt.datetime | None
    drawn_by: tuple[str, ...] = ()

    @property
    def makers(self) -> frozenset[str]:
        """Everybody whose work it is: they do not approve it."""
        return frozenset({self.author, *self.drawn_by})


@dataclass(frozen=True, kw_only=True)
class Head:
    """One saved version without its bytes, for lists of many."""

    id: str
    key: str
    number: int
    name: str
    digest: str
    status: str


def save(
    store: Store,
    *,
    key: str,
    name: str,
    source: bytes,
    author: str,
    reason: str = "",
    origin: Origin = "upload",
    based_on: str | None = None,
    problems: Sequence[dict[str, Any]] = (),
    drawn_by: Sequence[str] = (),
    decisions: Sequence[KeptDecision] | None = None,
) -> ModelVersion:
    """Save the bytes as the next version of `key`, a draft; what is equal to the newest version is not saved twice.

    `decisions` stand with it; None: those of the version it is based on, or else of the newest.
    """
    digest = hashlib.sha256(source).hexdigest()
    newest = select(t.model_version).where(t.model_version.c.key == key)
    newest = newest.order_by(t.model_version.c.number.desc()).limit(1)
    with store.begin() as connection:
        before = connection.execute(newest).mappings().one_or_none()
        came_from = based_on or (before["id"] if before is not None else None)
        inherited = version_decisions.within(connection, came_from) if came_from else ()
        beside = inherited if decisions is None else tuple(sorted(decisions, key=lambda each: each.name))
        if (
            before is not None
            and before["digest"] == digest
            and beside == version_decisions.within(connection, before["id"])
        ):
            return _value(before)
        values: dict[str, Any] = {
            "id": t.new_id(),
            "key": key,
            "number": 1 if before is None else before["number"] + 1,
            "name": name,
            "source": source,
            "digest": digest,
            "author": author,
            "reason": reason,
            "origin": origin,
            "based_on": based_on,
            "status": "draft",
            "problems": list(problems),
            "definition_key": None,
            "created": t.now(),
            "published": None,
            "drawn_by": list(drawn_by),
        }
        connection.execute(insert(t.model_version).values(values))
        version_decisions.add(connection, values["id"], beside)
    return _value(values)


def publish(store: Store, version_id: str, *, definition_key: str) -> ModelVersion:
    """Make this version the live one of its key and retire the one that was."""
    c = t.model_version.c
    with store.begin() as connection:
        key = connection.execute(select(c.key).where(c.id == version_id)).scalar_one()
        live = (c.key == key) & (c.status == "published") & (c.id != version_id)
        connection.execute(update(t.model_version).where(live).values(status="retired"))
        connection.execute(
            update(t.model_version)
            .where(c.id == version_id)
            .values(status="published", definition_key=definition_key, published=t.now())
        )
        row = connection.execute(select(t.model_version).where(c.id == version_id)).mappings().one()
    return _value(row)


def mark_staged(store: Store, version_id: str, *, definition_key: str) -> ModelVersion:
    """Mark a version as one that some of the new cases follow; the live one stays live."""
    c = t.model_version.c
    with store.begin() as connection:
        values = {"status": "staged", "definition_key": definition_key, "published": t.now()}
        connection.execute(update(t.model_version).where(c.id == version_id).values(values))
        row = connection.execute(select(t.model_version).where(c.id == version_id)).mappings().one()
    return _value(row)


def staged(store: Store) -> tuple[ModelVersion, ...]:
    """The versions that some of the new cases follow."""
    query = select(t.model_version).where(t.model_version.c.status == "staged")
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(_value(row) for row in rows)


def unstage(store: Store, version_id: str) -> bool:
    """Retire a version that some new cases follow; False when somebody was quicker."""
    c = t.model_version.c
    with store.begin() as connection:
        query = update(t.model_version).where((c.id == version_id) & (c.status == "staged"))
        return bool(connection.execute(query.values(status="retired")).rowcount)


def by_id(store: Store, version_id: str) -> ModelVersion | None:
    """The version with this id, or None."""
    with store.begin() as connection:
        query = select(t.model_version).where(t.model_version.c.id == version_id)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _value(row)


def versions(store: Store, key: str) -> tuple[ModelVersion, ...]:
    """Every version of a model, the newest first; empty for an unknown key."""
    query = select(t.model_version).where(t.model_version.c.key == key)
    with store.begin() as connection:
        rows = connection.execute(query.order_by(t.model_version.c.number.desc())).mappings().all()
    return tuple(_value(row) for row in rows)


def heads(store: Store) -> dict[str, list[Head]]:
    """Every version of every model without its bytes, by key, the newest first."""
    c = t.model_version.c
    query = select(c.id, c.key, c.number, c.name, c.digest, c.status).order_by(c.key, c.number.desc())
    found: dict[str, list[Head]] = {}
    with store.begin() as connection:
        for row in connection.execute(query).mappings():
            found.setdefault(row["key"], []).append(Head(**row))
    return found


def by_ids(store: Store, ids: Sequence[str]) -> dict[str, ModelVersion]:
    """The versions with these ids."""
    found: dict[str, ModelVersion] = {}
    with store.begin() as connection:
        for start in range(0, len(ids), 500):
            query = select(t.model_version).where(t.model_version.c.id.in_(ids[start : start + 500]))
            found |= {row["id"]: _value(row) for row in connection.execute(query).mappings()}
    return found


def published(store: Store, key: str) -> ModelVersion | None:
    """The live version of a model, or None."""
    return next((version for version in versions(store, key) if version.status == "published"), None)


def newest(store: Store) -> tuple[ModelVersion, ...]:
    """The newest version of every model, by name."""
    c = t.model_version.c
    last = select(c.key, func.max(c.number).label("number")).group_by(c.key).subquery()
    query = select(t.model_version).join(last, (c.key == last.c.key) & (c.number == last.c.number))
    with store.begin() as connection:
        rows = connection.execute(query.order_by(c.name, c.key)).mappings().all()
    return tuple(_value(row) for row in rows)


def live(store: Store) -> tuple[ModelVersion, ...]:
    """The live version of every model that has one, by name."""
    c = t.model_version.c
    query = select(t.model_version).where(c.status == "published").order_by(c.name, c.key)
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(_value(row) for row in rows)


def retire(store: Store, version_id: str) -> None:
    """Mark a version as retired: it stays readable and is offered no more."""
    with store.begin() as connection:
        connection.execute(
            update(t.model_version).where(t.model_version.c.id == version_id).values(status="retired")
        )


def _value(row: Any) -> ModelVersion:
    return ModelVersion(
        **{**row, "problems": tuple(row["problems"]), "drawn_by": tuple(row["drawn_by"] or ())}
    )
