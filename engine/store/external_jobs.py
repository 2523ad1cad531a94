"""Jobs for workers outside of the engine, as rows: offered, locked by one of them for a while, offered again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.suspensions import resting
from engine.store.tables import incident, instance, job, worker_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.unit_of_work import Unit

_KNOWN = Statement(sa.select(worker_topic.c.topic).where(worker_topic.c.topic == sa.bindparam("which")))


def is_external(unit: Unit, topic: str) -> bool:
    """Whether a worker has ever asked for jobs of this topic."""
    return _KNOWN.first(unit, which=topic) is not None


def asked(unit: Unit, topic: str, worker: str, *, at: datetime) -> bool:
    """Note that a worker asks for a topic; True when it is the first one ever."""
    changed = unit.connection.execute(
        sa.update(worker_topic).where(worker_topic.c.topic == topic).values(worker=worker, asked=at)
    )
    if changed.rowcount:
        return False
    unit.connection.execute(sa.insert(worker_topic).values(topic=topic, worker=worker, asked=at))
    return True


def unserved(unit: Unit, topic: str) -> list[tuple[str, str]]:
    """Return (job, incident) of what was laid aside because nobody handled the topic."""
    query = (
        sa.select(job.c.id, incident.c.id)
        .join(incident, incident.c.job == job.c.id)
        .where(job.c.topic == topic, job.c.status == "dead", incident.c.resolved.is_(None))
        .where(incident.c.kind == "unserved")
    )
    return [(str(row[0]), str(row[1])) for row in unit.connection.execute(query)]


def offer(unit: Unit, id_: str, *, attempts: int, due: datetime) -> None:
    """Offer a job to the workers, from `due` on."""
    unit.connection.execute(
        sa.update(job)
        .where(job.c.id == id_)
        .values(status="external", worker=None, attempts=attempts, due=due)
    )


def lock(
    unit: Unit,
    topics: Sequence[str],
    worker: str,
    *,
    now: datetime,
    until: datetime,
    limit: int,
    keys: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Lock the oldest jobs that are free for a worker, past those other workers are just taking, and return them.

    With `keys`, only those of cases of these definitions.
    """
    case_rests = sa.exists().where(instance.c.id == job.c.instance, instance.c.status == "suspended")
    query = (
        sa.select(job)
        .where(job.c.kind == "run_service_task", job.c.topic.in_(list(topics)))
        # A lock that has run out is an offer again.
        .where(job.c.status.in_(("external", "locked")), job.c.due <= now)
        .where(sa.not_(case_rests), job.c.topic.not_in(resting("topic")))
        .order_by(job.c.created, job.c.id)
        .limit(limit)
    )
    if keys is not None:
        query = query.where(
            sa.exists().where(instance.c.id == job.c.instance, instance.c.key.in_(list(keys)))
        )
    rows = [dict(row) for row in unit.connection.execute(unit.lock_for(query, skip=True)).mappings()]
    if rows:
        unit.connection.execute(
            sa.update(job)
            .where(job.c.id.in_([row["id"] for row in rows]))
            .values(status="locked", worker=worker, due=until)
        )
    return rows


def extend(unit: Unit, id_: str, *, until: datetime) -> None:
    """Hold a job for longer."""
    unit.connection.execute(sa.update(job).where(job.c.id == id_).values(status="locked", due=until))
