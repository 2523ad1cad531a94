"""What sharing work out needs to know: how much each holds, who did a step before, whose turn it was; and watchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.store.tables import turn, watcher, work_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.unit_of_work import Unit

#: Which of PostgreSQL's advisory locks are those of turns.
_TURNS = 0x7475726E
_c = work_item.c


def load(unit: Unit, persons: Sequence[str]) -> dict[str, int]:
    """Return how many open work items each of these persons holds; who holds none is left out."""
    query = (
        sa.select(_c.holder, sa.func.count())
        .where(_c.status == "open", _c.holder.in_(persons))
        .group_by(_c.holder)
    )
    return {str(row[0]): int(row[1]) for row in unit.connection.execute(query)}


def performer(unit: Unit, instance_id: str, element: str) -> str | None:
    """Return who completed an element of a case the last time."""
    query = (
        sa.select(_c.holder)
        .where(
            _c.instance == instance_id,
            _c.status == "completed",
            _c.element == element,
            _c.holder.is_not(None),
        )
        .order_by(_c.completed_at.desc())
        .limit(1)
    )
    row = unit.connection.execute(query).first()
    return None if row is None else str(row[0])


def last_turn(unit: Unit, queue: str) -> str | None:
    """Return who was given work of a queue last; others who ask wait until this transaction has ended."""
    if unit.is_postgres:
        unit.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURNS, sa.func.hashtext(queue))))
    row = unit.connection.execute(sa.select(turn.c.person).where(turn.c.queue == queue)).first()
    return None if row is None else str(row[0])


def note_turn(unit: Unit, queue: str, person: str) -> None:
    """Write who was given work of a queue."""
    changed = unit.connection.execute(sa.update(turn).where(turn.c.queue == queue).values(person=person))
    if not changed.rowcount:
        unit.connection.execute(sa.insert(turn).values(queue=queue, person=person))


def watch(unit: Unit, instance_id: str, person: str, *, watches: bool) -> None:
    """Write that a person watches a case, or no longer does."""
    c = watcher.c
    mine = sa.select(c.person).where(c.instance == instance_id, c.person == person)
    is_watching = unit.connection.execute(mine).first() is not None
    if watches and not is_watching:
        unit.connection.execute(sa.insert(watcher).values(instance=instance_id, person=person))
    elif not watches and is_watching:
        unit.connection.execute(sa.delete(watcher).where(c.instance == instance_id, c.person == person))


def watchers(unit: Unit, instance_id: str) -> list[str]:
    """Return who watches a case, by name."""
    query = sa.select(watcher.c.person).where(watcher.c.instance == instance_id).order_by(watcher.c.person)
    return [str(row[0]) for row in unit.connection.execute(query)]
