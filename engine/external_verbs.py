"""The verbs of workers outside of the engine; what they found is told by `resolve`, `throw` and `fail`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine import arguments
from engine.errors import InvalidArgument
from engine.external_job import ExternalJob
from engine.operations import id_of
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop

#: Nobody may hold a job for longer in one go; it can be extended.
LONGEST = timedelta(hours=24)


class Workers:
    """The part of `engine.Engine` for external workers."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], Any]], Any]

    def fetch_jobs(
        self,
        topics: str | Sequence[str],
        *,
        worker: str,
        lock_for: timedelta = timedelta(minutes=5),
        limit: int = 10,
        keys: Sequence[str] | None = None,
    ) -> list[ExternalJob]:
        """Return up to `limit` jobs of these topics, the oldest first, held by `worker` until the lock runs out.

        With `keys`, only jobs of cases of the definitions with these keys.

        The worker ends each with `resolve`, `throw` or `fail` (giving its own name as `by` or `worker`), or asks for
        more time with `extend`.  No two workers ever hold the same job.

        >>> from engine import Engine
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> model = engine.deploy(read_model(b":service Ask -> Decide @heads", dialect="sketch"), by="ana")
        >>> case = engine.start(model, by="citizen:311", data={"parcel": "44/2"})
        >>> [job] = engine.fetch_jobs("ask", worker="cadastre-1")
        >>> job.data
        {'parcel': '44/2'}
        >>> engine.resolve(job, by="cadastre-1", data={"owner": "Asanova"}).data["owner"]
        'Asanova'
        """
        names = [topics] if isinstance(topics, str) else list(topics)
        if not names or limit < 1:
            raise InvalidArgument(
                "topics", topics, hint=_("Name at least one topic, and a limit above zero.")
            )
        from engine import external_work

        return external_work.fetch(
            self._shop,
            names,
            arguments.person(worker),
            lock_for=_length(lock_for),
            limit=min(limit, 1000),
            keys=keys,
        )

    def extend(
        self, job: ExternalJob | str, *, worker: str, lock_for: timedelta = timedelta(minutes=5)
    ) -> datetime:
        """Hold a job for longer, counted from now, and return until when; raises `NotEntitled` when it is not held."""
        from engine import external_work

        until: datetime = self._write(
            lambda unit: external_work.extend(
                self._shop, unit, id_of(job), arguments.person(worker), lock_for=_length(lock_for)
            )
        )
        return until

    def fail(
        self,
        job: ExternalJob | str,
        *,
        worker: str,
        reason: str,
        retries: int | None = None,
        pause: timedelta | None = None,
    ) -> None:
        """Say that an attempt failed: the job is offered again after a `pause`, or becomes an incident.

        `retries` says how many attempts are left (0: none); without it the engine counts, and pauses longer each time.
        """
        from engine import external_work

        self._write(
            lambda unit: external_work.fail(
                self._shop,
                unit,
                id_of(job),
                arguments.person(worker),
                reason=reason,
                retries=retries,
                pause=pause,
            )
        )


def _length(lock_for: timedelta) -> timedelta:
    if not timedelta(0) < lock_for <= LONGEST:
        raise InvalidArgument(
            "lock_for", lock_for, hint=_("Give a length above zero and of one day at most.")
        )
    return lock_for
