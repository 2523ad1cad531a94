"""Who holds which position, from when until when; a person may hold several, and stand in as acting head.

The days are those of the country's own calendar; the last day counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from modeler_api.store import positions, units
from modeler_api.store import tables as t
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import Store
from processes.text import _, folded


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A person on a position; `ends` is the last day, None while it is open."""

    id: str
    account: str
    position: str
    starts: dt.date
    ends: dt.date | None
    is_acting: bool
    created: dt.datetime
    created_by: str

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person's positions of a day come to: the groups, the units, and the units they are head of."""

    groups: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person in a unit, as lists show them."""

    account: str
    name: str
    full_name: str
    role: str
    position: str
    unit: str
    is_head: bool
    is_acting: bool


def appoint(
    store: Store,
    *,
    account: str,
    position: str,
    by: str,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    is_acting: bool = False,
) -> Holding:
    """Let a person hold a position from a day on, today unless told otherwise."""
    with store.begin() as connection:
        return appointed(
            connection,
            account=account,
            position=position,
            by=by,
            starts=starts,
            ends=ends,
            is_acting=is_acting,
        )


def appointed(
    connection: Connection,
    *,
    account: str,
    position: str,
    by: str,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    is_acting: bool = False,
) -> Holding:
    """As `appoint`, inside a transaction that is already open."""
    first = starts or t.today()
    if ends is not None and ends < first:
        raise Refusal(_("The last day lies before the first"), field="ends")
    home = connection.execute(select(t.account.c.agency).where(t.account.c.id == account)).scalar_one()
    found = connection.execute(
        select(t.unit.c.agency, t.position.c.closed)
        .join(t.position, t.position.c.unit == t.unit.c.id)
        .where(t.position.c.id == position)
    ).one()
    if found.closed is not None:
        raise Refusal(_("This position is closed"), field="position")
    if found.agency != home:
        raise Refusal(_("The person belongs to another agency"), field="position")
    c = t.holding.c
    overlapping = select(c.id).where(
        c.account == account,
        c.position == position,
        or_(c.ends.is_(None), c.ends >= first),
        c.starts <= ends if ends is not None else c.starts >= dt.date.min,
    )
    if connection.execute(overlapping.limit(1)).first() is not None:
        raise Refusal(_("The person holds this position at that time already"), field="starts")
    values = {
        "id": t.new_id(),
        "account": account,
        "position": position,
        "starts": first,
        "ends": ends,
        "is_acting": is_acting,
        "created": t.now(),
        "created_by": by,
    }
    connection.execute(insert(t.holding).values(values))
    return Holding(**values)  # type: ignore[arg-type]  # the keys are the fields


def end(store: Store, holding_id: str, *, last_day: dt.date) -> None:
    """End a holding with a day; one that would end before it began is taken away."""
    with store.begin() as connection:
        _ended(connection, t.holding.c.id == holding_id, last_day)


def by_id(store: Store, holding_id: str) -> Holding | None:
    """One holding, or None."""
    found = _many(store, t.holding.c.id == holding_id)
    return found[0] if found else None


def of_account(store: Store, account_id: str) -> tuple[Holding, ...]:
    """Every holding of a person, past and coming ones included, the latest first."""
    return _many(store, t.holding.c.account == account_id)


def of_position(store: Store, position_id: str) -> tuple[Holding, ...]:
    """Everybody who held or will hold a position, the latest first."""
    return _many(store, t.holding.c.position == position_id)


def in_force(day: dt.date) -> Any:
    """The condition that a holding is in force on a day."""
    c = t.holding.c
    return and_(c.starts <= day, or_(c.ends.is_(None), c.ends >= day))


def standing(connection: Connection, account_id: str, day: dt.date | None = None) -> Standing:
    """What a person's positions of a day, today unless told otherwise, come to."""
    query = (
        select(t.position.c.unit, t.position.c.is_head, t.position_group.c.group)
        .select_from(
            t.holding.join(t.position, t.position.c.id == t.holding.c.position).outerjoin(
                t.position_group, t.position_group.c.position == t.position.c.id
            )
        )
        .where(t.holding.c.account == account_id, in_force(day or t.today()))
    )
    rows = connection.execute(query).all()
    return Standing(
        groups=frozenset(row.group for row in rows if row.group),
        units=frozenset(row.unit for row in rows),
        heads=frozenset(row.unit for row in rows if row.is_head),
    )


