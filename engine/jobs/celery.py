"""Jobs at Celery workers, over Valkey, Redis or RabbitMQ.

Only a job's id travels; everything else is in the outbox, so a broker that loses a message loses no work: the relay
(`Engine.send_jobs`, called by every clock) hands the job over again when its lease has run out.
"""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import celery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.jobs.port import Runner

TASK = "kyzmat.run_job"

#: How long a broker that did not answer is left alone; a person's verb must not wait for it.
PAUSE_SECONDS = 5.0


def application(broker: str | None = None) -> celery.Celery:
    """Return the Celery application both sides share: the engine that sends, and the workers."""
    url = broker or os.environ.get("KYZMAT_BROKER")
    if not url:
        raise ValueError("Celery needs a broker: give `broker`, or set KYZMAT_BROKER.")
    app = celery.Celery("kyzmat", broker=url)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_ignore_result=True,
        broker_connection_retry_on_startup=True,
        task_serializer="json",
        accept_content=["json"],
        broker_transport_options={"visibility_timeout": 600},
    )
    return app


class Celery:
    """Sends jobs to workers right after the commit; what cannot be sent stays in the outbox for the relay."""

    def __init__(self, *, broker: str | None = None) -> None:
        self.app = application(broker)
        self._away_until = 0.0

    def after_commit(self, ids: Sequence[str], run: Callable[[str], None]) -> None:
        """Send the jobs; a broker that does not answer is no error of the verb that is already committed."""
        from kombu.exceptions import OperationalError

        if time.monotonic() < self._away_until or not self._answers():
            return
        try:
            for id_ in ids:
                self.app.send_task(TASK, args=[id_], task_id=id_, retry=False)
        except (OperationalError, OSError):
            # The outbox keeps them: the relay sends them when the broker is back.
            self._away_until = time.monotonic() + PAUSE_SECONDS

    def _answers(self) -> bool:
        """Whether something listens at the broker's address: the client library would ask for many seconds."""
        at = urlsplit(self.app.conf.broker_url)
        if not at.hostname:
            return True
        port = at.port or {"amqp": 5672, "amqps": 5671}.get(at.scheme, 6379)
        try:
            with socket.create_connection((at.hostname, port), timeout=1):
                return True
        except OSError:
            self._away_until = time.monotonic() + PAUSE_SECONDS
            return False


def worker_application(make_engine: Callable[[], Runner], *, broker: str | None = None) -> celery.Celery:
    """Return the application a worker runs; each of its processes makes its engine after the fork."""
    app = application(broker)
    engines: dict[int, Runner] = {}

    @app.task(name=TASK, max_retries=None)
    def run_job(id_: str) -> Any:
        pid = os.getpid()
        if pid not in engines:
            engines[pid] = make_engine()
        engines[pid].run_job(id_)

    return app
