"""Long jobs: work that a page asks for and a clock or worker process does, with its progress.

A job is taken by exactly one process: taking is one conditional update. A process that dies leaves its job with an old
beat, and after a while the job is offered again; so every kind of job must bear being run twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, or_, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

ABANDONED_AFTER = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Job:
    """One long job: `status` is "waiting", "running", "done" or "failed"; `doing` says in words what it is at."""

    id: str
    kind: str
    subject: str
    arguments: dict[str, Any]
    status: str
    done: int
    total: int | None
    doing: str
    result: dict[str, Any] | None
    error: str | None
    attempts: int
    created_by: str
    created: dt.datetime
    started: dt.datetime | None
    beat: dt.datetime | None
    finished: dt.datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ("done", "failed")

    @property
    def share(self) -> float | None:
        """How much is done, in [0, 1]; None while the whole is unknown."""
        return None if not self.total else min(1.0, self.done / self.total)


def ask(store: Store, *, kind: str, subject: str, arguments: Mapping[str, Any], created_by: str) -> Job:
    """Ask for a job; the same job still waiting or running is returned instead of a second one."""
    c = t.job.c
    open_twin = select(t.job).where(
        (c.kind == kind) & (c.subject == subject) & c.status.in_(("waiting", "running"))
    )
    with store.begin() as connection:
        for row in connection.execute(open_twin).mappings():
            if row["arguments"] == dict(arguments):
                return Job(**row)
        values: dict[str, Any] = {
            "id": t.new_id(),
            "kind": kind,
            "subject": subject,
            "arguments": dict(arguments),
            "status": "waiting",
            "done": 0,
            "total": None,
            "doing": "",
            "result": None,
            "error": None,
            "attempts": 0,
            "created_by": created_by,
            "created": t.now(),
            "started": None,
            "beat": None,
            "finished": None,
        }
        connection.execute(insert(t.job).values(values))
    return Job(**values)


def keep(
    store: Store,
    *,
    kind: str,
    subject: str,
    arguments: Mapping[str, Any],
    created_by: str,
    result: Mapping[str, Any],
) -> Job:
    """Keep what was short enough to be done while its asker waited, so that its result has an address."""
    moment = t.now()
    values: dict[str, Any] = {
        "id": t.new_id(),
        "kind": kind,
        "subject": subject,
        "arguments": dict(arguments),
        "status": "done",
        "done": 1,
        "total": 1,
        "doing": "",
        "result": dict(result),
        "error": None,
        "attempts": 1,
        "created_by": created_by,
        "created": moment,
        "started": moment,
        "beat": moment,
        "finished": moment,
    }
    with store.begin() as connection:
        connection.execute(insert(t.job).values(values))
    return Job(**values)


def by_id(store: Store, job_id: str) -> Job | None:
    """The job with this id, or None."""
    with store.begin() as connection:
        row = connection.execute(select(t.job).where(t.job.c.id == job_id)).mappings().one_or_none()
    return None if row is None else Job(**row)


def of_subject(store: Store, subject: str, *, kind: str | None = None) -> tuple[Job, ...]:
    """The jobs about a subject, the newest first."""
    query = select(t.job).where(t.job.c.subject == subject)
    if kind is not None:
        query = query.where(t.job.c.kind == kind)
    with store.begin() as connection:
        rows = connection.execute(query.order_by(t.job.c.created.desc())).mappings().all()
    return tuple(Job(**row) for row in rows)


def take(store: Store) -> Job | None:
    """Take the job that has waited longest, or one whose process died; None when there is nothing to do."""
    c = t.job.c
    moment = t.now()
    abandoned = (c.status == "running") & (c.beat < moment - ABANDONED_AFTER)
    free = or_(c.status == "waiting", abandoned)
    while True:
        with store.begin() as connection:
            row = (
                connection.execute(select(t.job).where(free).order_by(c.created, c.id).limit(1))
                .mappings()
                .one_or_none()
            )
            if row is None:
                return None
            unchanged = (c.id == row["id"]) & (c.attempts == row["attempts"]) & free
            if row["attempts"] >= MOST_ATTEMPTS:
                lost = {
                    "status": "failed",
                    "finished": moment,
                    "error": "The process that ran this job stopped each time.",
                }
                connection.execute(update(t.job).where(unchanged).values(lost))
                continue
            taken = {
                "status": "running",
                "started": moment,
                "beat": moment,
                "done": 0,
                "attempts": row["attempts"] + 1,
            }
            if connection.execute(update(t.job).where(unchanged).values(taken)).rowcount == 1:
                return Job(**{**row, **taken})


def progress(store: Store, job_id: str, *, done: int, total: int | None, doing: str) -> None:
    """Note how far a job has come and what it is at."""
    values = {"done": done, "total": total, "doing": doing[:300], "beat": t.now()}
    with store.begin() as connection:
        connection.execute(update(t.job).where(t.job.c.id == job_id).values(values))


def finish(store: Store, job_id: str, *, result: Mapping[str, Any]) -> None:
    """Note that a job is done, and what came of it."""
    values = {"status": "done", "result": dict(result), "finished": t.now(), "doing": ""}
    with store.begin() as connection:
        connection.execute(update(t.job).where(t.job.c.id == job_id).values(values))


def fail(store: Store, job_id: str, *, error: str) -> None:
    """Note that a job failed, in a sentence for the person who asked for it."""
    values = {"status": "failed", "error": error, "finished": t.now(), "doing": ""}
    with store.begin() as connection:
        connection.execute(update(t.job).where(t.job.c.id == job_id).values(values))


def beat(store: Store, name: str) -> None:
    """Note that the process called `name` is alive."""
    moment = t.now()
    with store.begin() as connection:
        changed = connection.execute(update(t.heartbeat).where(t.heartbeat.c.name == name).values(at=moment))
        if not changed.rowcount:
            connection.execute(insert(t.heartbeat).values(name=name, at=moment))


def last_beat(store: Store, name: str) -> dt.datetime | None:
    """When the process called `name` last said that it is alive; None when it never did."""
    with store.begin() as connection:
        return connection.execute(
            select(t.heartbeat.c.at).where(t.heartbeat.c.name == name)
        ).scalar_one_or_none()
