"""Absences: who is away from when until when, who stands in, for what, and what becomes of the work they hold.

An absence that a person enters themselves counts once the substitute has accepted it; one that a head enters counts at
once. On its first day the clock gives the held work away, and notes what went where, so that it can be undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, or_, select, update

from modeler_api.store import tables as t
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import Store
from processes.text import _

State = Literal["asked", "accepted", "declined", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A person away, both days included; empty `units` and `procedures` mean all of them.

    `held` says where the work goes that the person holds on the first day: "unit" or "substitute". `moved` are the
    ids of the work items that went, `handed` when.
    """

    id: str
    account: str
    substitute: str
    starts: dt.date
    ends: dt.date
    units: tuple[str, ...]
    procedures: tuple[str, ...]
    held: str
    state: str
    moved: tuple[str, ...]
    handed: dt.datetime | None
    created: dt.datetime
    created_by: str

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the substitute stands in on a day."""
        return self.state == "accepted" and self.starts <= day <= self.ends


def enter(
    store: Store,
    *,
    account: str,
    substitute: str,
    starts: dt.date,
    ends: dt.date,
    held: str,
    by: str,
    accepted: bool,
    units: Sequence[str] = (),
    procedures: Sequence[str] = (),
) -> Absence:
    """Enter an absence; two of one person at the same time, and circles of substitutes, are refused."""
    if ends < starts:
        raise Refusal(_("The last day lies before the first"), field="ends")
    if ends < t.today():
        raise Refusal(_("The absence is over already"), field="ends")
    if account == substitute:
        raise Refusal(_("Nobody stands in for themselves"), field="substitute")
    c = t.absence.c
    together = (c.state.in_(("asked", "accepted")), c.starts <= ends, c.ends >= starts)
    values = {
        "id": t.new_id(),
        "account": account,
        "substitute": substitute,
        "starts": starts,
        "ends": ends,
        "units": list(units),
        "procedures": list(procedures),
        "held": held,
        "state": "accepted" if accepted else "asked",
        "moved": [],
        "handed": None,
        "created": t.now(),
        "created_by": by,
    }
    with store.begin() as connection:
        if connection.execute(select(c.id).where(c.account == account, *together)).first():
            raise Refusal(_("The person is already away at that time"), field="starts")
        if connection.execute(select(c.id).where(c.account == substitute, *together)).first():
            raise Refusal(_("The substitute is away at that time"), field="substitute")
        if connection.execute(select(c.id).where(c.substitute == account, *together)).first():
            raise Refusal(_("The person stands in for somebody else at that time"), field="starts")
        connection.execute(insert(t.absence).values(values))
    return _absence(values)


def by_id(store: Store, absence_id: str) -> Absence | None:
    """One absence, or None."""
    found = _some(store, t.absence.c.id == absence_id)
    return found[0] if found else None


def around(store: Store, account: str) -> tuple[Absence, ...]:
    """The absences of a person and those they stand in for, past ones of a month included, the latest first."""
    c = t.absence.c
    recent = c.ends >= t.today() - dt.timedelta(days=31)
    return _some(store, or_(c.account == account, c.substitute == account), recent)


def of_accounts(store: Store, accounts: Sequence[str]) -> tuple[Absence, ...]:
    """The present and coming absences of these people, asked or accepted."""
    c = t.absence.c
    return _some(store, c.account.in_(accounts), c.ends >= t.today(), c.state.in_(("asked", "accepted")))


def standing_in(store: Store, account: str, day: dt.date | None = None) -> tuple[Absence, ...]:
    """The absences in force today in which a person is the substitute."""
    c, today = t.absence.c, day or t.today()
    return _some(store, c.substitute == account, c.state == "accepted", c.starts <= today, c.ends >= today)


def in_force(store: Store, accounts: Sequence[str]) -> tuple[Absence, ...]:
    """The absences in force today of these people."""
    c, today = t.absence.c, t.today()
    return _some(store, c.account.in_(accounts), c.state == "accepted", c.starts <= today, c.ends >= today)


def to_hand_over(store: Store) -> tuple[Absence, ...]:
    """The absences that have begun and whose held work has not been given away yet."""
    c, today = t.absence.c, t.today()
    return _some(store, c.state == "accepted", c.handed.is_(None), c.starts <= today, c.ends >= today)


def set_state(store: Store, absence_id: str, state: State) -> None:
    """Accept, decline or withdraw an absence."""
    with store.begin() as connection:
        connection.execute(update(t.absence).where(t.absence.c.id == absence_id).values(state=state))


def handed(store: Store, absence_id: str, moved: Sequence[str]) -> None:
    """Note that the held work has been given away, and which it was."""
    values = {"handed": t.now(), "moved": list(moved)}
    with store.begin() as connection:
        connection.execute(update(t.absence).where(t.absence.c.id == absence_id).values(values))


def _some(store: Store, *conditions: Any) -> tuple[Absence, ...]:
    query = select(t.absence).where(*conditions).order_by(t.absence.c.starts.desc(), t.absence.c.id)
    with store.begin() as connection:
        return tuple(_absence(row) for row in connection.execute(query).mappings())


def _absence(row: Any) -> Absence:
    lists = {name: tuple(row[name]) for name in ("units", "procedures", "moved")}
    return Absence(**{**row, **lists})
