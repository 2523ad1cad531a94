"""An account is a person who may sign in; their groups say whose work they may take.

The engine knows actors as strings and candidate groups as names. Which account stands behind an actor, and which
groups it belongs to, is known here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person who may sign in; `name` is what the engine records as the actor."""

    id: str
    name: str
    full_name: str
    password_hash: str
    role: str
    locale: str | None
    is_demo: bool
    is_active: bool
    created: dt.datetime
    last_seen: dt.datetime | None
    groups: frozenset[str] = frozenset()


def add(
    store: Store,
    *,
    name: str,
    full_name: str,
    password_hash: str,
    role: str,
    groups: Iterable[str] = (),
    locale: str | None = None,
    is_demo: bool = False,
) -> Account:
    """Make an account and return it; a taken name raises SQLAlchemy's IntegrityError."""
    values = {
        "id": t.new_id(),
        "name": name,
        "full_name": full_name,
        "password_hash": password_hash,
        "role": role,
        "locale": locale,
        "is_demo": is_demo,
        "is_active": True,
        "created": t.now(),
        "last_seen": None,
    }
    names = frozenset(groups)
    with store.begin() as connection:
        connection.execute(insert(t.account).values(values))
        _set_groups(connection, str(values["id"]), names)
    return Account(**values, groups=names)  # type: ignore[arg-type]  # the keys are the fields


def by_id(store: Store, account_id: str) -> Account | None:
    """The account with this id, or None."""
    return _one(store, t.account.c.id == account_id)


def by_name(store: Store, name: str) -> Account | None:
    """The account that signs in with this name, whatever the case of its letters, or None."""
    return _one(store, func.lower(t.account.c.name) == name.strip().lower())


def everyone(store: Store) -> tuple[Account, ...]:
    """All accounts by name, with their groups."""
    with store.begin() as connection:
        rows = connection.execute(select(t.account).order_by(t.account.c.name)).mappings().all()
        return tuple(Account(**row, groups=_groups(connection, row["id"])) for row in rows)


def full_names(store: Store) -> dict[str, str]:
    """The name a person goes by, for each account name."""
    with store.begin() as connection:
        rows = connection.execute(select(t.account.c.name, t.account.c.full_name)).all()
    return {row.name: row.full_name for row in rows}


def set_groups(store: Store, account_id: str, groups: Iterable[str]) -> None:
    """Make these the groups of the account, and no others."""
    with store.begin() as connection:
        _set_groups(connection, account_id, frozenset(groups))


def set_password_hash(store: Store, account_id: str, password_hash: str) -> None:
    """Replace the password's hash, after a change or because the hashing parameters grew stronger."""
    with store.begin() as connection:
        connection.execute(
            update(t.account).where(t.account.c.id == account_id).values(password_hash=password_hash)
        )


def set_locale(store: Store, account_id: str, locale: str) -> None:
    """Remember the language this person reads."""
    with store.begin() as connection:
        connection.execute(update(t.account).where(t.account.c.id == account_id).values(locale=locale))


def set_active(store: Store, account_id: str, is_active: bool) -> None:
    """Let the account sign in, or stop it from doing so."""
    with store.begin() as connection:
        connection.execute(update(t.account).where(t.account.c.id == account_id).values(is_active=is_active))


def seen(store: Store, account_id: str) -> None:
    """Note that the person has just signed in."""
    with store.begin() as connection:
        connection.execute(update(t.account).where(t.account.c.id == account_id).values(last_seen=t.now()))


def _one(store: Store, condition: object) -> Account | None:
    with store.begin() as connection:
        row = connection.execute(select(t.account).where(condition)).mappings().one_or_none()  # type: ignore[arg-type]  # a column expression
        return None if row is None else Account(**row, groups=_groups(connection, row["id"]))


def _groups(connection: Connection, account_id: str) -> frozenset[str]:
    found = connection.execute(select(t.membership.c.group).where(t.membership.c.account == account_id))
    return frozenset(found.scalars())


def _set_groups(connection: Connection, account_id: str, groups: frozenset[str]) -> None:
    connection.execute(delete(t.membership).where(t.membership.c.account == account_id))
    if groups:
        rows = [{"account": account_id, "group": group} for group in sorted(groups)]
        connection.execute(insert(t.membership), rows)
