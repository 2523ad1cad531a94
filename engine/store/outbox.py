"""The outbox, incidents and idempotency keys, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import KeyReused
from engine.instance import Incident
from engine.store.statement import Statement
from engine.store.suspensions import resting
from engine.store.tables import idempotency, incident, instance, job
from processes.text import Message, recalled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.store.unit_of_work import Unit


_ADD = Statement(sa.insert(job))
_GET = Statement(sa.select(job).where(job.c.id == sa.bindparam("which")), locks=True)
_LEASE = Statement(sa.update(job).where(job.c.id == sa.bindparam("which")), sets=("status", "due"))
_REMOVE = Statement(sa.delete(job).where(job.c.id == sa.bindparam("which")))
_RESOLVE = Statement(
    sa.update(incident).where(
        incident.c.instance == sa.bindparam("of"),
        incident.c.task == sa.bindparam("token"),
        incident.c.resolved.is_(None),
    ),
    sets=("resolved",),
)
_RESOLVE_ALL = Statement(
    sa.update(incident).where(incident.c.instance == sa.bindparam("of"), incident.c.resolved.is_(None)),
    sets=("resolved",),
)
_OF_SERVICES = sa.delete(job).where(
    job.c.instance == sa.bindparam("of"), job.c.kind == sa.literal_column("'run_service_task'")
)
_WITHDRAW = Statement(_OF_SERVICES.where(job.c.task == sa.bindparam("token")))
_WITHDRAW_ALL = Statement(_OF_SERVICES)
_REMEMBERED = Statement(
    sa.select(idempotency.c.result).where(
        idempotency.c.scope == sa.bindparam("in_scope"), idempotency.c.key == sa.bindparam("under")
    )
)


def add_jobs(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put jobs into the outbox."""
    _ADD.run_each(unit, rows)


def due_jobs(unit: Unit, *, now: datetime, limit: int = 100) -> list[str]:
    """Return the ids of the jobs that are due: waiting ones, and leased ones whose lease has run out."""
    return [str(row[0]) for row in unit.connection.execute(_due(now).limit(limit))]


def _due(now: datetime) -> sa.Select[tuple[str]]:
    """Return the query for what is due: services of what rests wait, what is to be sent does not."""
    case_rests = sa.exists().where(instance.c.id == job.c.instance, instance.c.status == "suspended")
    topic_rests = sa.and_(job.c.topic.is_not(None), job.c.topic.in_(resting("topic")))
    return (
        sa.select(job.c.id)
        .where(job.c.status.in_(("waiting", "sent", "running")), job.c.due <= now)
        .where(sa.or_(job.c.kind != "run_service_task", sa.not_(sa.or_(case_rests, topic_rests))))
        .order_by(job.c.due, job.c.id)
    )


def waiting_of_topic(unit: Unit, topic: str) -> list[str]:
    """Return the jobs of a topic that wait, oldest first."""
    query = (
        sa.select(job.c.id)
        .where(job.c.topic == topic, job.c.status == "waiting")
        .order_by(job.c.created, job.c.id)
    )
    return [str(row[0]) for row in unit.connection.execute(query)]


def lease(unit: Unit, *, now: datetime, until: datetime, limit: int) -> list[str]:
    """Take due jobs for sending, past rows other relays hold; they come back when the lease runs out."""
    query = _due(now).limit(limit)
    ids = [str(row[0]) for row in unit.connection.execute(unit.lock_for(query, skip=True))]
    if ids:
        unit.connection.execute(sa.update(job).where(job.c.id.in_(ids)).values(status="sent", due=until))
    return ids


def take_job(unit: Unit, id_: str, *, now: datetime, until: datetime) -> dict[str, Any] | None:
    """Take one job for running; None when it is done, dead, or in another's hands."""
    row = _GET.first(unit, which=id_)
    if row is None or row["status"] == "dead" or (row["status"] == "running" and row["due"] > now):
        return None
    _LEASE.run(unit, which=id_, status="running", due=until)
    return row


def get_job(unit: Unit, id_: str) -> dict[str, Any] | None:
    """Return one job, locked."""
    return _GET.first(unit, which=id_)


def job_of(unit: Unit, instance_id: str, task: int) -> dict[str, Any] | None:
    """Return the service job of a token."""
    query = sa.select(job).where(
        job.c.instance == instance_id, job.c.task == task, job.c.kind == "run_service_task"
    )
    row = unit.connection.execute(unit.lock_for(query)).mappings().first()
    return dict(row) if row else None


def jobs_of(unit: Unit, instance_id: str | None, *, status: str | None = None) -> list[dict[str, Any]]:
    """Return jobs, oldest first."""
    query = sa.select(job).order_by(job.c.created, job.c.id)
    if instance_id is not None:
        query = query.where(job.c.instance == instance_id)
    if status is not None:
        query = query.where(job.c.status == status)
    return [dict(row) for row in unit.connection.execute(query).mappings()]


