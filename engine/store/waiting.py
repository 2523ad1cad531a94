"""What is waited for, as rows: subscriptions, kept messages, timers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.instance import KeptMessage
from engine.store.statement import Statement
from engine.store.suspensions import resting
from engine.store.tables import instance, message, subscription, timer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engine.store.unit_of_work import Unit


#: Which of PostgreSQL's advisory locks are those of message names.
_MESSAGES = 0x6B796D

_SUBSCRIBE = Statement(sa.insert(subscription))
_SET = Statement(sa.insert(timer))
_WITHDRAW = [
    Statement(
        sa.delete(table).where(table.c.instance == sa.bindparam("of"), table.c.task == sa.bindparam("token"))
    )
    for table in (subscription, timer)
]
_WITHDRAW_ALL = [
    Statement(sa.delete(table).where(table.c.instance == sa.bindparam("of")))
    for table in (subscription, timer)
]


def subscribe(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write subscriptions."""
    _SUBSCRIBE.run_each(unit, rows)


def set_timers(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write timers."""
    _SET.run_each(unit, rows)


def withdraw(unit: Unit, instance_id: str, tasks: Sequence[int] | None = None) -> None:
    """Withdraw what these tokens (None: all of the instance) wait for."""
    if tasks is not None:
        for statement in _WITHDRAW:
            statement.run_each(unit, [{"of": instance_id, "token": task} for task in tasks])
        return
    for statement in _WITHDRAW_ALL:
        statement.run(unit, of=instance_id)


def withdraw_starts(unit: Unit, key: str) -> None:
    """Withdraw the start events of earlier versions."""
    for table in (subscription, timer):
        unit.connection.execute(
            sa.delete(table).where(table.c.definition_key == key, table.c.instance.is_(None))
        )


def pass_starts_on(unit: Unit, key: str, *, definition: str) -> None:
    """Let the start events that stand for a key start another version of it, their rounds going on."""
    for table in (subscription, timer):
        unit.connection.execute(
            sa.update(table)
            .where(table.c.definition_key == key, table.c.instance.is_(None))
            .values(definition=definition)
        )


def subscriptions(unit: Unit, kind: str, name: str) -> list[dict[str, Any]]:
    """Return who waits for a message or signal, oldest first; suspended instances wait with their ears closed."""
    query = (
        sa.select(subscription)
        .outerjoin(instance, instance.c.id == subscription.c.instance)
        .where(subscription.c.kind == kind, subscription.c.name == name)
        .where(sa.or_(instance.c.status == "running", _may_start(subscription)))
        .order_by(subscription.c.created, subscription.c.id)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def _may_start(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row is a start event that is not paused, of a definition that is not suspended."""
    return sa.and_(
        table.c.instance.is_(None),
        table.c.definition_key.not_in(resting("definition")),
        (table.c.definition_key + " " + table.c.element).not_in(resting("start")),
    )


def subscriptions_of(unit: Unit, instance_id: str, kind: str) -> list[dict[str, Any]]:
    """Return what one instance waits for, oldest first."""
    query = (
        sa.select(subscription)
        .where(subscription.c.instance == instance_id, subscription.c.kind == kind)
        .order_by(subscription.c.created, subscription.c.id)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def starts_of(unit: Unit, key: str, kind: str) -> list[dict[str, Any]]:
    """Return the start events of a definition's key that wait for messages or signals."""
    query = sa.select(subscription).where(
        subscription.c.definition_key == key,
        subscription.c.kind == kind,
        subscription.c.instance.is_(None),
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def start_timers(unit: Unit, key: str) -> list[dict[str, Any]]:
    """Return the timer start events of a definition's key, the next one first."""
    query = sa.select(timer).where(timer.c.definition_key == key, timer.c.instance.is_(None))
    return [dict(row) for row in unit.connection.execute(query.order_by(timer.c.due, timer.c.id)).mappings()]


def is_waiting(unit: Unit, id_: str) -> bool:
    """Whether a subscription still stands, read under the lock of its instance."""
    query = sa.select(subscription.c.id).where(subscription.c.id == id_)
    return unit.connection.execute(query).first() is not None


def take_turn(unit: Unit, name: str) -> None:
    """Be the only one, until the transaction ends, who keeps messages of this name or looks for kept ones.

    Without it a message that comes at the moment somebody begins to wait for it is kept, and nobody takes it.
    """
    if unit.is_postgres:
        unit.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MESSAGES, sa.func.hashtext(name))))


def keep_message(unit: Unit, values: Mapping[str, Any]) -> None:
    """Keep a message nobody waits for."""
    unit.connection.execute(sa.insert(message).values(**values))


