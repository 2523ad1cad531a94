"""Work items, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store import audiences
from engine.store.instances import InstanceRow, instance_in, of_instance
from engine.store.statement import Statement
from engine.store.tables import audience, instance, work_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.store.unit_of_work import Unit


_ADD = Statement(sa.insert(work_item))
#: Who completes what nobody holds has held it at that moment.  *Open* stands in the text: given as a value,
#: SQLite plans the statement anew each time, because it might be one that a partial index is for.
_CLOSE = Statement(
    sa.update(work_item)
    .where(
        work_item.c.instance == sa.bindparam("of"),
        work_item.c.status == sa.literal_column("'open'"),
        work_item.c.task == sa.bindparam("token"),
    )
    .values(holder=sa.func.coalesce(work_item.c.holder, sa.bindparam("by", type_=sa.String))),
    sets=("status", "completed_at"),
)
_CLOSE_ALL = Statement(
    sa.update(work_item).where(
        work_item.c.instance == sa.bindparam("of"), work_item.c.status == sa.literal_column("'open'")
    ),
    sets=("status", "completed_at"),
)
_HOLD = Statement(
    sa.update(work_item).where(work_item.c.id == sa.bindparam("which")),
    sets=("holder", "claimed_at", "owner", "follow_up"),
)
#: The most urgent first, those without a limit after those with one.
_URGENCY = (
    work_item.c.priority.desc(),
    work_item.c.due.is_(None),
    work_item.c.due,
    work_item.c.offered_at,
    work_item.c.instance,
    work_item.c.task,
)
#: The instance comes first: whoever changes a work item holds its instance, so two verbs never wait for each other.
_TAKE = Statement(
    sa.select(work_item, *of_instance("of_"))
    .select_from(instance.join(work_item, instance.c.id == work_item.c.instance))
    .where(work_item.c.id == sa.bindparam("which")),
    locks=True,
)


def add(unit: Unit, rows: Sequence[Mapping[str, Any]], *, known: set[str]) -> None:
    """Write work items that are now offered, each to the audience of its candidates (`known`: those written before)."""
    _ADD.run_each(
        unit, [dict(row) | {"audience": audiences.of(unit, row["candidates"], known=known)} for row in rows]
    )


def replace(unit: Unit, values: Mapping[str, Any], *, known: set[str]) -> None:
    """Write what an open work item is from now on; who holds it goes on holding it."""
    offered = {"audience": audiences.of(unit, values["candidates"], known=known)}
    unit.connection.execute(
        sa.update(work_item).where(work_item.c.id == values["id"]).values(**values, **offered)
    )


def close(
    unit: Unit, instance_id: str, tasks: Sequence[int], status: str, *, at: datetime, by: str | None
) -> None:
    """Close the open work items of these tokens; of what is completed, `by` is the holder if nobody else is."""
    by = str(by) if by is not None and status == "completed" else None
    common = {"of": instance_id, "status": status, "completed_at": at, "by": by}
    _CLOSE.run_each(unit, [common | {"token": task} for task in tasks])


def exists(unit: Unit, id_: str) -> bool:
    """Whether there is a work item with this id."""
    return unit.connection.execute(sa.select(work_item.c.id).where(work_item.c.id == id_)).first() is not None


def close_all(unit: Unit, instance_id: str, *, at: datetime) -> None:
    """Withdraw every open work item of an instance that has ended."""
    _CLOSE_ALL.run(unit, of=instance_id, status="cancelled", completed_at=at)


def stand(unit: Unit, instance_id: str, standing: str | None) -> None:
    """Let the work items of an instance know in which rare state their case is; None when it is in no such state."""
    unit.connection.execute(
        sa.update(work_item).where(work_item.c.instance == instance_id).values(standing=standing)
    )


def take(unit: Unit, id_: str) -> tuple[dict[str, Any], InstanceRow] | None:
    """Return one work item's row and its instance (without body), both locked until the transaction ends."""
    row = _TAKE.first(unit, which=id_)
    if row is None:
        return None
    return row, instance_in(row, "of_")


def hold(
    unit: Unit,
    id_: str,
    holder: str | None,
    *,
    at: datetime | None,
    owner: str | None = None,
    follow_up: datetime | None = None,
) -> None:
    """Write who holds a work item since when, for whom, and until when it rests."""
    _HOLD.run(unit, which=id_, holder=holder, claimed_at=at, owner=owner, follow_up=follow_up)


def claimed_of(unit: Unit, instance_id: str) -> set[int]:
    """Return the tokens of the work items of an instance that somebody has claimed."""
    query = sa.select(work_item.c.task).where(
        work_item.c.instance == instance_id,
        work_item.c.status == "open",
        work_item.c.claimed_at.is_not(None),
    )
    return set(unit.connection.execute(query).scalars())


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
    ).order_by(*_URGENCY)
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
        offered = work_item.c.audience.in_(sa.select(audience.c.id).where(audience.c.name.in_(names)))
        visible = (
            offered
            if user is None
            else sa.or_(work_item.c.holder == user, sa.and_(work_item.c.holder.is_(None), offered))
        )
        query = query.where(visible)
    return query
