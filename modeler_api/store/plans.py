"""The plan of an agency: what is to change in which procedure, who answers for it, until when, and what it spares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

STATES = ("planned", "under_way", "done", "dropped")


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One measure of a plan; `hours` are the hours of applicants a year it is to spare (None: nobody has said)."""

    id: str
    procedure: str
    what: str
    owner: str
    due: dt.date | None
    acts: str
    hours: float | None
    state: str
    note: str
    created_by: str
    created: dt.datetime
    changed_by: str | None
    changed: dt.datetime | None


def add(store: Store, *, procedure: str, by: str, **said: Any) -> PlanLine:
    """Add a line with what is said of it: what, owner, due, acts, hours, state, note."""
    values = {
        "id": t.new_id(),
        "procedure": procedure,
        **said,
        "created_by": by,
        "created": t.now(),
        "changed_by": None,
        "changed": None,
    }
    with store.begin() as connection:
        connection.execute(insert(t.plan_line).values(values))
    return PlanLine(**values)


def change(store: Store, line_id: str, *, by: str, **said: Any) -> bool:
    """Say something else of a line; False when there is none."""
    values = {**said, "changed_by": by, "changed": t.now()}
    with store.begin() as connection:
        done = connection.execute(update(t.plan_line).where(t.plan_line.c.id == line_id).values(values))
    return bool(done.rowcount)


def by_id(store: Store, line_id: str) -> PlanLine | None:
    """The line with this id, or None."""
    with store.begin() as connection:
        row = (
            connection.execute(select(t.plan_line).where(t.plan_line.c.id == line_id))
            .mappings()
            .one_or_none()
        )
    return PlanLine(**row) if row is not None else None


def of_procedures(store: Store, keys: Collection[str]) -> tuple[PlanLine, ...]:
    """The lines about these procedures, the earliest due first; those without a day stand last."""
    c = t.plan_line.c
    query = select(t.plan_line).where(c.procedure.in_(list(keys))).order_by(c.due.is_(None), c.due, c.created)
    with store.begin() as connection:
        return tuple(PlanLine(**row) for row in connection.execute(query).mappings())
