"""The verbs with which people share work: lists and counts of it, the next in turn, passing on and handing back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from engine import arguments, sharing, working
from engine.errors import UnknownInstance
from engine.operations import id_of
from engine.store import instances, work_lists
from engine.store import sharing as shared
from engine.store import workload as sums
from engine.work_query import MOST_COUNTED, Counted, WorkQuery

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.instance import Instance
    from engine.search_fields import SearchField
    from engine.store import Unit
    from engine.work_item import WorkItem
    from engine.workload import Workload
    from engine.workshop import Workshop

T = TypeVar("T")


class Sharing:
    """The part of `engine.Engine` in which people share work."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]
    _find: Callable[..., Definition]
    work_item: Callable[[WorkItem | str], WorkItem]

    def find_work(self, query: WorkQuery, *, limit: int = 25, offset: int = 0) -> list[WorkItem]:
        """Return a page of a list of work, without its forms.

        >>> from engine import Engine, WorkQuery
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> permit = engine.deploy(read_model(b"Register @clerks -> Decide @heads", dialect="sketch"), by="ana")
        >>> case = engine.start(permit, business_key="P-17", by="ana")
        >>> [item.label for item in engine.find_work(WorkQuery(offered_to=("clerks",), case="p-1"))]
        ['Register']
        """
        with self._shop.store.read() as unit:
            rows = work_lists.page(unit, query, limit=limit, offset=offset, now=self._shop.now())
            return [working.as_work_item(self._shop, unit, row, with_form=False) for row in rows]

    def count_work(
        self, queries: Mapping[str, WorkQuery], *, up_to: int = MOST_COUNTED
    ) -> dict[str, Counted]:
        """Return how much each of several lists shows, counted together and each no further than `up_to`."""
        with self._shop.store.read() as unit:
            return work_lists.counts(unit, queries, up_to=up_to, now=self._shop.now())

    def search_fields(self, definition: Definition | str) -> tuple[SearchField, ...]:
        """Return by which fields of its forms the cases of a definition can be searched."""
        with self._shop.store.read() as unit:
            return self._shop.search_fields(unit, self._find(unit, definition).id)

    def next_item(self, *, by: str, groups: Sequence[str], definition: str | None = None) -> WorkItem | None:
        """Give `by` what has waited longest among what is offered to `groups` or to them; None when nothing waits.

        Two who ask at the same moment get two different items.
        """
        arguments.person(by)
        found = self._write(
            lambda unit: sharing.next_item(self._shop, unit, by=by, groups=groups, definition_key=definition)
        )
        return None if found is None else self.work_item(found)

    def reassign(
        self, item: WorkItem | str, *, to: str, by: str, reason: str, groups: Sequence[str] | None = None
    ) -> WorkItem:
        """Let `to` hold a work item, for a reason.

        Judged by `groups` when they are given: who holds it may, or who could take it; without them the caller has
        judged (the head of the unit).  Raises `NotEntitled` also when `to` could not have been given it.
        """
        arguments.person(by)
        self._write(
            lambda unit: sharing.reassign(
                self._shop, unit, id_of(item), to=arguments.person(to), by=by, reason=reason, groups=groups
            )
        )
        return self.work_item(item)

    def delegate(self, item: WorkItem | str, *, to: str, by: str, reason: str) -> WorkItem:
        """Have `to` do a work item one holds; it comes back (`hand_back`) before it can be completed."""
        arguments.person(by)
        self._write(
            lambda unit: sharing.delegate(
                self._shop, unit, id_of(item), to=arguments.person(to), by=by, reason=reason
            )
        )
        return self.work_item(item)

    def hand_back(self, item: WorkItem | str, *, by: str, note: str = "") -> WorkItem:
        """Give a delegated work item back to its owner, or take it back."""
        arguments.person(by)
        self._write(lambda unit: sharing.hand_back(self._shop, unit, id_of(item), by=by, note=note))
        return self.work_item(item)

    def put_off(self, item: WorkItem | str, *, until: datetime | None, by: str, reason: str = "") -> WorkItem:
        """Let a work item one holds rest until its follow-up date; None takes it up again."""
        arguments.person(by)
        moment = arguments.moment("until", until)
        self._write(
            lambda unit: sharing.put_off(self._shop, unit, id_of(item), until=moment, by=by, reason=reason)
        )
        return self.work_item(item)

    def watch(self, instance: Instance | str, *, by: str, watches: bool = True) -> None:
        """Let a person see what happens in a case among what they watch, or no longer."""
        arguments.person(by)

        def verb(unit: Unit) -> None:
            if instances.lock(unit, id_of(instance)) is None:
                raise UnknownInstance(id_of(instance))
            shared.watch(unit, id_of(instance), by, watches=watches)

        self._write(verb)

    def watchers(self, instance: Instance | str) -> list[str]:
        """Return who watches a case."""
        with self._shop.store.read() as unit:
            return shared.watchers(unit, id_of(instance))

    def workload(
        self, groups: Sequence[str], *, since: datetime, soon: timedelta, within: Sequence[str] = ()
    ) -> list[Workload]:
        """Return how much of the work offered to these groups lies with whom, what nobody holds first.

        What is due within `soon` counts as due soon; what was done counts from `since` on.  `within` are the keys of
        the definitions whose work is counted; none are all.
        """
        now = self._shop.now()
        with self._shop.store.read() as unit:
            return sums.of_groups(unit, groups, now=now, soon=now + soon, since=since, within=within)

    def load(self, persons: Sequence[str]) -> dict[str, int]:
        """Return how many open work items each of these persons holds."""
        with self._shop.store.read() as unit:
            found = shared.load(unit, persons)
        return {person: found.get(person, 0) for person in persons}
