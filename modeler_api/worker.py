"""The entry of a Celery worker: the engine's jobs, done in a process of their own.

Only a job's id travels over the broker; what it is about stands in the database, which the worker reaches with the
same settings as the server. Each of the worker's processes opens its engine after the fork.
"""

from __future__ import annotations

from engine import Engine
from engine.jobs.celery import worker_application
from modeler_api.settings import Settings
from modeler_api.wiring import open_door


def run_worker(settings: Settings, *, concurrency: int) -> None:
    """Do jobs from the broker until stopped."""

    def make_engine() -> Engine:
        return open_door(settings).engine

    application = worker_application(make_engine, broker=settings.broker)
    application.worker_main(
        [
            "worker",
            f"--concurrency={concurrency}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        ]
    )
