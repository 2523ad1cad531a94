"""Versions that come into force on a day to come; one for each model, and the clock puts it in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class PlannedVersion:
    """The version that comes into force at a moment; `failed` says why the clock could not do it."""

    key: str
    version: str
    at: dt.datetime
    by: str
    failed: str


def plan(store: Store, *, key: str, version: str, at: dt.datetime, by: str) -> None:
    """Let a version come into force at a moment, in the place of one planned before."""
    with store.begin() as connection:
        connection.execute(delete(t.planned_version).where(t.planned_version.c.key == key))
        values: dict[str, Any] = {"key": key, "version": version, "at": at, "by": by, "failed": ""}
        connection.execute(insert(t.planned_version).values(values))


def of(store: Store, key: str) -> PlannedVersion | None:
    """What is planned for a model, or None."""
    with store.begin() as connection:
        query = select(t.planned_version).where(t.planned_version.c.key == key)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else PlannedVersion(**row)


def due(store: Store, moment: dt.datetime) -> tuple[PlannedVersion, ...]:
    """What should be in force by now and is not, without what has failed."""
    c = t.planned_version.c
    with store.begin() as connection:
        query = select(t.planned_version).where((c.at <= moment) & (c.failed == "")).order_by(c.at)
        return tuple(PlannedVersion(**row) for row in connection.execute(query).mappings())


def fail(store: Store, key: str, *, why: str) -> None:
    """Note why it could not come into force; it is not tried again."""
    with store.begin() as connection:
        c = t.planned_version.c
        connection.execute(t.planned_version.update().where(c.key == key).values(failed=why[:1000]))


def drop(store: Store, key: str) -> bool:
    """Take a plan back, and say whether there was one."""
    with store.begin() as connection:
        c = t.planned_version.c
        return bool(connection.execute(delete(t.planned_version).where(c.key == key)).rowcount)