def take_message(
    unit: Unit, name: str, keys: Sequence[str | None] | None, *, now: datetime
) -> dict[str, Any] | None:
    """Return and remove the oldest kept message under one of `keys` (None: under any), or None."""
    take_turn(unit, name)
    query = sa.select(message).where(
        message.c.name == name, message.c.expires > now, message.c.start.is_(None)
    )
    if keys is not None:
        matches = [message.c.key == key if key is not None else message.c.key.is_(None) for key in keys]
        query = query.where(sa.or_(*matches))
    query = query.order_by(message.c.received, message.c.id).limit(1)
    row = unit.connection.execute(unit.lock_for(query, skip=True)).mappings().first()
    if row is None:
        return None
    unit.connection.execute(sa.delete(message).where(message.c.id == row["id"]))
    return dict(row)


def gathered(unit: Unit, starts: Sequence[str], *, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return what has come for each of these triggers of a start event, oldest first."""
    query = sa.select(message).where(message.c.start.in_(starts), message.c.expires > now)
    found: dict[str, list[dict[str, Any]]] = {start: [] for start in starts}
    for row in unit.connection.execute(query.order_by(message.c.received, message.c.id)).mappings():
        found[row["start"]].append(dict(row))
    return found


def use_up(unit: Unit, ids: Collection[str]) -> None:
    """Remove kept messages with which something has begun."""
    unit.connection.execute(sa.delete(message).where(message.c.id.in_(ids)))


def messages(unit: Unit, *, now: datetime, expired: bool) -> list[KeptMessage]:
    """Return the messages nobody has waited for: those still kept, or those that were kept in vain, oldest first."""
    when = message.c.expires <= now if expired else message.c.expires > now
    columns = [column for column in message.c if column.name != "start"]
    query = sa.select(*columns).where(when).order_by(message.c.received, message.c.id)
    rows = unit.connection.execute(query)
    return [KeptMessage(**row) for row in rows.mappings()]


def forget_messages(unit: Unit, *, before: datetime) -> int:
    """Remove kept messages that had expired by `before`; return how many."""
    return int(unit.connection.execute(sa.delete(message).where(message.c.expires <= before)).rowcount)


def due_timers(unit: Unit, *, now: datetime, limit: int, besides: Collection[str] = ()) -> list[str]:
    """Return the ids of the timers that are due, the longest due first; none of `besides`."""
    query = (
        sa.select(timer.c.id)
        .outerjoin(instance, instance.c.id == timer.c.instance)
        .where(timer.c.due <= now, timer.c.id.not_in(besides))
        .where(sa.or_(instance.c.status == "running", _may_start(timer)))
        .order_by(timer.c.due, timer.c.instance, timer.c.task, timer.c.id)
        .limit(limit)
    )
    return [str(row[0]) for row in unit.connection.execute(query)]


def timer_instance(unit: Unit, id_: str) -> tuple[bool, str | None]:
    """Return whether a timer still stands, and its instance."""
    row = unit.connection.execute(sa.select(timer.c.instance).where(timer.c.id == id_)).first()
    return row is not None, row[0] if row else None


def lock_timer(unit: Unit, id_: str, *, now: datetime) -> dict[str, Any] | None:
    """Return one timer that is still due, locked; None when another clock has fired it."""
    query = sa.select(timer).where(timer.c.id == id_, timer.c.due <= now)
    row = unit.connection.execute(unit.lock_for(query)).mappings().first()
    return dict(row) if row else None


def timers_of(unit: Unit, instance_id: str) -> list[dict[str, Any]]:
    """Return the timers of one instance, the next due first."""
    query = sa.select(timer).where(timer.c.instance == instance_id).order_by(timer.c.due, timer.c.id)
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def rename(unit: Unit, instance_id: str, task: int, *, definition: str, element: str) -> None:
    """Write under which element of which version a token waits."""
    for table in (subscription, timer):
        unit.connection.execute(
            sa.update(table)
            .where(table.c.instance == instance_id, table.c.task == task)
            .values(definition=definition, element=element)
        )


def move_timer(unit: Unit, id_: str, *, due: datetime, remaining: int | None) -> None:
    """Set a repeating timer to its next round."""
    unit.connection.execute(sa.update(timer).where(timer.c.id == id_).values(due=due, remaining=remaining))


def remove_timer(unit: Unit, id_: str) -> None:
    """Remove a timer that has fired for the last time."""
    unit.connection.execute(sa.delete(timer).where(timer.c.id == id_))


def next_due(unit: Unit) -> datetime | None:
    """Return when the next timer is due."""
    row = unit.connection.execute(sa.select(timer.c.due).order_by(timer.c.due).limit(1)).first()
    return row[0] if row else None
