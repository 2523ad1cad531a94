"""Who may pass a piece of work on, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from modeler_api.roster import Roster
from modeler_api.store.accounts import Account
from modeler_api.subject import is_queued, is_theirs
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import WorkItem


def leads(door: Door, account: Account, item: WorkItem) -> bool:
    """Whether a person is head of those to whom the work is offered."""
    return bool(account.heads) and account.name in Roster(door.store).heads(item.candidates)


def is_open_to(door: Door, account: Account, item: WorkItem) -> bool:
    """Whether a person may look at a piece of work: it is theirs, or could be, or they lead those whose it is."""
    return is_theirs(account, item) or leads(door, account, item)


def refusal(door: Door, account: Account, item: WorkItem) -> Message | None:
    """Why a person may not look at a piece of work, None when they may: of a fair queue nothing is looked at."""
    if not is_open_to(door, account, item):
        return _("This work belongs to another unit.")
    if is_queued(item) and not leads(door, account, item):
        return _("Cases of this kind are given out in the order in which they came. Ask for the next one.")
    return None


def groups_to_judge(door: Door, account: Account, item: WorkItem) -> Sequence[str] | None:
    """The groups by which the engine judges whether a person may pass it on; None when they lead those whose it is."""
    return None if leads(door, account, item) else sorted(account.groups)


def receivers(door: Door, item: WorkItem) -> list[tuple[str, str]]:
    """Account name and name of those who could get it, without whoever has it."""
    roster = Roster(door.store)
    names = {*roster.members(item.candidates), *roster.heads(item.candidates)} - {item.holder}
    return roster.full_names(sorted(name for name in names if name))
