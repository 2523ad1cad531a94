"""Dashboards: numbers and charts of procedures that a person keeps together, alone or shared with their agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

NEVER, DAILY, WEEKLY = "never", "daily", "weekly"


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """One dashboard; each of its `tiles` has the `procedure`, `what` it shows and the `days` before now.

    `agency` is whom it is shared with (None: nobody); `digest` how often its owner is reminded of it by notice.
    """

    id: str
    account: str
    name: str
    tiles: list[dict[str, Any]]
    agency: str | None
    digest: str
    digested: dt.datetime | None
    created: dt.datetime


def add(store: Store, *, account: str, name: str) -> Dashboard:
    """Begin a dashboard."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "account": account,
        "name": name,
        "tiles": [],
        "agency": None,
        "digest": NEVER,
        "digested": None,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(insert(t.dashboard).values(values))
    return Dashboard(**values)


def change(store: Store, dashboard_id: str, *, account: str, **said: Any) -> bool:
    """Say something else of one's own dashboard; False when one has none of that id."""
    c = t.dashboard.c
    query = update(t.dashboard).where(c.id == dashboard_id, c.account == account).values(said)
    with store.begin() as connection:
        return bool(connection.execute(query).rowcount)


def remove(store: Store, dashboard_id: str, *, account: str) -> bool:
    """Remove one's own dashboard; False when one has none of that id."""
    c = t.dashboard.c
    query = delete(t.dashboard).where(c.id == dashboard_id, c.account == account)
    with store.begin() as connection:
        return bool(connection.execute(query).rowcount)


def by_id(store: Store, dashboard_id: str) -> Dashboard | None:
    """The dashboard with this id, or None."""
    query = select(t.dashboard).where(t.dashboard.c.id == dashboard_id)
    with store.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return Dashboard(**row) if row is not None else None


def seen_by(store: Store, *, account: str, agency: str | None) -> tuple[Dashboard, ...]:
    """One's own dashboards and those shared with one's agency, by name."""
    c = t.dashboard.c
    whose = or_(c.account == account, c.agency == agency) if agency else c.account == account
    with store.begin() as connection:
        rows = connection.execute(select(t.dashboard).where(whose).order_by(c.name, c.id)).mappings()
        return tuple(Dashboard(**row) for row in rows)


def with_digest(store: Store) -> tuple[Dashboard, ...]:
    """The dashboards somebody wants to be reminded of."""
    query = select(t.dashboard).where(t.dashboard.c.digest != NEVER)
    with store.begin() as connection:
        return tuple(Dashboard(**row) for row in connection.execute(query).mappings())


def reminded(store: Store, dashboard_id: str) -> None:
    """Note that its owner was reminded now."""
    query = update(t.dashboard).where(t.dashboard.c.id == dashboard_id).values(digested=t.now())
    with store.begin() as connection:
        connection.execute(query)
