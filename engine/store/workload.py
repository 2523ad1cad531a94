"""Sums over the work of some groups, by who holds it: one query, over the slice of these groups alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store import audiences
from engine.store.tables import definition, work_item
from engine.workload import Workload

if TYPE_CHECKING:
    from engine.store.unit_of_work import Unit

_c = work_item.c


def of_groups(
    unit: Unit,
    groups: Sequence[str],
    *,
    now: datetime,
    soon: datetime,
    since: datetime,
    within: Sequence[str] = (),
) -> list[Workload]:
    """Return the workload of each holder of work offered to these groups, what nobody holds first.

    With `within`, the work of the definitions with these keys alone.
    """
    heard = audiences.heard_by(unit, groups)
    if not heard:
        return []
    is_open = _c.status == "open"
    done = sa.and_(_c.status == "completed", _c.completed_at >= since)
    query = (
        sa.select(
            _c.holder,
            _count(is_open).label("open"),
            _count(is_open, _c.due < now).label("overdue"),
            _count(is_open, _c.due >= now, _c.due < soon).label("due_soon"),
            _count(done).label("done"),
            _count(done, _c.due.is_not(None)).label("done_with_term"),
            _count(done, _c.completed_at <= _c.due).label("done_in_time"),
        )
        .where(_c.audience.in_(heard), sa.or_(is_open, done))
        .group_by(_c.holder)
        .order_by(_c.holder.is_not(None), _c.holder)
    )
    if within:
        of_these = sa.select(definition.c.id).where(definition.c.key.in_(within))
        query = query.where(_c.definition.in_(of_these))
    return [Workload(**row) for row in unit.connection.execute(query).mappings()]


def _count(*conditions: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)
