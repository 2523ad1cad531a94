"""A head's view of a unit: how much lies where, what is late, who is away, and how much was done in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modeler_api.formats import TimeLeft
from modeler_api.procedures import Procedures
from modeler_api.store import absences, accounts, holdings, positions, units
from modeler_api.store.absences import Absence
from modeler_api.store.holdings import Member
from modeler_api.store.units import Unit
from modeler_api.translation import told
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from engine import Counted, WorkItem
    from engine.workload import Workload
    from modeler_api.store.accounts import Account
    from modeler_api.store.unit_of_work import Store

SOON = dt.timedelta(days=2)
PERIODS = (7, 30, 90)
MOST_PEOPLE = 500


def first_headed(store: Store, who: Account) -> Unit | None:
    """The unit a person is head of, of several the one that stands highest; None when they are head of none."""
    found = ([*units.above(store, unit)] for unit in sorted(who.heads))
    return min((above for above in found if above), key=len, default=[None])[-1]


@dataclass(frozen=True)
class UnitWork:
    """The work of one unit and of those below it, over some days."""

    door: Door
    unit: Unit
    days: int = 30
    within: tuple[str, ...] = ()
    """The keys of the procedures whose work is counted and named, for who stands in for these only; empty for all."""

    @cached_property
    def parts(self) -> tuple[tuple[Unit, Workload], ...]:
        """The unit and each unit below it that has positions with groups, with its workload."""
        below = units.below(self.door.store, self.unit.id)
        places = [place for place in units.of_agency(self.door.store, self.unit.agency) if place.id in below]
        found = ((place, self._groups(place)) for place in places)
        return tuple((place, self._sum(groups)) for place, groups in found if groups)

    @cached_property
    def people(self) -> tuple[Member, ...]:
        """The people of the unit and below, each once."""
        found = holdings.people(self.door.store, self.unit.id, with_below=True, limit=MOST_PEOPLE)
        return tuple({member.account: member for member in reversed(found)}.values())[::-1]

    @property
    def procedures(self) -> str:
        """What the procedures are called whose work alone is counted; empty for all."""
        called = Procedures(self.door)
        live = (called.by_key(key) for key in self.within)
        return ", ".join(told(one.name) for one in live if one is not None)

    @property
    def may_name_people(self) -> bool:
        """Whether figures are told for each person: the law setting says so, and enough people are there."""
        settings = self.door.settings
        return settings.people_figures and len(self.people) >= settings.people_figures_minimum

    @cached_property
    def by_person(self) -> tuple[tuple[str, Workload], ...]:
        """What each person holds and has done, by name; empty unless people may be named."""
        if not self.may_name_people:
            return ()
        from engine.workload import Workload

        loads = {load.holder: load for load in self._loads(self._all_groups)}
        named = [(one.full_name, loads.get(one.name, Workload(holder=one.name))) for one in self.people]
        return tuple(sorted(named, key=lambda row: (-row[1].overdue, -row[1].open, row[0])))

    @cached_property
    def unclaimed(self) -> int:
        """How much nobody has taken."""
        return sum(load.open for load in self._loads(self._all_groups) if load.holder is None)

    def offered(self) -> Counted:
        """How much nobody has taken, counted no further than a list is."""
        from engine import WorkQuery

        query = WorkQuery(offered_to=tuple(sorted(self._all_groups)) or ("",), within=self.within)
        return self.door.engine.count_work({"offered": query})["offered"]

    def late(self, *, limit: int = 20) -> list[tuple[WorkItem, str, str | None, TimeLeft]]:
        """The work that is overdue, the longest overdue first, with its words, its holder's name and the time."""
        from engine import WorkQuery

        now = dt.datetime.now(dt.UTC)
        found: dict[str, WorkItem] = {}
        said: dict[str, Any] = {"due_before": now, "within": self.within}
        queries = [WorkQuery(offered_to=tuple(sorted(self._all_groups)) or ("",), **said)]
        late = {load.holder for load in self._loads(self._all_groups) if load.holder and load.overdue}
        queries += [WorkQuery(held_by=holder, **said) for holder in sorted(late)]
        for query in queries:
            for item in self.door.engine.find_work(query, limit=limit):
                if self._all_groups & set(item.candidates):
                    found[item.id] = item
        items = sorted(found.values(), key=lambda item: item.due or now)[:limit]
        names = accounts.full_names(self.door.store).fetch(item.holder for item in items)
        procedures = Procedures(self.door)
        calendar = self.door.settings.calendar
        return [
            (
                item,
                procedures.label(item.definition, item.element, item.label),
                names.get(item.holder, item.holder) if item.holder else None,
                TimeLeft(item.due, calendar, now, is_stopped=item.stopped is not None),
            )
            for item in items
        ]

    @cached_property
    def away(self) -> tuple[tuple[str, str, Absence], ...]:
        """Who is away or will be, with who stands in."""
        names = {member.account: member.full_name for member in self.people}
        found = absences.of_accounts(self.door.store, list(names))
        for absence in found:
            if absence.substitute not in names:
                person = accounts.by_id(self.door.store, absence.substitute)
                names[absence.substitute] = person.full_name if person else ""
        return tuple((names[one.account], names[one.substitute], one) for one in found)

    @cached_property
    def _all_groups(self) -> frozenset[str]:
        below = units.below(self.door.store, self.unit.id)
        posts = positions.of_agency(self.door.store, self.unit.agency)
        return frozenset().union(*(post.groups for post in posts if post.unit in below))

    def _groups(self, place: Unit) -> frozenset[str]:
        return frozenset().union(*(post.groups for post in positions.of_unit(self.door.store, place.id)))

    def _sum(self, groups: frozenset[str]) -> Workload:
        from engine.workload import together

        return together(self._loads(groups))

    def _loads(self, groups: frozenset[str]) -> list[Workload]:
        since = dt.datetime.now(dt.UTC) - dt.timedelta(days=self.days)
        return self.door.engine.workload(sorted(groups), since=since, soon=SOON, within=self.within)
