"""Positions: the posts of a unit, each with the candidate groups whose work its holder may take.

A candidate group is the engine's word: the name on a lane or a user task. A group belongs to one agency, that of the
first position that carried it; so no position elsewhere can take its work, whatever a model is called there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from modeler_api.store import tables as t
from modeler_api.store import units
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import Store
from processes.text import _


@dataclass(frozen=True, kw_only=True)
class Position:
    """A post in a unit; who is head of the unit holds one that says so."""

    id: str
    code: str
    unit: str
    name_ky: str
    name_ru: str
    name_en: str
    is_head: bool
    created: dt.datetime
    closed: dt.datetime | None
    groups: frozenset[str] = frozenset()

    def name(self, locale: str) -> str:
        """What it is called in a language, else in the state language, else in any."""
        return units.named(self, locale)


def add(
    store: Store,
    *,
    unit: str,
    names: Mapping[str, str],
    groups: Iterable[str] = (),
    is_head: bool = False,
    code: str | None = None,
) -> Position:
    """Add a position to a unit and return it; a group that another agency has is refused."""
    with store.begin() as connection:
        return added(connection, unit=unit, names=names, groups=groups, is_head=is_head, code=code)


def added(
    connection: Connection,
    *,
    unit: str,
    names: Mapping[str, str],
    groups: Iterable[str] = (),
    is_head: bool = False,
    code: str | None = None,
) -> Position:
    """As `add`, inside a transaction that is already open."""
    if not any(names.get(tag) for tag in units.LANGUAGES):
        raise Refusal(_("Enter a name in at least one language"), field="name_ky")
    values = {
        "id": t.new_id(),
        "code": units.free_code(connection, t.position, code, names),
        "unit": unit,
        **{f"name_{tag}": (names.get(tag) or "").strip()[:300] for tag in units.LANGUAGES},
        "is_head": is_head,
        "created": t.now(),
        "closed": None,
    }
    connection.execute(insert(t.position).values(values))
    carried = carry(connection, str(values["id"]), groups)
    return Position(**values, groups=carried)  # type: ignore[arg-type]  # the keys are the fields


def by_id(store: Store, position_id: str) -> Position | None:
    """The position with this id, or None."""
    found = _many(store, t.position.c.id == position_id, with_closed=True)
    return found[0] if found else None


def by_code(store: Store, code: str) -> Position | None:
    """The position with this code, or None."""
    found = _many(store, t.position.c.code == code, with_closed=True)
    return found[0] if found else None


def of_unit(store: Store, unit_id: str, *, with_closed: bool = False) -> tuple[Position, ...]:
    """The positions of a unit, the head's first."""
    return _many(store, t.position.c.unit == unit_id, with_closed=with_closed)


def of_agency(store: Store, agency: str, *, with_closed: bool = False) -> tuple[Position, ...]:
    """The positions of every unit of an agency."""
    within = t.position.c.unit.in_(select(t.unit.c.id).where(t.unit.c.agency == agency))
    return _many(store, within, with_closed=with_closed)


def change(
    store: Store, position_id: str, *, names: Mapping[str, str], groups: Iterable[str], is_head: bool
) -> None:
    """Give a position other names, groups, or the head's place."""
    if not any(names.get(tag) for tag in units.LANGUAGES):
        raise Refusal(_("Enter a name in at least one language"), field="name_ky")
    values = {f"name_{tag}": (names.get(tag) or "").strip()[:300] for tag in units.LANGUAGES}
    with store.begin() as connection:
        this = t.position.c.id == position_id
        connection.execute(update(t.position).where(this).values(**values, is_head=is_head))
        carry(connection, position_id, groups)


def move(store: Store, position_id: str, unit_id: str) -> None:
    """Put a position, with whoever holds it, into another unit of the same agency."""
    with store.begin() as connection:
        agencies = select(t.unit.c.agency).where(
            or_(
                t.unit.c.id == unit_id,
                t.unit.c.id
                == select(t.position.c.unit).where(t.position.c.id == position_id).scalar_subquery(),
            )
        )
        if len(set(connection.execute(agencies).scalars())) != 1:
            raise Refusal(_("A position moves within its agency only"), field="unit")
        connection.execute(update(t.position).where(t.position.c.id == position_id).values(unit=unit_id))


def close(store: Store, position_id: str) -> None:
    """Close a position that nobody holds from today on."""
    today = t.today()
    with store.begin() as connection:
        held = select(func.count()).where(
            t.holding.c.position == position_id, or_(t.holding.c.ends.is_(None), t.holding.c.ends >= today)
        )
        if connection.execute(held).scalar_one():
            raise Refusal(_("Somebody holds this position. End that first."))
        connection.execute(update(t.position).where(t.position.c.id == position_id).values(closed=t.now()))
        carry(connection, position_id, ())


def groups_in_use(store: Store, agency: str) -> tuple[str, ...]:
    """The candidate groups that positions of an agency carry, by name."""
    query = select(t.candidate_group.c.name).where(t.candidate_group.c.agency == agency)
    with store.begin() as connection:
        return tuple(connection.execute(query.order_by(t.candidate_group.c.name)).scalars())


def agency_of_group(store: Store, group: str) -> str | None:
    """The id of the agency that a candidate group belongs to; None while no position carries it."""
    query = select(t.candidate_group.c.agency).where(t.candidate_group.c.name == group)
    with store.begin() as connection:
        return connection.execute(query).scalar_one_or_none()


def carry(connection: Connection, position_id: str, groups: Iterable[str]) -> frozenset[str]:
    """Make these the groups of a position, and no others; a group of another agency is refused by name."""
    wanted = frozenset(group.strip() for group in groups if group.strip())
    agency = connection.execute(
        select(t.unit.c.agency)
        .join(t.position, t.position.c.unit == t.unit.c.id)
        .where(t.position.c.id == position_id)
    ).scalar_one()
    known = dict(
        connection.execute(
            select(t.candidate_group.c.name, t.candidate_group.c.agency).where(
                t.candidate_group.c.name.in_(wanted)
            )
        ).all()
    )
    for group in sorted(wanted):
        if known.get(group, agency) != agency:
            text = _(
                "The group “{group}” does another agency's work. Name the group in your model otherwise."
            )
            raise Refusal(text.format(group=group), field="groups")
        if group not in known:
            connection.execute(insert(t.candidate_group).values(name=group, agency=agency))
    c = t.position_group.c
    connection.execute(delete(t.position_group).where(c.position == position_id))
    for group in sorted(wanted):
        connection.execute(insert(t.position_group).values(position=position_id, group=group))
    # What no position carries any more belongs to nobody, and another agency may take it up.
    carried = select(c.group).where(c.group == t.candidate_group.c.name)
    connection.execute(delete(t.candidate_group).where(~carried.exists()))
    return wanted


def _many(store: Store, condition: Any, *, with_closed: bool) -> tuple[Position, ...]:
    c = t.position.c
    query = select(t.position).where(condition).order_by(c.is_head.desc(), c.created, c.id)
    if not with_closed:
        query = query.where(c.closed.is_(None))
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
        groups: dict[str, set[str]] = {}
        ids = select(c.id).where(condition)
        carried = select(t.position_group).where(t.position_group.c.position.in_(ids))
        for row in connection.execute(carried):
            groups.setdefault(row.position, set()).add(row.group)
    return tuple(Position(**row, groups=frozenset(groups.get(row["id"], ()))) for row in rows)
