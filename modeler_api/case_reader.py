"""As whom a person looks at a list of cases: it holds what is or was the work of their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler_api.store import rosters
from modeler_api.store.accounts import Account
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from engine import CaseReader


def reader(door: Door, account: Account) -> CaseReader | None:
    """The person with their groups and those they lead; None for who may read every case."""
    if account.role == "auditor":
        return None
    from engine import CaseReader

    offered = (*sorted(account.groups), f"user:{account.name}")
    return CaseReader(person=account.name, groups=offered, leads=_led_by(door, account))


def _led_by(door: Door, account: Account) -> tuple[str, ...]:
    """The groups whose work the person leads: those of their units that no nearer head leads."""
    if not account.heads or account.agency is None:
        return ()
    return tuple(sorted(rosters.led_by(door.store, account.name, agency=account.agency)))
