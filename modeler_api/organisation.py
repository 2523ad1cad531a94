"""Who works where, for everybody who needs to know: pages, policies, assignments.

The tables are the store's (`units`, `positions`, `holdings`); these are the questions that other parts ask of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from modeler_api.store import Store, holdings, positions, units
from modeler_api.store.accounts import Account
from modeler_api.store.holdings import Member
from modeler_api.store.units import Unit

if TYPE_CHECKING:
    from processes import Model


def groups_of(account: Account) -> frozenset[str]:
    """The candidate groups whose work a person may take today."""
    return account.groups


def units_of(store: Store, account: Account) -> tuple[Unit, ...]:
    """The units a person works in today, by code."""
    found = (units.by_id(store, unit) for unit in account.units)
    return tuple(sorted((unit for unit in found if unit is not None), key=lambda unit: unit.code))


def agency_of(store: Store, account: Account) -> Unit | None:
    """The agency a person belongs to; None for an account of no agency."""
    return units.by_id(store, account.agency) if account.agency else None


def is_central(store: Store, account: Account) -> bool:
    """Whether the person's agency looks after the others."""
    agency = agency_of(store, account)
    return agency is not None and agency.is_central


def candidate_groups(model: Model) -> frozenset[str]:
    """Every group a model gives work to by name: those of its user tasks or of their lanes, without expressions.

    A lane without work for people, such as the applicant's, gives nobody anything to do.
    """
    found = (
        group
        for element in model.elements.values()
        if element.type == "UserTask"
        for group in element.candidate_groups
    )
    return frozenset(group for group in found if not group.startswith(("=", "$")))


def foreign_groups(store: Store, groups: Iterable[str], agency: str | None) -> tuple[str, ...]:
    """Those of the candidate groups whose work another agency's positions do."""
    found = {group: positions.agency_of_group(store, group) for group in groups}
    return tuple(sorted(group for group, owner in found.items() if owner is not None and owner != agency))


def people_of(
    store: Store,
    unit_id: str,
    *,
    with_below: bool = True,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
    day: dt.date | None = None,
) -> tuple[Member, ...]:
    """A page of the people of a unit and of the units below it, the heads first; searched by Kyrgyz folding."""
    return holdings.people(
        store, unit_id, with_below=with_below, words=words, limit=limit, offset=offset, day=day
    )


def heads_of(store: Store, unit_id: str, *, day: dt.date | None = None) -> tuple[Member, ...]:
    """Who heads a unit today, an acting head first; where it has none, the head of the nearest unit above."""
    return holdings.heads(store, unit_id, day=day)
