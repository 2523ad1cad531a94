"""The verbs about what got stuck: seeing why, trying again, ending it by hand, throwing an error instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, bulk, operating
from engine.external_job import ExternalJob
from engine.operations import id_of, known
from engine.plain_values import plain
from engine.store import outbox

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.instance import Incident, Instance, Result
    from engine.store import Unit
    from engine.work_item import WorkItem
    from engine.workshop import Workshop

T = TypeVar("T")


class Incidents:
    """The part of `engine.Engine` about what does not go on by itself."""

    _shop: Workshop
    instance: Callable[[Instance | str], Instance]
    _versions: Callable[[Unit, Definition | str], list[str]]
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]

    def incidents(
        self,
        instance: Instance | str | None = None,
        *,
        definition: Definition | str | None = None,
        element: str | None = None,
        open_only: bool = True,
    ) -> list[Incident]:
        """Return why instances do not go on, oldest first: of one, of a definition, at one element, or all."""
        with self._shop.store.read() as unit:
            known(unit, instance)
            return outbox.incidents(
                unit,
                instance_id=id_of(instance) if instance is not None else None,
                definition_ids=None if definition is None else self._versions(unit, definition),
                element=element,
                open_only=open_only,
            )

    def retry(self, incident: Incident | str, *, by: str, data: Mapping[str, Any] | None = None) -> Instance:
        """Try again what got stuck, after correcting variables when `data` are given (with their trace)."""
        arguments.person(by)
        changes = plain(data)
        instance_id, jobs = self._write(
            lambda unit: operating.retry(self._shop, unit, id_of(incident), by=by, data=changes)
        )
        self._send(jobs)
        return self.instance(instance_id)

    def resolve(
        self,
        work: Incident | WorkItem | ExternalJob | str,
        *,
        by: str,
        data: Mapping[str, Any] | None = None,
    ) -> Instance:
        """End the activity a job stands for, as its worker, or by hand that of an incident or a work item.

        `data` is what it gives, or should have given.  Raises `NotEntitled` when `by` does not hold the job.
        """
        arguments.person(by)
        instance_id, jobs = self._write(
            lambda unit: operating.resolve(
                self._shop, unit, id_of(work), by=by, data=plain(data), is_job=_is_job(work)
            )
        )
        self._send(jobs)
        return self.instance(instance_id)

    def throw(
        self,
        work: Incident | WorkItem | ExternalJob | str,
        *,
        code: str,
        by: str,
        data: Mapping[str, Any] | None = None,
    ) -> Instance:
        """Throw a BPMN error at the activity a job, an incident or a work item stands for."""
        arguments.person(by)
        instance_id, jobs = self._write(
            lambda unit: operating.throw(
                self._shop,
                unit,
                id_of(work),
                code=code,
                by=by,
                data=plain(data),
                is_job=_is_job(work),
            )
        )
        self._send(jobs)
        return self.instance(instance_id)

    def retry_all(
        self,
        incidents: Iterable[Incident | str],
        *,
        by: str,
        data: Mapping[str, Any] | None = None,
    ) -> list[Result]:
        """Try many again, each by itself; return what came of each."""
        return bulk.each(map(id_of, incidents), lambda id_: self.retry(id_, by=by, data=data))

    def resolve_all(
        self, incidents: Iterable[Incident | str], *, by: str, data: Mapping[str, Any] | None = None
    ) -> list[Result]:
        """End many by hand with the same data, each by itself; return what came of each."""
        return bulk.each(map(id_of, incidents), lambda id_: self.resolve(id_, by=by, data=data))


def _is_job(work: object) -> bool:
    return isinstance(work, ExternalJob)
