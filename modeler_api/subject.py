"""Whose case it is, as a list tells it: in full to those whose work it is, masked to others, in a queue to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import WorkItem
    from engine.search_fields import SearchField
    from modeler_api.store.accounts import Account


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The applicant's name as this reader sees it; empty when the procedure names no field for it."""

    name: str = ""
    is_hidden: bool = False


def subject_of(account: Account, item: WorkItem, fields: Sequence[SearchField]) -> Subject:
    """Whose case a piece of work belongs to, as far as this person may know."""
    names = [item.data.get(one.name) for one in fields if one.is_applicant]
    name = next((str(value) for value in names if value), "")
    if is_queued(item):
        return Subject(is_hidden=True)
    return Subject(name=name if is_theirs(account, item) else masked(name))


def is_queued(item: WorkItem) -> bool:
    """Whether it waits in a fair queue, from which nobody picks."""
    return item.status == "open" and item.holder is None and item.assignment == "fairQueue"


def as_listed(item: WorkItem) -> WorkItem:
    """A piece of work as a program may see it: of one in a fair queue, nothing by which it could be picked."""
    return replace(item, business_key=None, data={}, instance="") if is_queued(item) else item


def is_theirs(account: Account, item: WorkItem) -> bool:
    """Whether it is this person's work, or could be."""
    if account.name in (item.holder, item.owner) or f"user:{account.name}" in item.candidates:
        return True
    return bool(account.groups & set(item.candidates))


def masked(name: str) -> str:
    """The initials of a name.

    >>> masked("Асан Үсөнов")
    'А. Ү.'
    """
    return " ".join(f"{word[0]}." for word in name.split())
