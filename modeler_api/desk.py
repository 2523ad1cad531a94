"""A person's desk: what waits for them, on which shelf, with the working time that is left.

What lies on a shelf is a query of the engine (`engine.WorkQuery`); here it is put for a person and told in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modeler_api.auth.fields import hidden_fields
from modeler_api.formats import TimeLeft, number
from modeler_api.procedures import Procedures
from modeler_api.store import accounts
from modeler_api.store.accounts import Account
from modeler_api.subject import Subject, is_queued, subject_of
from modeler_api.translation import told
from modeler_api.wanted import OF_A_HEAD, ORDERS, SHELVES, Wanted
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import Counted, WorkItem, WorkQuery
    from engine.search_fields import SearchField

#: A list is counted and turned no further than this; more asks for narrowing.
MOST_LISTED = 10_000
_NORMAL = 50
_ALWAYS = tuple(name for name in SHELVES if name != "watched")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One way to look at the desk, with how much lies there."""

    name: str
    label: Message
    count: Counted

    @property
    def shown(self) -> str:
        """The count as the reader's language writes it; a plus where it was not counted further."""
        return number(self.count.number) + ("+" if self.count.is_more else "")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A piece of work as the list shows it."""

    id: str
    label: str
    case: str
    case_name: str
    procedure: str
    subject: Subject
    left: TimeLeft
    case_due: dt.datetime | None
    """By when the whole case has to be decided, where the work has no date of its own."""
    priority: Message
    is_urgent: bool
    offered_at: dt.datetime
    completed_at: dt.datetime | None
    follow_up: dt.datetime | None
    holder: str | None
    is_mine: bool
    is_queued: bool
    element: str

    @property
    def special(self) -> Message | None:
        """The priority where it is not the usual one."""
        if str(self.priority) == "normal":
            return None
        return _("high priority") if self.is_urgent else _("low priority")


@dataclass(frozen=True)
class Desk:
    """What one person may see of the work that waits."""

    account: Account
    door: Door
    wanted: Wanted = field(default_factory=Wanted)

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf with its count; what one watches only when there is something."""
        counted = self.door.engine.count_work({name: self.query(name) for name in SHELVES})
        return tuple(
            Shelf(name=name, label=label, count=counted[name])
            for name, label in self.titles.items()
            if name in _ALWAYS or counted[name] or self.wanted.show == name
        )

    @property
    def titles(self) -> Mapping[str, Message]:
        """What each shelf is called; what waits for a head's own post is not all that waits for their unit."""
        return {**SHELVES, **OF_A_HEAD} if self.account.heads else SHELVES

    @cached_property
    def show(self) -> str:
        """The shelf that is looked at: as asked for, else one's own work, else the unit's when there is none."""
        if self.wanted.show:
            return self.wanted.show
        mine = next(shelf for shelf in self.shelves if shelf.name == "mine")
        return "mine" if mine.count else "unit"

    @cached_property
    def total(self) -> Counted:
        """How much the list holds, counted no further than it can be turned."""
        found = next(shelf.count for shelf in self.shelves if shelf.name == self.show)
        if not found.is_more:
            return found
        return self.door.engine.count_work({"all": self.query(self.show)}, up_to=MOST_LISTED)["all"]

    def rows(self, *, limit: int, offset: int) -> tuple[Row, ...]:
        """A page of the list."""
        found = self.door.engine.find_work(self.query(self.show), limit=limit, offset=offset)
        self._names.fetch(item.holder for item in found)
        undated = sorted({item.instance for item in found if item.due is None and item.status == "open"})
        self._case_dues.update(self.door.engine.case_dues(undated))
        return tuple(self.row(item) for item in found)

    def every_row(self) -> Iterator[Row]:
        """All pages of the list, as far as it can be turned."""
        for offset in range(0, MOST_LISTED, 500):
            rows = self.rows(limit=500, offset=offset)
            yield from rows
            if len(rows) < 500:
                return

    def next_item(self, *, besides: str | None = None) -> Row | None:
        """The most urgent piece of work that this person could do now; what a fair queue gives out is not picked."""
        query = replace(self._base("mine"), offered_to=self._offered_to)
        found = self.door.engine.find_work(query, limit=5)
        theirs = (item for item in found if item.id != besides and not is_queued(item))
        return next((self.row(item) for item in theirs if not is_barred(self.door, self.account, item)), None)

    @cached_property
    def has_queue(self) -> bool:
        """Whether something waits that is given out in its order."""
        found = self.door.engine.find_work(self._base("unit"), limit=25)
        return any(is_queued(item) for item in found)

    @cached_property
    def procedures(self) -> Procedures:
        """The procedures in operation, by the ids of their definitions."""
        return Procedures(self.door)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The procedures to narrow the list to."""
        return self.procedures.choices

    @cached_property
    def fields(self) -> tuple[SearchField, ...]:
        """What the chosen procedure lets this person search by, besides the applicant."""
        picked = self.procedures.by_key(self.wanted.procedure)
        if picked is None:
            return ()
        # A case of an earlier version keeps back what that version kept back.
        versions = self.door.engine.definitions(latest=False)
        unseen = self._hidden_in(version.id for version in versions if version.key == picked.key)
        return tuple(
            one for one in self._fields_of(picked.id) if not one.is_applicant and one.name not in unseen
        )

    @property
    def sorted_by(self) -> Message:
        """In which order the list stands, in words."""
        if self.show == "done":
            return _("The latest first.")
        return ORDERS[self.wanted.sort][2]

    def query(self, shelf: str) -> WorkQuery:
        """What the engine is asked for a shelf, narrowed as wanted."""
        wanted = self.wanted
        picked = self.procedures.by_key(wanted.procedure)
        searches = wanted.text or wanted.applicant
        return replace(
            self._base(shelf),
            definition=picked.key if picked else None,
            unseen=self._unseen if searches else (),
            applicant=wanted.applicant or None,
            case=wanted.case or None,
            text=wanted.text or None,
            fields={one.name: wanted.fields[one.name] for one in self.fields if one.name in wanted.fields},
            order="latest" if shelf == "done" else ORDERS[wanted.sort][0],
        )

    def _base(self, shelf: str) -> WorkQuery:
        from engine import WorkQuery

        me = self.account.name
        both: dict[str, Any] = {"held_by": me, "offered_to": self._offered_to, "resting": False}
        queries: Mapping[str, Mapping[str, Any]] = {
            "open": {"held_by": me, "offered_to": self._offered_to},
            "mine": {"held_by": me, "resting": False},
            "unit": {"offered_to": self._offered_to or ("",)},
            "today": {**both, "due_from": self._now, "due_before": self._end_of_today},
            "overdue": {**both, "due_before": self._now},
            "waiting": {"held_by": me, "resting": True, "delegated_by": me},
            "watched": {"watched_by": me},
            "done": {"held_by": me, "status": "completed"},
        }
        return WorkQuery(**queries[shelf], within=self.account.within)

    @cached_property
    def _unseen(self) -> tuple[str, ...]:
        """The fields by whose words this person must not find a case, in whichever procedure."""
        every = self.door.engine.definitions(latest=False)
        return tuple(sorted(self._hidden_in(one.id for one in every)))

    def _hidden_in(self, definitions: Iterable[str]) -> frozenset[str]:
        models = (self.door.engine.model(id_) for id_ in definitions)
        return frozenset().union(*(hidden_fields(self.account, model.forms.values()) for model in models))

    @cached_property
    def _offered_to(self) -> tuple[str, ...]:
        return (*sorted(self.account.groups), f"user:{self.account.name}")

    @cached_property
    def _names(self) -> accounts.Names:
        return accounts.full_names(self.door.store)

    @cached_property
    def _case_dues(self) -> dict[str, dt.datetime]:
        return {}

    @cached_property
    def _now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    @cached_property
    def _end_of_today(self) -> dt.datetime:
        local = self._now.astimezone(self.door.settings.calendar.zone)
        return dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time(), local.tzinfo)

    @cached_property
    def _subject_fields(self) -> dict[str, tuple[SearchField, ...]]:
        return {}

    def _fields_of(self, definition: str) -> tuple[SearchField, ...]:
        if definition not in self._subject_fields:
            engine = self.door.engine
            hidden = hidden_fields(self.account, engine.model(definition).forms.values())
            found = engine.search_fields(definition)
            self._subject_fields[definition] = tuple(one for one in found if one.name not in hidden)
        return self._subject_fields[definition]

    def row(self, item: WorkItem) -> Row:
        """A piece of work as a line of the list."""
        return Row(
            id=item.id,
            label=self.procedures.label(item.definition, item.element, item.label),
            case=item.instance,
            case_name="" if is_queued(item) else item.business_key or item.instance[:8],
            procedure=told(self.procedures.name(item.definition)),
            subject=subject_of(self.account, item, self._fields_of(item.definition)),
            left=TimeLeft(
                item.due, self.door.settings.calendar, self._now, is_stopped=item.stopped is not None
            ),
            case_due=self._case_dues.get(item.instance)
            if item.due is None and item.stopped is None
            else None,
            priority=priority(item.priority),
            is_urgent=item.priority > _NORMAL,
            offered_at=item.offered_at,
            completed_at=item.completed_at,
            follow_up=item.follow_up,
            holder=self._names.get(item.holder, item.holder) if item.holder else None,
            is_mine=item.holder == self.account.name,
            is_queued=is_queued(item),
            element=item.element,
        )


def is_barred(door: Door, account: Account, item: WorkItem) -> bool:
    """Whether a duty keeps this person from open work, so that it is not proposed to them."""
    from engine import EngineError

    try:
        return door.engine.barred(item, by=account.name) is not None
    except EngineError:
        return True  # it was done or is gone meanwhile


def priority(value: int) -> Message:
    """A priority in a word; 50 is what a procedure says nothing about.

    >>> str(priority(50)), str(priority(80)), str(priority(10))
    ('normal', 'high', 'low')
    """
    return _("high") if value > _NORMAL else _("low") if value < _NORMAL else _("normal")


def desk_of(account: Account, door: Door, wanted: Wanted | None = None) -> Desk:
    """The desk of a person."""
    return Desk(account, door, wanted or Wanted())
