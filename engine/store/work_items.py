"""Work items, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.tables import candidate, instance, work_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.store.unit_of_work import Unit


def add(unit: Unit, values: Mapping[str, Any]) -> None:
    """Write a work item that is now offered, to each of its candidates."""
    unit.connection.execute(sa.insert(work_item).values(**values))
    names = list(dict.fromkeys(values["candidates"]))
    if names:
        unit.connection.execute(sa.insert(candidate), [{"work_item": values["id"], "name": n} for n in names])


def close(unit: Unit, instance_id: str, tasks: Sequence[int], status: str, *, at: datetime) -> None:
    """Close the open work items of these tokens."""
    unit.connection.execute(
        sa.update(work_item)
        .where(work_item.c.instance == instance_id, work_item.c.status == "open", work_item.c.task.in_(tasks))
        .values(status=status, completed_at=at)
    )


def close_all(unit: Unit, instance_id: str, *, at: datetime) -> None:
    """Withdraw every open work item of an instance that has ended."""
    unit.connection.execute(
        sa.update(work_item)
        .where(work_item.c.instance == instance_id, work_item.c.status == "open")
        .values(status="cancelled", completed_at=at)
    )


def lock(unit: Unit, id_: str) -> dict[str, Any] | None:
    """Return one work item's row, locked until the transaction ends."""
    query = sa.select(work_item).where(work_item.c.id == id_)
    row = unit.connection.execute(unit.lock_for(query)).mappings().first()
    return dict(row) if row else None


def hold(unit: Unit, id_: str, holder: str | None, *, at: datetime | None) -> None:
    """Write who holds a work item."""
    unit.connection.execute(
        sa.update(work_item).where(work_item.c.id == id_).values(holder=holder, claimed_at=at)
    )


def one(unit: Unit, id_: str) -> dict[str, Any] | None:
    """Return one work item with the variables of its instance."""
    row = unit.connection.execute(_rows().where(work_item.c.id == id_)).mappings().first()
    return dict(row) if row else None


def some(
    unit: Unit,
    *,
    instance_id: str | None = None,
    user: str | None = None,
    groups: Sequence[str] | None = None,
    key: str | None = None,
    definition_id: str | None = None,
    status: str | None = "open",
    overdue_at: datetime | None = None,
    business_key: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Return work items: the most urgent first, those without a limit after those with one."""
    query = _where(
        _rows(), instance_id, user, groups, key, definition_id, status, overdue_at, business_key
    ).order_by(
        work_item.c.priority.desc(),
        work_item.c.due.is_(None),
        work_item.c.due,
        work_item.c.offered_at,
        work_item.c.instance,
        work_item.c.task,
    )
    return [dict(row) for row in unit.connection.execute(query.limit(limit).offset(offset)).mappings()]


def count(
    unit: Unit,
    *,
    instance_id: str | None = None,
    user: str | None = None,
    groups: Sequence[str] | None = None,
    key: str | None = None,
    definition_id: str | None = None,
    status: str | None = "open",
    overdue_at: datetime | None = None,
    business_key: str | None = None,
) -> int:
    """Return how many work items there are."""
    query = sa.select(sa.func.count()).select_from(
        work_item.join(instance, instance.c.id == work_item.c.instance)
    )
    query = _where(query, instance_id, user, groups, key, definition_id, status, overdue_at, business_key)
    return int(unit.connection.execute(query).scalar_one())


def _rows() -> sa.Select[Any]:
    return sa.select(work_item, instance.c.variables).join(instance, instance.c.id == work_item.c.instance)


def _where(
    query: sa.Select[Any],
    instance_id: str | None,
    user: str | None,
    groups: Sequence[str] | None,
    key: str | None,
    definition_id: str | None,
    status: str | None,
    overdue_at: datetime | None,
    business_key: str | None,
) -> sa.Select[Any]:
    if instance_id is not None:
        query = query.where(work_item.c.instance == instance_id)
    if definition_id is not None:
        query = query.where(work_item.c.definition == definition_id)
    if key is not None:
        query = query.where(instance.c.key == key)
    if business_key is not None:
        query = query.where(work_item.c.business_key == business_key)
    if status is not None:
        query = query.where(work_item.c.status == status)
    if overdue_at is not None:
        query = query.where(work_item.c.due < overdue_at)
    # A person sees what they hold, and what nobody holds among the items offered to them or their groups.
    names = list(groups or ())
    if user is not None:
        names.append(f"user:{user}")
    if user is not None or groups is not None:
        offered = sa.exists().where(candidate.c.work_item == work_item.c.id, candidate.c.name.in_(names))
        visible = (
            offered
            if user is None
            else sa.or_(work_item.c.holder == user, sa.and_(work_item.c.holder.is_(None), offered))
        )
        query = query.where(visible)
    return query
