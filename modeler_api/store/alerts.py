"""Alerts: a number of a procedure that somebody wants to be told of when it passes a threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert: `told` are the ids of the accounts that are told; `days` the period before now that is looked at.

    `value` and `n` are what was found when it was last `checked`; `crossings` counts how often it came over the
    threshold (or under it, unless `above`), and `is_over` says that it is there now.
    """

    id: str
    procedure: str
    measure: str
    above: bool
    threshold: float
    days: int
    told: list[str]
    is_on: bool
    is_over: bool
    crossings: int
    value: float | None
    n: int | None
    checked: dt.datetime | None
    created_by: str
    created: dt.datetime


def add(store: Store, *, procedure: str, by: str, **said: Any) -> Alert:
    """Add an alert with what is said of it: measure, above, threshold, days, told, is_on."""
    values = {
        "id": t.new_id(),
        "procedure": procedure,
        **said,
        "is_over": False,
        "crossings": 0,
        "value": None,
        "n": None,
        "checked": None,
        "created_by": by,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(insert(t.alert).values(values))
    return Alert(**values)


def change(store: Store, alert_id: str, **said: Any) -> None:
    """Say something else of an alert; it is looked at anew."""
    values = {**said, "is_over": False, "checked": None, "value": None, "n": None}
    with store.begin() as connection:
        connection.execute(update(t.alert).where(t.alert.c.id == alert_id).values(values))


def looked(store: Store, alert: Alert, *, value: float | None, n: int, is_over: bool, crossings: int) -> None:
    """Write down what was found."""
    values = {"value": value, "n": n, "is_over": is_over, "crossings": crossings, "checked": t.now()}
    with store.begin() as connection:
        connection.execute(update(t.alert).where(t.alert.c.id == alert.id).values(values))


def by_id(store: Store, alert_id: str) -> Alert | None:
    """The alert with this id, or None."""
    with store.begin() as connection:
        row = connection.execute(select(t.alert).where(t.alert.c.id == alert_id)).mappings().one_or_none()
    return Alert(**row) if row is not None else None


def of_procedures(store: Store, keys: Collection[str]) -> tuple[Alert, ...]:
    """The alerts about these procedures, those that are over first."""
    c = t.alert.c
    query = select(t.alert).where(c.procedure.in_(list(keys))).order_by(c.is_over.desc(), c.created)
    with store.begin() as connection:
        return tuple(Alert(**row) for row in connection.execute(query).mappings())


def in_force(store: Store) -> tuple[Alert, ...]:
    """The alerts that are on."""
    with store.begin() as connection:
        rows = connection.execute(select(t.alert).where(t.alert.c.is_on)).mappings().all()
    return tuple(Alert(**row) for row in rows)
