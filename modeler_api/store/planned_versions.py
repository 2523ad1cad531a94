"""Versions that are to come into force: on a day to come, or now.

What comes into force now is noted here first, so that the clock brings it to its end when the server is killed between
the engine and the repository.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class ForWhom:
    """Which new cases follow a version: those of some offices (ids of units), a share of 100, or all of them."""

    offices: tuple[str, ...] = ()
    share: int | None = None
    reason: str = ""

    @property
    def is_all(self) -> bool:
        """Whether every new case does."""
        return not self.offices and self.share is None


FOR_ALL = ForWhom()


@dataclass(frozen=True, kw_only=True)
class PlannedVersion:
    """The version that comes into force at a moment; `failed` says why the clock could not do it."""

    key: str
    version: str
    at: dt.datetime
    by: str
    role: str
    failed: str
    whom: ForWhom


def plan(
    store: Store,
    *,
    key: str,
    version: str,
    at: dt.datetime,
    by: str,
    role: str,
    whom: ForWhom = FOR_ALL,
) -> None:
    """Let a version come into force at a moment, in the place of one planned before."""
    with store.begin() as connection:
        connection.execute(delete(t.planned_version).where(t.planned_version.c.key == key))
        values: dict[str, Any] = {
            "key": key,
            "version": version,
            "at": at,
            "by": by,
            "role": role,
            "failed": "",
            "offices": list(whom.offices),
            "share": whom.share,
            "reason": whom.reason,
        }
        connection.execute(insert(t.planned_version).values(values))


def restore(store: Store, planned: PlannedVersion) -> None:
    """Put a plan back that made way for another one, which came to nothing."""
    plan(
        store,
        key=planned.key,
        version=planned.version,
        at=planned.at,
        by=planned.by,
        role=planned.role,
        whom=planned.whom,
    )
    if planned.failed:
        fail(store, planned.key, why=planned.failed)


def of(store: Store, key: str) -> PlannedVersion | None:
    """What is planned for a model, or None."""
    with store.begin() as connection:
        query = select(t.planned_version).where(t.planned_version.c.key == key)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _value(row)


def due(store: Store, moment: dt.datetime) -> tuple[PlannedVersion, ...]:
    """What should be in force by now and is not, without what has failed."""
    c = t.planned_version.c
    with store.begin() as connection:
        query = select(t.planned_version).where((c.at <= moment) & (c.failed == "")).order_by(c.at)
        return tuple(_value(row) for row in connection.execute(query).mappings())


def fail(store: Store, key: str, *, why: str) -> None:
    """Note why it could not come into force; it is not tried again."""
    with store.begin() as connection:
        c = t.planned_version.c
        connection.execute(t.planned_version.update().where(c.key == key).values(failed=why[:1000]))


def drop(store: Store, key: str, *, version: str | None = None) -> bool:
    """Take a plan back (with `version` only the plan for that one), and say whether there was one."""
    c = t.planned_version.c
    with store.begin() as connection:
        query = delete(t.planned_version).where(c.key == key)
        if version is not None:
            query = query.where(c.version == version)
        return bool(connection.execute(query).rowcount)


def _value(row: Any) -> PlannedVersion:
    seen = dict(row)
    whom = ForWhom(offices=tuple(seen.pop("offices")), share=seen.pop("share"), reason=seen.pop("reason"))
    return PlannedVersion(**seen, whom=whom)
