"""Who is behind candidate groups today: the people on the positions that carry them, and where those positions are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from modeler_api.store import holdings
from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


def members(store: Store, groups: Sequence[str]) -> set[str]:
    """The account names of those who do the work of these groups today and may sign in.

    They hold a position with one of the groups and are not away, or stand in for somebody who is.
    """
    carried = t.position_group.c
    query = (
        select(t.account.c.name)
        .join(t.holding, t.holding.c.account == t.account.c.id)
        .join(t.position_group, carried.position == t.holding.c.position)
        .where(carried.group.in_(groups), t.account.c.is_active, holdings.in_force(t.today()))
        .distinct()
    )
    a, today = t.absence.c, t.today()
    stands_in = t.account.alias("substitute")
    away = (
        select(t.account.c.name, stands_in.c.name.label("substitute"))
        .join(t.absence, a.account == t.account.c.id)
        .join(stands_in, stands_in.c.id == a.substitute)
        .where(a.state == "accepted", a.starts <= today, a.ends >= today, stands_in.c.is_active)
    )
    with store.begin() as connection:
        found = set(connection.execute(query).scalars())
        absent = {row.name: row.substitute for row in connection.execute(away) if row.name in found}
    return (found - absent.keys()) | set(absent.values())


def units_of(store: Store, groups: Sequence[str]) -> list[str]:
    """The ids of the units whose positions carry one of these groups."""
    query = (
        select(t.position.c.unit)
        .join(t.position_group, t.position_group.c.position == t.position.c.id)
        .where(t.position_group.c.group.in_(groups))
        .distinct()
    )
    with store.begin() as connection:
        return sorted(connection.execute(query).scalars())


def led_by(store: Store, name: str, *, agency: str) -> frozenset[str]:
    """The groups of an agency whose nearest head is this person: of the unit with a position for them, or above it."""
    a, p, u = t.account.c, t.position.c, t.unit.c
    in_agency = p.unit.in_(select(u.id).where(u.agency == agency))
    heading = (
        select(p.unit, a.name)
        .join(t.holding, t.holding.c.account == a.id)
        .join(t.position, p.id == t.holding.c.position)
        .where(p.is_head, in_agency, a.is_active, holdings.in_force(t.today()))
    )
    carried = (
        select(p.unit, t.position_group.c.group)
        .join(t.position_group, t.position_group.c.position == p.id)
        .where(in_agency)
    )
    with store.begin() as connection:
        above = {
            row.id: row.parent for row in connection.execute(select(u.id, u.parent).where(u.agency == agency))
        }
        heads: dict[str, set[str]] = {}
        for row in connection.execute(heading):
            heads.setdefault(row.unit, set()).add(row.name)
        groups = [(row.unit, row.group) for row in connection.execute(carried)]

    def leads(unit: str | None) -> bool:
        while unit is not None and unit not in heads:
            unit = above.get(unit)
        return unit is not None and name in heads[unit]

    return frozenset(group for unit, group in groups if leads(unit))


def called(store: Store, names: Sequence[str]) -> list[tuple[str, str]]:
    """Account names with what the people are called, in the order of the latter."""
    query = select(t.account.c.name, t.account.c.full_name).where(t.account.c.name.in_(names))
    with store.begin() as connection:
        rows = connection.execute(query.order_by(t.account.c.folded)).all()
    return [(row.name, row.full_name) for row in rows]