def people(
    store: Store,
    unit_id: str,
    *,
    with_below: bool = False,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
    day: dt.date | None = None,
) -> tuple[Member, ...]:
    """A page of the people who work in a unit, the head first, then by name."""
    query = _people(unit_id, with_below=with_below, words=words, day=day)
    query = query.order_by(t.position.c.is_head.desc(), t.account.c.folded, t.account.c.id)
    with store.begin() as connection:
        rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
    return tuple(Member(**row) for row in rows)


def count_people(
    store: Store, unit_id: str, *, with_below: bool = False, words: str = "", day: dt.date | None = None
) -> int:
    """How many places the people of a unit fill; somebody with two positions counts for each."""
    query = _people(unit_id, with_below=with_below, words=words, day=day).subquery()
    with store.begin() as connection:
        return int(connection.execute(select(func.count()).select_from(query)).scalar_one())


def heads(store: Store, unit_id: str, *, day: dt.date | None = None) -> tuple[Member, ...]:
    """Who is head of a unit, an acting head first; where it has none, the head of the nearest unit above."""
    for place in reversed(units.above(store, unit_id)):
        query = _people(place.id, with_below=False, words="", day=day).where(t.position.c.is_head)
        query = query.order_by(t.holding.c.is_acting.desc(), t.account.c.folded)
        with store.begin() as connection:
            found = tuple(Member(**row) for row in connection.execute(query).mappings())
        if found:
            return found
    return ()


def place(connection: Connection, account_id: str, groups: Iterable[str], *, by: str) -> None:
    """Let a person hold, from today, positions that carry exactly these groups; missing ones are made in the agency."""
    wanted, today = frozenset(groups), t.today()
    before = standing(connection, account_id, today).groups
    if wanted == before:
        return
    _ended(connection, t.holding.c.account == account_id, today - dt.timedelta(days=1))
    agency = connection.execute(select(t.account.c.agency).where(t.account.c.id == account_id)).scalar_one()
    if agency is None:
        agency = units.home_agency(connection)
        connection.execute(update(t.account).where(t.account.c.id == account_id).values(agency=agency))
    for group in sorted(wanted):
        carried = t.position_group.c.group == group
        every = t.position_group.alias("every_group")
        alone = (
            select(func.count())
            .select_from(every)
            .where(every.c.position == t.position.c.id)
            .scalar_subquery()
            == 1
        )
        query = (
            select(t.position.c.id)
            .join(t.position_group, t.position_group.c.position == t.position.c.id)
            .where(carried, alone, t.position.c.closed.is_(None))
            .order_by(t.position.c.created)
            .limit(1)
        )
        found = connection.execute(query).scalar_one_or_none()
        if found is None:
            names = dict.fromkeys(units.LANGUAGES, group)
            found = positions.added(connection, unit=agency, names=names, groups=[group]).id
        appointed(connection, account=account_id, position=str(found), by=by)


def _ended(connection: Connection, condition: Any, last_day: dt.date) -> None:
    c = t.holding.c
    still = or_(c.ends.is_(None), c.ends > last_day)
    connection.execute(delete(t.holding).where(condition, c.starts > last_day))
    connection.execute(update(t.holding).where(condition, still).values(ends=last_day))


def _many(store: Store, condition: Any) -> tuple[Holding, ...]:
    query = select(t.holding).where(condition).order_by(t.holding.c.starts.desc(), t.holding.c.id)
    with store.begin() as connection:
        return tuple(Holding(**row) for row in connection.execute(query).mappings())


def _people(unit_id: str, *, with_below: bool, words: str, day: dt.date | None) -> Any:
    a, p = t.account.c, t.position.c
    query = (
        select(
            a.id.label("account"),
            a.name,
            a.full_name,
            a.role,
            p.id.label("position"),
            p.unit,
            p.is_head,
            t.holding.c.is_acting,
        )
        .join(t.holding, t.holding.c.account == a.id)
        .join(t.position, p.id == t.holding.c.position)
        .where(in_force(day or t.today()), a.is_active)
    )
    inside = p.unit.in_(select(units.subtree(unit_id).c.id)) if with_below else p.unit == unit_id
    query = query.where(inside)
    for word in folded(words).split():
        query = query.where(a.folded.contains(word, autoescape=True))
    return query