def postpone(unit: Unit, id_: str, *, status: str, attempts: int, due: datetime) -> None:
    """Set a job to be tried (again) at `due`, or lay it aside as dead."""
    unit.connection.execute(
        sa.update(job).where(job.c.id == id_).values(status=status, attempts=attempts, due=due)
    )


def remove_job(unit: Unit, id_: str) -> None:
    """Remove a job that is done."""
    _REMOVE.run(unit, which=id_)


def withdraw_jobs(unit: Unit, instance_id: str, tasks: Sequence[int] | None = None) -> None:
    """Remove the service jobs of these tokens (None: all of the instance); messages under way still go out."""
    if tasks is None:
        _WITHDRAW_ALL.run(unit, of=instance_id)
    else:
        _WITHDRAW.run_each(unit, [{"of": instance_id, "token": task} for task in tasks])


def remembered(unit: Unit, scope: str, key: str, *, of: Sequence[str | None]) -> Any:
    """Return what came of the first call under this key, or None; raises `KeyReused` when it was `of` another thing."""
    row = _REMEMBERED.first(unit, in_scope=scope, under=key)
    if row is None:
        return None
    result = row["result"]
    if not isinstance(result, dict) or "of" not in result:
        # Written before keys were bound to what they are for.
        return result
    if result["of"] != list(of):
        raise KeyReused(key)
    return result["result"]


def remember(
    unit: Unit, scope: str, key: str, result: Any, *, of: Sequence[str | None], at: datetime
) -> None:
    """Write what came of a call and what it was `of`, so that its repetition does nothing."""
    bound = {"of": list(of), "result": result}
    unit.connection.execute(sa.insert(idempotency).values(scope=scope, key=key, result=bound, at=at))


def forget(unit: Unit, scope: str, key: str) -> None:
    """Remove what came of a call that will not be repeated."""
    unit.connection.execute(
        sa.delete(idempotency).where(idempotency.c.scope == scope, idempotency.c.key == key)
    )


def raise_incidents(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write incidents."""
    if rows:
        unit.connection.execute(sa.insert(incident), [dict(row) for row in rows])


def incidents(
    unit: Unit,
    *,
    instance_id: str | None = None,
    definition_ids: Sequence[str] | None = None,
    element: str | None = None,
    open_only: bool = True,
    limit: int = 1000,
) -> list[Incident]:
    """Return incidents, oldest first."""
    query = sa.select(incident).order_by(incident.c.at, incident.c.id).limit(limit)
    if definition_ids is not None:
        query = query.where(incident.c.definition.in_(definition_ids))
    if element is not None:
        query = query.where(incident.c.element == element)
    if instance_id is not None:
        query = query.where(incident.c.instance == instance_id)
    if open_only:
        query = query.where(incident.c.resolved.is_(None))
    return [_incident(row) for row in unit.connection.execute(query).mappings()]


def incident_row(unit: Unit, id_: str) -> dict[str, Any] | None:
    """Return one open incident's row."""
    query = sa.select(incident).where(incident.c.id == id_, incident.c.resolved.is_(None))
    row = unit.connection.execute(query).mappings().first()
    return dict(row) if row else None


def resolve_incidents(unit: Unit, instance_id: str, tasks: Sequence[int] | None, *, at: datetime) -> None:
    """Close the open incidents of these tokens (None: all of the instance)."""
    if tasks is not None:
        common = {"of": instance_id, "resolved": at}
        _RESOLVE.run_each(unit, [common | {"token": task} for task in tasks])
        return
    _RESOLVE_ALL.run(unit, of=instance_id, resolved=at)


def resolve_job_incidents(unit: Unit, job_id: str, *, at: datetime) -> None:
    """Close the open incidents of a job."""
    query = sa.update(incident).where(incident.c.job == job_id, incident.c.resolved.is_(None))
    unit.connection.execute(query.values(resolved=at))


def rename(
    unit: Unit, instance_id: str, task: int, *, definition: str, element: str, label: str, topic: str
) -> None:
    """Write under which element of which version a token's jobs and open incidents stand."""
    connection = unit.connection
    connection.execute(
        sa.update(incident)
        .where(incident.c.instance == instance_id, incident.c.task == task, incident.c.resolved.is_(None))
        .values(definition=definition, element=element, label=label)
    )
    found = job_of(unit, instance_id, task)
    if found is not None:
        payload = found["payload"] | {"topic": topic}
        connection.execute(
            sa.update(job)
            .where(job.c.id == found["id"])
            .values(element=element, payload=payload, topic=topic)
        )


def resolve_incident(unit: Unit, id_: str, *, at: datetime) -> None:
    """Close one incident."""
    unit.connection.execute(sa.update(incident).where(incident.c.id == id_).values(resolved=at))


def _incident(row: Any) -> Incident:
    template = Message(row["template"])
    return Incident(
        id=row["id"],
        instance=row["instance"],
        definition=row["definition"],
        element=row["element"],
        label=row["label"],
        kind=row["kind"],
        message=template.format(**recalled(row["values"])) if row["values"] else template,
        at=row["at"],
        resolved=row["resolved"],
    )
