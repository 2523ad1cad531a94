"""Standing in for somebody: what a substitute may do, and where the work goes that an absent person holds.

Whoever acts for somebody stays who they are: the history keeps their own name, and for whom they acted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from modeler_api.organisation import candidate_groups
from modeler_api.store import absences, accounts, notices, positions, tables
from modeler_api.store.absences import Absence
from modeler_api.store.accounts import Account
from modeler_api.wiring import Door
from processes.text import _

if TYPE_CHECKING:
    from engine import WorkItem

ROLES = frozenset({"officer", "head"})
"""Who can be stood in for, and stand in: those who do cases."""
MOST = 500
NOT_STOOD_IN = _("You do not stand in for this procedure.")


def tell(door: Door, absence: Absence, kind: str, *, by: str) -> None:
    """Tell the other of the two about an absence: who stands in of what is asked, who is away of what came of it."""
    person = absence.substitute if kind.startswith("standIn") else absence.account
    account = accounts.by_id(door.store, person)
    if account is not None and account.name != by:
        notices.tell(
            door.store,
            person,
            source=f"absence:{absence.id}:{kind}",
            kind=kind,
            instance=absence.id,
            item=None,
            happened=tables.now(),
        )


def acting(door: Door, who: Account, absence: Absence) -> Account | None:
    """The person as they act for an absent one: their own name, the other's work within what was agreed."""
    from engine.actor import Actor

    absent = accounts.by_id(door.store, absence.account)
    if absent is None or absence.substitute != who.id or absent.role not in ROLES:
        return None
    own = getattr(who.name, "affiliation", None)
    return replace(
        who,
        name=Actor(who.name, affiliation=own, on_behalf_of=absent.name),
        role=absent.role,
        groups=groups_of(door, absent, absence),
        units=absent.units & frozenset(absence.units) if absence.units else absent.units,
        heads=absent.heads & frozenset(absence.units) if absence.units else absent.heads,
        within=tuple(absence.procedures),
    )


def groups_of(door: Door, absent: Account, absence: Absence) -> frozenset[str]:
    """Whose work the substitute takes: the absent person's groups, of the units and procedures that were agreed."""
    groups = absent.groups
    if absence.units:
        chosen = (post for unit in absence.units for post in positions.of_unit(door.store, unit))
        groups = groups & frozenset().union(*(post.groups for post in chosen))
    if absence.procedures:
        models = (door.engine.model(door.engine.definition(key)) for key in absence.procedures)
        groups = groups & frozenset().union(*map(candidate_groups, models))
    return groups


def next_item(door: Door, who: Account, absence: Absence | None) -> WorkItem | None:
    """Give a person what has waited longest for them, or for the absent one within what was agreed; None when nothing
    waits."""
    for key in absence.procedures if absence is not None and absence.procedures else (None,):
        item = door.engine.next_item(by=who.name, groups=sorted(who.groups), definition=key)
        if item is not None:
            return item
    return None


def hand_over_begun(door: Door) -> int:
    """Give away what people hold whose absence has begun, and return how many work items went."""
    return sum(hand_over(door, absence) for absence in absences.to_hand_over(door.store))


def hand_over(door: Door, absence: Absence) -> int:
    """Give the held work of an absence to the unit or to the substitute; done twice it changes nothing."""
    from engine import NotEntitled, WrongState

    absent = accounts.by_id(door.store, absence.account)
    substitute = accounts.by_id(door.store, absence.substitute)
    if absent is None or substitute is None:
        return 0
    moved = []
    for item in held_by(door, absent, absence):
        try:
            if absence.held == "substitute":
                why = str(_("Planned absence"))
                door.engine.reassign(item, to=substitute.name, by=absence.created_by, reason=why)
            else:
                door.engine.release(item, by=absent.name)
        except (NotEntitled, WrongState):
            continue  # it was done, passed on or put to rest meanwhile, or the substitute must not have it
        moved.append(item.id)
    absences.handed(door.store, absence.id, moved)
    return len(moved)


def take_back(door: Door, absence: Absence, *, by: str) -> int:
    """End an absence early: what was given away and is still open and untouched comes back; return how much did."""
    from engine import NotEntitled, WrongState

    absences.set_state(door.store, absence.id, "withdrawn")
    absent = accounts.by_id(door.store, absence.account)
    substitute = accounts.by_id(door.store, absence.substitute)
    count = 0
    for item_id in absence.moved:
        item = door.engine.work_item(item_id)
        where = substitute.name if absence.held == "substitute" and substitute else None
        if absent is None or item.status != "open" or item.holder != where:
            continue
        try:
            door.engine.reassign(item, to=absent.name, by=by, reason=str(_("The absence has ended early")))
        except (NotEntitled, WrongState):
            continue
        count += 1
    return count


def held_by(door: Door, absent: Account, absence: Absence) -> list[WorkItem]:
    """The open work a person holds, of the units and procedures that were agreed."""
    from engine import WorkQuery

    found = door.engine.find_work(WorkQuery(held_by=absent.name), limit=MOST)
    within = groups_of(door, absent, absence)
    keys = {door.engine.definition(key).key for key in absence.procedures}
    return [
        item
        for item in found
        if (not absence.units or within & set(item.candidates))
        and (not keys or door.engine.definition(item.definition).key in keys)
    ]
