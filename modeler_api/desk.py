"""A person's desk: what waits for them, on which shelf, with the working time that is left.

The engine sorts by priority and due moment, so that the overdue come first and then what has least time left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modeler_api.formats import TimeLeft
from modeler_api.procedures import Procedures
from modeler_api.store import accounts
from modeler_api.store.accounts import Account
from modeler_api.translation import told
from modeler_api.wiring import Door
from processes.calendar import WorkingCalendar
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import WorkItem

NOBODY = ""
"""As the `user` of a query: what nobody holds."""

SHELVES: dict[str, Message] = {
    "mine": _("My work"),
    "unit": _("My unit, not taken yet"),
    "today": _("Due today"),
    "overdue": _("Overdue"),
    "done": _("Done"),
}


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One way to look at the desk, with how much lies there."""

    name: str
    label: Message
    count: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """A piece of work as the list shows it."""

    id: str
    label: str
    case: str
    case_name: str
    procedure: str
    left: TimeLeft
    offered_at: dt.datetime
    completed_at: dt.datetime | None
    holder: str | None
    is_mine: bool


@dataclass(frozen=True)
class Desk:
    """What one person may see of the work that waits."""

    account: Account
    door: Door
    procedure: str | None = None
    case: str | None = None

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf with its count."""
        return tuple(Shelf(name=name, label=label, count=self.count(name)) for name, label in SHELVES.items())

    def count(self, shelf: str) -> int:
        """How many pieces of work lie on a shelf."""
        counted = int(self.door.engine.count_work_items(**self._query(shelf)))
        return counted - self.count("overdue") if shelf == "today" else counted

    def rows(self, shelf: str, *, limit: int, offset: int) -> tuple[Row, ...]:
        """A page of a shelf, the most urgent first."""
        if shelf == "today":
            # The overdue come first in this order, and have a shelf of their own.
            offset += self.count("overdue")
        found = self.door.engine.work_items(**self._query(shelf), limit=limit, offset=offset)
        return tuple(self._row(item) for item in found)

    def next_item(self, *, besides: str | None = None) -> Row | None:
        """The most urgent piece of work that this person could do now."""
        found = self.door.engine.work_items(user=self.account.name, groups=self._groups, limit=2)
        return next((self._row(item) for item in found if item.id != besides), None)

    @cached_property
    def procedures(self) -> Procedures:
        """The procedures in operation, by the ids of their definitions."""
        return Procedures(self.door)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The procedures to narrow the list to."""
        return self.procedures.choices

    @cached_property
    def _groups(self) -> list[str]:
        return sorted(self.account.groups)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return accounts.full_names(self.door.store)

    @cached_property
    def _now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def _query(self, shelf: str) -> dict[str, Any]:
        me, groups = self.account.name, self._groups
        queries: dict[str, dict[str, Any]] = {
            "mine": {"user": me, "groups": []},
            "unit": {"user": NOBODY, "groups": groups},
            "today": {"user": me, "groups": groups, "due_before": self._end_of_today},
            "overdue": {"user": me, "groups": groups, "overdue": True},
            "done": {"user": me, "groups": [], "status": "completed"},
        }
        query = queries[shelf]
        if self.procedure:
            query["definition"] = self.procedure
        if self.case:
            query["business_key"] = self.case
        return query

    @cached_property
    def _end_of_today(self) -> dt.datetime:
        local = self._now.astimezone(WorkingCalendar.default().zone)
        return dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time(), local.tzinfo)

    def _row(self, item: WorkItem) -> Row:
        return Row(
            id=item.id,
            label=self.procedures.label(item.definition, item.element, item.label),
            case=item.instance,
            case_name=item.business_key or item.instance[:8],
            procedure=told(self.procedures.name(item.definition)),
            left=TimeLeft(item.due, WorkingCalendar.default(), self._now),
            offered_at=item.offered_at,
            completed_at=item.completed_at,
            holder=self._names.get(item.holder, item.holder) if item.holder else None,
            is_mine=item.holder == self.account.name,
        )


def desk_of(account: Account, door: Door) -> Desk:
    """The desk of a person."""
    return Desk(account, door)
