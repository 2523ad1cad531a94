"""Work for programs outside of the engine: they fetch jobs of a topic, hold them for a while, and say what came of it.

A topic is theirs from the first time one of them asks for it; what was laid aside before, because nobody handled it, is
offered to them.  A worker that dies says nothing: its lock runs out and another one gets the job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine import running
from engine.errors import AlreadyCompleted, NotEntitled, Suspended, UnknownInstance, WrongState
from engine.external_job import ExternalJob
from engine.jobs.run_service_task import PAUSES, lay_aside
from engine.store import external_jobs, outbox
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop


def fetch(
    shop: Workshop,
    topics: Sequence[str],
    worker: str,
    *,
    lock_for: timedelta,
    limit: int,
    keys: Sequence[str] | None = None,
) -> list[ExternalJob]:
    """Lock up to `limit` jobs of these topics for a worker, the oldest first."""
    now = shop.now()

    def take(unit: Unit) -> list[dict[str, Any]]:
        for topic in topics:
            if external_jobs.asked(unit, topic, worker, at=now):
                for job, incident in external_jobs.unserved(unit, topic):
                    external_jobs.offer(unit, job, attempts=0, due=now)
                    outbox.resolve_incident(unit, incident, at=now)
        return external_jobs.lock(unit, topics, worker, now=now, until=now + lock_for, limit=limit, keys=keys)

    rows = shop.write(take)
    with shop.store.read() as unit:
        found = [_shown(shop, unit, row, worker, now + lock_for) for row in rows]
    return [job for job in found if job is not None]


def _shown(
    shop: Workshop, unit: Unit, row: Mapping[str, Any], worker: str, until: datetime
) -> ExternalJob | None:
    try:
        live = running.load(shop, unit, row["instance"], suspended=True, only=row["task"])
    except (Suspended, UnknownInstance, WrongState):
        # It ended or was suspended in the moment in between; its lock goes with it.
        return None
    task = live.tree.tasks.get(row["task"])
    if task is None:
        return None
    element = task.task_spec.node.element
    seen = live.advance.variables(task)
    wanted = {target for _source, target in element.inputs}
    return ExternalJob(
        id=row["id"],
        topic=row["topic"],
        worker=worker,
        instance=row["instance"],
        element=element.id,
        label=element.label,
        business_key=live.row.business_key,
        attempts=row["attempts"],
        locked_until=until,
        data={name: value for name, value in seen.items() if not wanted or name in wanted},
    )


def held(unit: Unit, job: str, worker: str) -> Mapping[str, Any]:
    """Return a job's row when `worker` holds it; raises `AlreadyCompleted` or `NotEntitled`."""
    row = outbox.get_job(unit, job)
    if row is None:
        raise AlreadyCompleted(_("The job is done already, or its case has ended."))
    if row["status"] != "locked" or row["worker"] != worker:
        raise NotEntitled(
            _("“{worker}” does not hold this job: its lock has run out, or another worker has it.").format(
                worker=worker
            ),
            element=row["element"],
        )
    return row


def extend(shop: Workshop, unit: Unit, job: str, worker: str, *, lock_for: timedelta) -> datetime:
    """Hold a job for longer, counted from now; return until when."""
    held(unit, job, worker)
    until = shop.now() + lock_for
    external_jobs.extend(unit, job, until=until)
    return until


def fail(
    shop: Workshop,
    unit: Unit,
    job: str,
    worker: str,
    *,
    reason: str,
    retries: int | None,
    pause: timedelta | None,
) -> None:
    """Note that an attempt failed; after the last one the job is laid aside with an incident."""
    row = held(unit, job, worker)
    attempts = row["attempts"] + 1
    left = len(PAUSES) + 1 - attempts if retries is None else retries
    if left <= 0:
        text = _("The service “{topic}” failed {attempts} times; last: {reason}")
        message = text.format(topic=row["topic"], attempts=attempts, reason=reason)
        lay_aside(shop, unit, row, message, attempts=attempts)
        return
    wait = pause if pause is not None else PAUSES[min(attempts, len(PAUSES)) - 1]
    external_jobs.offer(unit, job, attempts=attempts, due=shop.now() + wait)
