"""Saved filters: lists of work that a person comes back to, alone or with their unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class SavedFilter:
    """A list under a name: `arguments` are those of its address; with a `unit`, everybody of it sees it."""

    id: str
    account: str
    unit: str | None
    name: str
    arguments: dict[str, str]
    is_default: bool
    created: dt.datetime


def save(
    store: Store,
    *,
    account: str,
    name: str,
    arguments: Mapping[str, str],
    unit: str | None = None,
    is_default: bool = False,
) -> SavedFilter:
    """Save a list under a name; one's own filter of the same name becomes this one."""
    c = t.saved_filter.c
    values: dict[str, Any] = {
        "id": t.new_id(),
        "account": account,
        "unit": unit,
        "name": name,
        "arguments": dict(arguments),
        "is_default": is_default,
        "created": t.now(),
    }
    with store.begin() as connection:
        if is_default:
            connection.execute(update(t.saved_filter).where(c.account == account).values(is_default=False))
        connection.execute(delete(t.saved_filter).where(c.account == account, c.name == name))
        connection.execute(insert(t.saved_filter).values(values))
    return SavedFilter(**values)


def seen_by(store: Store, *, account: str, units: Iterable[str]) -> tuple[SavedFilter, ...]:
    """A person's own filters and those shared with their units, by name."""
    c = t.saved_filter.c
    query = select(t.saved_filter).where(or_(c.account == account, c.unit.in_(sorted(units))))
    with store.begin() as connection:
        rows = connection.execute(query.order_by(c.name, c.created)).mappings().all()
    return tuple(SavedFilter(**row) for row in rows)


def change(
    store: Store, filter_id: str, *, account: str, name: str, unit: str | None, is_default: bool
) -> bool:
    """Rename one's own filter, share it or no longer, make it the list one begins with; whether it was there."""
    c = t.saved_filter.c
    with store.begin() as connection:
        if is_default:
            connection.execute(update(t.saved_filter).where(c.account == account).values(is_default=False))
        changed = connection.execute(
            update(t.saved_filter)
            .where(c.id == filter_id, c.account == account)
            .values(name=name, unit=unit, is_default=is_default)
        )
    return changed.rowcount == 1


def remove(store: Store, filter_id: str, *, account: str) -> bool:
    """Remove one's own filter; whether it was there."""
    c = t.saved_filter.c
    with store.begin() as connection:
        gone = connection.execute(delete(t.saved_filter).where(c.id == filter_id, c.account == account))
    return gone.rowcount == 1
