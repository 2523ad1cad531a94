"""Terms, as rows: what an open work item or a running case may take, and when it has to be looked at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.tables import instance, term, work_item
from processes.term import Extension, Stop, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from engine.store.unit_of_work import Unit

_ADD = Statement(sa.insert(term))
_REMOVE = Statement(
    sa.delete(term).where(term.c.instance == sa.bindparam("of"), term.c.task == sa.bindparam("token"))
)
_REMOVE_ALL = Statement(sa.delete(term).where(term.c.instance == sa.bindparam("of")))


def add(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write terms that begin."""
    _ADD.run_each(unit, rows)


def remove(unit: Unit, instance_id: str, tasks: Sequence[int]) -> None:
    """Remove the terms of work that is over."""
    _REMOVE.run_each(unit, [{"of": instance_id, "token": task} for task in tasks])


def remove_all(unit: Unit, instance_id: str) -> None:
    """Remove every term of a case that is over."""
    _REMOVE_ALL.run(unit, of=instance_id)


def of_instance(unit: Unit, instance_id: str) -> list[dict[str, Any]]:
    """Return the open terms of a case, its own first."""
    query = (
        sa.select(term)
        .where(term.c.instance == instance_id)
        .order_by(term.c.task.is_not(None), term.c.task, term.c.id)
    )
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def of_cases(unit: Unit, instances: Sequence[str]) -> list[dict[str, Any]]:
    """Return the terms of these cases as a whole."""
    query = sa.select(term).where(term.c.instance.in_(list(instances)), term.c.task.is_(None))
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def due(unit: Unit, *, now: datetime, limit: int, besides: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return the ids of the terms to be looked at, each with its case, the longest due first; none of `besides`."""
    query = (
        sa.select(term.c.id, term.c.instance)
        .join(instance, instance.c.id == term.c.instance)
        .where(term.c.fires <= now, instance.c.status == "running", term.c.id.not_in(besides))
        .order_by(term.c.fires, term.c.id)
        .limit(limit)
    )
    return [(str(row[0]), str(row[1])) for row in unit.connection.execute(query)]


def lock(unit: Unit, id_: str) -> dict[str, Any] | None:
    """Return one term, locked; None when it is over."""
    row = unit.connection.execute(unit.lock_for(sa.select(term).where(term.c.id == id_))).mappings().first()
    return dict(row) if row else None


def change(unit: Unit, id_: str, /, **values: Any) -> None:
    """Write what became of a term."""
    unit.connection.execute(sa.update(term).where(term.c.id == id_).values(**values))


def running(unit: Unit) -> Iterator[dict[str, Any]]:
    """Yield every term whose limit is ahead and whose clock goes."""
    query = sa.select(term).where(term.c.fires.is_not(None)).order_by(term.c.id)
    for row in unit.connection.execution_options(yield_per=1000).execute(query).mappings():
        yield dict(row)


def next_moment(unit: Unit) -> datetime | None:
    """Return when a term next has to be looked at."""
    found = unit.connection.execute(sa.select(sa.func.min(term.c.fires))).scalar()
    return found if isinstance(found, datetime) else None


def set_due(
    unit: Unit, instance_id: str, task: int, *, due: datetime | None, stopped: datetime | None
) -> None:
    """Write by when the open work of a token is wanted, and since when its clock stands still."""
    unit.connection.execute(_open(instance_id, task).values(due=due, stopped=stopped))


def set_stopped(unit: Unit, instance_id: str, task: int, stopped: datetime | None) -> None:
    """Write since when the clock of the open work of a token stands still, without a due date of its own."""
    unit.connection.execute(_open(instance_id, task).values(stopped=stopped))


def standing(unit: Unit, instance_id: str) -> set[int]:
    """Return the tokens of a case whose open work stands still."""
    c = work_item.c
    query = sa.select(c.task).where(c.instance == instance_id, c.status == "open", c.stopped.is_not(None))
    return {int(row[0]) for row in unit.connection.execute(query)}


def _open(instance_id: str, task: int) -> sa.Update:
    c = work_item.c
    return sa.update(work_item).where(c.instance == instance_id, c.task == task, c.status == "open")


def values_of(found: Term) -> dict[str, Any]:
    """Return what a term is, as the columns that hold it."""
    extension = found.extension
    return {
        "start": found.start,
        "seconds": int(found.amount.total_seconds()),
        "unit": found.unit,
        "stops": [
            {
                "first": stop.first.isoformat(),
                "last": stop.last.isoformat() if stop.last is not None else None,
                "reason": stop.reason,
            }
            for stop in found.stops
        ],
        "extension": None
        if extension is None
        else {"seconds": int(extension.amount.total_seconds()), "reason": extension.reason},
    }


def term_in(row: Mapping[str, Any]) -> Term:
    """Return the term that stands in a row."""
    extension = row["extension"]
    return Term(
        start=row["start"],
        amount=timedelta(seconds=row["seconds"]),
        unit=row["unit"],
        stops=tuple(
            Stop(
                first=date.fromisoformat(stop["first"]),
                last=date.fromisoformat(stop["last"]) if stop["last"] is not None else None,
                reason=stop["reason"],
            )
            for stop in row["stops"]
        ),
        extension=None
        if extension is None
        else Extension(amount=timedelta(seconds=extension["seconds"]), reason=extension["reason"]),
    )
