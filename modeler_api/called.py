"""What people and desks are called on a page: the engine knows them by account names and by the keys of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler_api.store import accounts, rosters, units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modeler_api.store.unit_of_work import Store


def person_called(store: Store, name: str) -> str | None:
    """The full name behind an account name, None where nobody has that account."""
    found = accounts.full_names(store).get(name, "")
    return found or None


def desks_called(store: Store, groups: Iterable[str], language: str) -> str:
    """What the groups that work is offered to are called: the person meant, else the units whose positions carry it."""
    return ", ".join(dict.fromkeys(_desk(store, group, language) for group in groups))


def _desk(store: Store, group: str, language: str) -> str:
    if group.startswith("user:"):
        name = group.removeprefix("user:")
        return person_called(store, name) or name
    places = (units.by_id(store, place) for place in rosters.units_of(store, [group]))
    return ", ".join(place.name(language) for place in places if place is not None) or group
