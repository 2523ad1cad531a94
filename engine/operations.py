"""The verbs of whoever operates the engine: cases that must stop, services, jobs and what got stuck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, operating, running
from engine.errors import UnknownInstance
from engine.instance import Incident, Instance
from engine.store import instances, outbox

if TYPE_CHECKING:
    from engine.jobs.port import Jobs
    from engine.store import Unit
    from engine.work_item import WorkItem
    from engine.workshop import Workshop

T = TypeVar("T")
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Operations:
    """The operator's half of `engine.Engine`."""

    _shop: Workshop
    _jobs: Jobs

    def instance(self, instance: Instance | str) -> Instance:
        """Return an instance as it is now."""
        with self._shop.store.read() as unit:
            found = instances.one(unit, id_of(instance))
        if found is None:
            raise UnknownInstance(id_of(instance))
        return found

    def cancel(self, instance: Instance | str, *, by: str, reason: str | None = None) -> Instance:
        """End an instance before its time: its work items and waits are withdrawn, the reason is in its history."""
        arguments.person(by)
        jobs = self._write(
            lambda unit: operating.cancel(self._shop, unit, id_of(instance), by=by, reason=reason)
        )
        self._send(jobs)
        return self.instance(instance)

    def suspend(self, instance: Instance | str, *, by: str, reason: str | None = None) -> Instance:
        """Let an instance rest: nothing can be done in it and no timer of it fires until it is resumed."""
        arguments.person(by)
        self._write(lambda unit: operating.suspend(self._shop, unit, id_of(instance), by=by, reason=reason))
        return self.instance(instance)

    def resume(self, instance: Instance | str, *, by: str) -> Instance:
        """Let a suspended instance go on; timers that came due meanwhile fire at the next `fire_timers`."""
        arguments.person(by)
        self._write(lambda unit: operating.resume(self._shop, unit, id_of(instance), by=by))
        return self.instance(instance)

    def set_variables(
        self, instance: Instance | str, data: Mapping[str, Any], *, by: str, reason: str
    ) -> Instance:
        """Correct variables by hand; who, why, before and after are in the history."""
        arguments.person(by)
        changes = running.plain(data)
        jobs = self._write(
            lambda unit: operating.set_variables(
                self._shop, unit, id_of(instance), changes, by=by, reason=reason
            )
        )
        self._send(jobs)
        return self.instance(instance)

    def service_task(self, topic: str) -> Callable[[Handler], Handler]:
        """Register a function of the host for the service tasks with this topic (or element id); use as a decorator.

        It is called with the variables and gives the variables to change, or raises `engine.BpmnError`.

        >>> from engine import Engine
        >>> engine = Engine("sqlite://")
        >>> @engine.service_task("fee")
        ... def fee(data):
        ...     return {"fee": 250}
        """

        def register(handler: Handler) -> Handler:
            self._shop.handlers[topic] = handler
            return handler

        return register

    def run_jobs(self) -> int:
        """Run every job of the outbox that is due, in this process; return how many were run."""
        count = 0
        while True:
            with self._shop.store.read() as unit:
                due = outbox.due_jobs(unit, now=self._shop.now())
            if not due:
                return count
            for id_ in due:
                self.run_job(id_)
                count += 1

    def send_jobs(self, *, limit: int = 100) -> int:
        """Hand due jobs of the outbox to the workers (the relay); return how many were handed over."""
        return operating.relay(self._shop, self._jobs, self.run_job, limit=limit)

    def run_job(self, id_: str) -> None:
        """Run one job, if it is not done or in another's hands: what a worker calls."""
        from engine.jobs.run_service_task import run_job

        self._send(run_job(self._shop, id_))

    def incidents(self, instance: Instance | str | None = None, *, open_only: bool = True) -> list[Incident]:
        """Return why instances do not go on, oldest first."""
        with self._shop.store.read() as unit:
            return outbox.incidents(
                unit, instance_id=id_of(instance) if instance else None, open_only=open_only
            )

    def retry(self, incident: Incident | str, *, by: str) -> Instance:
        """Try again what got stuck."""
        arguments.person(by)
        instance_id, jobs = self._write(
            lambda unit: operating.retry(self._shop, unit, id_of(incident), by=by)
        )
        self._send(jobs)
        return self.instance(instance_id)

    def resolve(
        self, work: Incident | WorkItem | str, *, by: str, data: Mapping[str, Any] | None = None
    ) -> Instance:
        """End by hand the activity an incident or a work item stands for, with the data it should have given."""
        arguments.person(by)
        instance_id, jobs = self._write(
            lambda unit: operating.resolve(self._shop, unit, id_of(work), by=by, data=running.plain(data))
        )
        self._send(jobs)
        return self.instance(instance_id)

    def throw(
        self, work: Incident | WorkItem | str, *, code: str, by: str, data: Mapping[str, Any] | None = None
    ) -> Instance:
        """Throw a BPMN error at the activity an incident or a work item stands for."""
        arguments.person(by)
        instance_id, jobs = self._write(
            lambda unit: operating.throw(
                self._shop, unit, id_of(work), code=code, by=by, data=running.plain(data)
            )
        )
        self._send(jobs)
        return self.instance(instance_id)

    def _write(self, verb: Callable[[Unit], T]) -> T:
        return self._shop.write(verb)

    def _send(self, jobs: Sequence[str]) -> None:
        if jobs:
            self._jobs.after_commit(jobs, self.run_job)


def id_of(thing: Any) -> str:
    """Return the id of a value of the facade; an id is its own."""
    return thing if isinstance(thing, str) else str(thing.id)
