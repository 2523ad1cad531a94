"""The port: what the engine asks of whoever runs its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Runner(Protocol):
    """Whoever can run one job by its id: an engine."""

    def run_job(self, id_: str) -> None:
        """Run one job, if it is not done or in another's hands."""
        ...


class Jobs(Protocol):
    """Runs, or has run, the jobs with these ids."""

    def after_commit(self, ids: Sequence[str], run: Callable[[str], None]) -> None:
        """Take over jobs that were just committed; `run` runs one of them in this process."""
        ...
