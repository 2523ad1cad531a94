"""The door's long jobs, one file a kind.

A module registers `run(door, job, progress)` under its own name; a page asks for it with `store.jobs.ask(kind=…)`, and
the clock or a worker process runs it. What it returns is kept as the job's result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from modeler_api.store.jobs import Job
from modeler_api.wiring import Door
from processes.registry import Registry


class Progress(Protocol):
    """How a running job says what it is at: `progress(done=3, total=10, doing="…")`."""

    def __call__(self, *, done: int, total: int | None = None, doing: str = "") -> None: ...


RunJob = Callable[[Door, Job, Progress], Mapping[str, Any]]

kinds: Registry[RunJob] = Registry("modeler_api.jobs", kind="job")
"""Every kind of long job by its module's name."""
