"""The verbs of whoever operates the engine: cases that must stop, go on or move, services and jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, bulk, deploying, moving, operating
from engine.definition import Definition
from engine.errors import InvalidArgument, UnknownInstance
from engine.instance import Instance, Result
from engine.plain_values import plain
from engine.store import definitions, instances, outbox, suspensions
from engine.store.instances import ids as instances_of
from processes.text import _

if TYPE_CHECKING:
    from engine.jobs.port import Jobs
    from engine.store import Unit
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
        """Let an instance rest until it is resumed.

        Nothing can be done in it, its timers do not fire and its services are not called; messages for it are kept,
        signals pass it by.  A service that is being called at this moment still brings its result.
        """
        arguments.person(by)
        self._write(lambda unit: operating.suspend(self._shop, unit, id_of(instance), by=by, reason=reason))
        return self.instance(instance)

    def resume(self, instance: Instance | str, *, by: str) -> Instance:
        """Let a suspended instance go on: kept messages are delivered, overdue timers fire next time."""
        arguments.person(by)
        self._send(self._write(lambda unit: operating.resume(self._shop, unit, id_of(instance), by=by)))
        return self.instance(instance)

    def suspend_definition(
        self, definition: Definition | str, *, by: str, reason: str | None = None, instances: bool = False
    ) -> list[Result]:
        """Let nothing start from a definition (all versions of its key), and its running `instances` rest too.

        Starts are refused with `Suspended`, messages that would start one are kept, timers that would wait.  Returns
        what came of each instance.
        """
        arguments.person(by)
        key = self._key(definition)
        self._write(lambda unit: operating.suspend_definition(self._shop, unit, key, by=by, reason=reason))
        if not instances:
            return []
        running_ones = self._ids(key, status="running")
        return bulk.each(
            running_ones,
            lambda id_: self._write(
                lambda unit: operating.suspend(self._shop, unit, id_, by=by, reason=reason, rest="definition")
            ),
        )

    def resume_definition(self, definition: Definition | str, *, by: str) -> list[Result]:
        """Let a suspended definition start again, and those of its instances go on that were suspended with it."""
        arguments.person(by)
        key = self._key(definition)
        self._send(self._write(lambda unit: operating.resume_definition(self._shop, unit, key, by=by)))
        return bulk.each(
            self._ids(key, status="suspended", rest="definition"),
            lambda id_: self._send(self._write(lambda unit: operating.resume(self._shop, unit, id_, by=by))),
        )

    def suspend_topic(self, topic: str, *, by: str, reason: str | None = None) -> None:
        """Let the services of a topic (or of a connector) wait: their jobs stay in the outbox until it is resumed."""
        arguments.person(by)
        self._write(lambda unit: operating.suspend_topic(self._shop, unit, topic, by=by, reason=reason))

    def resume_topic(self, topic: str, *, by: str) -> None:
        """Let the services of a topic be called again, beginning with those that wait."""
        arguments.person(by)
        self._send(self._write(lambda unit: operating.resume_topic(unit, topic)))

    def suspended(self, kind: suspensions.Kind) -> dict[str, suspensions.Rest]:
        """Return the keys of the definitions, or the topics, that are suspended, each with since when and why."""
        with self._shop.store.read() as unit:
            return suspensions.found(unit, kind)

    def move(
        self,
        instance: Instance | str,
        *,
        element: str,
        to: str,
        by: str,
        reason: str,
        data: Mapping[str, Any] | None = None,
    ) -> Instance:
        """Take the tokens at `element` away and put one at `to`, both ids of the file.

        Raises `NotMovable` when no token is there, or `to` is inside something that does not run.
        """
        arguments.person(by)
        changes = plain(data)
        jobs = self._write(
            lambda unit: moving.move(
                self._shop,
                unit,
                id_of(instance),
                element=element,
                to=to,
                by=by,
                reason=reason,
                data=changes,
            )
        )
        self._send(jobs)
        return self.instance(instance)

    def restart(
        self,
        instance: Instance | str,
        *,
        at: str,
        by: str,
        reason: str,
        data: Mapping[str, Any] | None = None,
    ) -> Instance:
        """Go back to an element the instance has been at: everything open is withdrawn, one token stands there.

        Variables become what the history says they were when the element was last begun; `data` correct them.  A
        failed, cancelled or terminated instance runs again; a completed one stays so.
        """
        arguments.person(by)
        changes = plain(data)
        jobs = self._write(
            lambda unit: moving.restart(
                self._shop, unit, id_of(instance), at=at, by=by, reason=reason, data=changes
            )
        )
        self._send(jobs)
        return self.instance(instance)

    def set_variables(
        self, instance: Instance | str, data: Mapping[str, Any], *, by: str, reason: str
    ) -> Instance:
        """Correct variables by hand; who, why, before and after are in the history."""
        arguments.person(by)
        changes = plain(data)
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

    def cancel_all(
        self, instances: Iterable[Instance | str], *, by: str, reason: str | None = None
    ) -> list[Result]:
        """End many instances before their time, each by itself; return what came of each."""
        return bulk.each(map(id_of, instances), lambda id_: self.cancel(id_, by=by, reason=reason))

    def _key(self, definition: Definition | str) -> str:
        with self._shop.store.read() as unit:
            return self._find(unit, definition).key

    def _find(self, unit: Unit, definition: Definition | str, version: int | None = None) -> Definition:
        return deploying.find(unit, definition, version)

    def _chosen(self, unit: Unit, definition: Definition | str | None) -> dict[str, str | None]:
        if definition is None:
            return {"definition_id": None, "key": None}
        if isinstance(definition, Definition):
            return {"definition_id": definition.id, "key": None}
        found = self._find(unit, definition)
        if found.id == definition:
            return {"definition_id": found.id, "key": None}
        return {"definition_id": None, "key": found.key}

    def _versions(self, unit: Unit, definition: Definition | str) -> list[str]:
        """Return the ids meant by a definition: its own, or those of all versions of a key."""
        found = self._find(unit, definition)
        if isinstance(definition, Definition) or definition == found.id:
            return [found.id]
        return [each.id for each in definitions.all_of(unit, latest=False) if each.key == found.key]

    def _ids(self, key: str, *, status: str, rest: str | None = None) -> list[str]:
        with self._shop.store.read() as unit:
            return instances_of(unit, key, status=status, rest=rest)

    def _write(self, verb: Callable[[Unit], T]) -> T:
        return self._shop.write(verb)

    def _send(self, jobs: Sequence[str]) -> None:
        if jobs:
            self._jobs.after_commit(jobs, self.run_job)


def known(unit: Unit, instance: Instance | str | None) -> None:
    """Raise `UnknownInstance` when an instance is named that there is not: it differs from one with nothing to show."""
    if instance is not None and instances.one(unit, id_of(instance)) is None:
        raise UnknownInstance(id_of(instance))


def id_of(thing: Any) -> str:
    """Return the id of a value of the facade; an id is its own."""
    found = thing if isinstance(thing, str) else getattr(thing, "id", None)
    if not isinstance(found, str) or "\0" in found or not found.isprintable():
        raise InvalidArgument(
            "id", thing, hint=_("Give the thing itself, as the engine returned it, or its id.")
        )
    return found
