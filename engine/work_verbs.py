"""The verbs of whoever works: finding what is to be done, taking it, giving it back, completing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from engine import arguments, working
from engine.errors import UnknownWorkItem
from engine.operations import id_of, known
from engine.store import work_items
from engine.work_item import WorkItemStatus

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.instance import Instance
    from engine.store import Unit
    from engine.work_item import WorkItem
    from engine.workshop import Workshop

T = TypeVar("T")


class Working:
    """The worker's part of `engine.Engine`."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]
    _chosen: Callable[[Unit, Definition | str | None], dict[str, str | None]]

    def work_items(
        self,
        instance: Instance | str | None = None,
        *,
        user: str | None = None,
        group: str | None = None,
        groups: Sequence[str] | None = None,
        definition: Definition | str | None = None,
        status: str | None = "open",
        overdue: bool | None = None,
        due_before: datetime | None = None,
        business_key: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[WorkItem]:
        """Return work items, the most urgent first.

        With `user`, those the person holds or, together with `group` or `groups`, may take; with groups alone, all that
        are offered to them.  `overdue=True` only those past their due time, `due_before` only those due by
        then.  `status=None` also closed ones.
        """
        arguments.page(limit, offset)
        with self._shop.store.read() as unit:
            rows = work_items.some(
                unit,
                **self._wanted(
                    unit, instance, user, group, groups, definition, status, overdue, due_before, business_key
                ),
                limit=limit,
                offset=offset,
            )
            if not rows:
                known(unit, instance)
            return [working.as_work_item(self._shop, unit, row) for row in rows]

    def count_work_items(
        self,
        instance: Instance | str | None = None,
        *,
        user: str | None = None,
        group: str | None = None,
        groups: Sequence[str] | None = None,
        definition: Definition | str | None = None,
        status: str | None = "open",
        overdue: bool | None = None,
        due_before: datetime | None = None,
        business_key: str | None = None,
    ) -> int:
        """Return how many work items `work_items` would find without a limit."""
        with self._shop.store.read() as unit:
            known(unit, instance)
            return work_items.count(
                unit,
                **self._wanted(
                    unit, instance, user, group, groups, definition, status, overdue, due_before, business_key
                ),
            )

    def work_item(self, item: WorkItem | str) -> WorkItem:
        """Return a work item as it is now."""
        with self._shop.store.read() as unit:
            row = work_items.one(unit, id_of(item))
            if row is None:
                raise UnknownWorkItem(id_of(item))
            return working.as_work_item(self._shop, unit, row)

    def claim(self, item: WorkItem | str, *, by: str, groups: Sequence[str] | None = None) -> WorkItem:
        """Let `by` hold a work item; raises `AlreadyClaimed` when another does, `NotEntitled` when it is not theirs."""
        arguments.person(by)
        self._write(lambda unit: working.claim(self._shop, unit, id_of(item), by=by, groups=groups))
        return self.work_item(item)

    def release(self, item: WorkItem | str, *, by: str) -> WorkItem:
        """Give a work item one holds back to its candidates."""
        arguments.person(by)
        self._write(lambda unit: working.release(self._shop, unit, id_of(item), by=by))
        return self.work_item(item)

    def complete(
        self,
        item: WorkItem | str,
        *,
        by: str,
        data: Mapping[str, Any] | None = None,
        groups: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Complete a work item; `work_items(instance)` says what is open then.

        Raises `InvalidData` with the message of each field, `NotEntitled` (a person is judged by `groups` when they are
        given, else by who holds the item), `AlreadyCompleted` from the second time on.
        """
        arguments.person(by)
        idempotency_key = arguments.key("idempotency_key", idempotency_key)
        jobs = self._write(
            lambda unit: working.complete(
                self._shop,
                unit,
                id_of(item),
                by=by,
                data=data,
                groups=groups,
                idempotency_key=idempotency_key,
            )
        )
        self._send(jobs)

    def _wanted(
        self,
        unit: Unit,
        instance: Instance | str | None,
        user: str | None,
        group: str | None,
        groups: Sequence[str] | None,
        definition: Definition | str | None,
        status: str | None,
        overdue: bool | None,
        due_before: datetime | None,
        business_key: str | None,
    ) -> dict[str, Any]:
        arguments.one_of("status", status, get_args(WorkItemStatus))
        names = [*(groups or ()), *([group] if group is not None else [])]
        return {
            **self._chosen(unit, definition),
            "instance_id": id_of(instance) if instance is not None else None,
            "user": user,
            "groups": names if names or groups is not None else None,
            "status": status,
            "overdue_at": self._shop.now() if overdue else arguments.moment("due_before", due_before),
            "business_key": business_key,
        }
