"""As whom a person looks at a list of cases: it holds what is or was the work of their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler_api.roster import Roster
from modeler_api.store import positions, units
from modeler_api.store.accounts import Account
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from engine import CaseReader


def reader(door: Door, account: Account) -> CaseReader | None:
    """The person with their groups and those they lead; None for who may read every case."""
    if account.role == "auditor":
        return None
    from engine import CaseReader

    return CaseReader(person=account.name, groups=tuple(sorted(account.groups)), leads=_led_by(door, account))


def _led_by(door: Door, account: Account) -> tuple[str, ...]:
    """The groups whose work the person leads: those of their units that no nearer head leads."""
    below = frozenset().union(*(units.below(door.store, unit) for unit in account.heads))
    if not below or account.agency is None:
        return ()
    posts = [post for post in positions.of_agency(door.store, account.agency) if post.unit in below]
    groups = frozenset().union(*(post.groups for post in posts))
    roster = Roster(door.store)
    return tuple(sorted(group for group in groups if account.name in roster.heads([group])))
