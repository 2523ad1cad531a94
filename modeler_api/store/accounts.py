"""An account is a person who may sign in; the positions they hold say whose work they may take.

The engine knows actors as strings and candidate groups as names. Which account stands behind an actor, and which
groups its positions carry, is known here and nowhere else. An account belongs to one agency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from modeler_api.store import holdings, units
from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store
from processes.text import folded

NO_PASSWORD = "-"
"""The hash of an account that has no password: nothing typed is ever equal to it."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person who may sign in; `name` is what the engine records as the actor.

    `groups`, `units` and `heads` are what the positions of today come to: the candidate groups whose work the
    person may take, the ids of the units they work in, and of those they are head of.  `within` are the keys of the
    procedures they are kept to while they stand in for somebody, empty for all.
    """

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
    email: str | None = None
    agency: str | None = None
    groups: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    within: tuple[str, ...] = ()


def add(
    store: Store,
    *,
    name: str,
    full_name: str,
    password_hash: str,
    role: str,
    groups: Iterable[str] = (),
    agency: str | None = None,
    email: str | None = None,
    locale: str | None = None,
    is_demo: bool = False,
) -> Account:
    """Make an account and return it; a taken name raises SQLAlchemy's IntegrityError.

    Without an agency it belongs to the oldest one. `groups` are short for positions that carry just one of them each.
    """
    with store.begin() as connection:
        made = added(
            connection,
            name=name,
            full_name=full_name,
            password_hash=password_hash,
            role=role,
            agency=agency or units.home_agency(connection),
            email=email,
            locale=locale,
            is_demo=is_demo,
        )
        holdings.place(connection, made, groups, by=name)
        found = _one(connection, t.account.c.id == made)
    assert found is not None
    return found


def added(
    connection: Connection,
    *,
    name: str,
    full_name: str,
    role: str,
    agency: str,
    password_hash: str = NO_PASSWORD,
    email: str | None = None,
    locale: str | None = None,
    is_demo: bool = False,
) -> str:
    """Make an account inside a transaction that is already open, and return its id."""
    values = {
        "id": t.new_id(),
        "name": name,
        "full_name": full_name,
        "folded": _searchable(name, full_name),
        "email": email.strip().casefold() if email else None,
        "agency": agency,
        "password_hash": password_hash,
        "role": role,
        "locale": locale,
        "is_demo": is_demo,
        "is_active": True,
        "created": t.now(),
        "last_seen": None,
    }
    connection.execute(insert(t.account).values(values))
    return str(values["id"])


def by_id(store: Store, account_id: str) -> Account | None:
    """The account with this id, or None."""
    with store.begin() as connection:
        return _one(connection, t.account.c.id == account_id)


def by_name(store: Store, name: str) -> Account | None:
    """The account that signs in with this name, whatever the case of its letters, or None."""
    with store.begin() as connection:
        return _one(connection, func.lower(t.account.c.name) == name.strip().lower())


def by_email(store: Store, email: str) -> Account | None:
    """The account with this e-mail address, or None."""
    with store.begin() as connection:
        return _one(connection, t.account.c.email == email.strip().casefold())


def count(
    store: Store, *, words: str = "", agency: str | None = None, role: str | None = None, active: bool = False
) -> int:
    """How many accounts a search finds; `active` leaves out the closed ones."""
    query = _search(select(func.count()).select_from(t.account), words, agency, role)
    if active:
        query = query.where(t.account.c.is_active)
    with store.begin() as connection:
        return int(connection.execute(query).scalar_one())


def page(
    store: Store,
    *,
    words: str = "",
    agency: str | None = None,
    role: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[Account, ...]:
    """A page of the accounts a search finds, by name; Kyrgyz letters are found by their plain neighbours too."""
    query = _search(select(t.account), words, agency, role).order_by(t.account.c.folded, t.account.c.id)
    with store.begin() as connection:
        rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
        return tuple(_account(connection, row) for row in rows)


class Names(Mapping[str, str]):
    """The name a person goes by, for each account name that is asked for; each is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str | None] = {}

    def fetch(self, names: Iterable[str | None]) -> Names:
        """Read these in one go, for a page that will ask for them."""
        missing = sorted({name for name in names if name} - self._known.keys())
        if missing:
            self._known.update(dict.fromkeys(missing))
            c = t.account.c
            query = select(c.name, c.full_name).where(c.name.in_(missing))
            with self._store.begin() as connection:
                self._known.update({row.name: row.full_name for row in connection.execute(query)})
        return self

    def __getitem__(self, name: str) -> str:
        found = self.fetch([name])._known.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name, found in self._known.items() if found is not None)

    def __len__(self) -> int:
        return sum(found is not None for found in self._known.values())


def full_names(store: Store) -> Names:
    """The name a person goes by, for each account name."""
    return Names(store)


def set_groups(store: Store, account_id: str, groups: Iterable[str], *, by: str = "") -> None:
    """Let the account hold, from today, positions that carry exactly these groups."""
    with store.begin() as connection:
        holdings.place(connection, account_id, groups, by=by)


def change(store: Store, account_id: str, *, full_name: str, email: str | None, role: str) -> None:
    """Give the account another name to go by, another address or another role."""
    this = t.account.c.id == account_id
    with store.begin() as connection:
        name = connection.execute(select(t.account.c.name).where(this)).scalar_one()
        connection.execute(
            update(t.account)
            .where(this)
            .values(
                full_name=full_name,
                folded=_searchable(name, full_name),
                email=email.strip().casefold() if email else None,
                role=role,
            )
        )


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


def _one(connection: Connection, condition: Any) -> Account | None:
    row = connection.execute(select(t.account).where(condition)).mappings().one_or_none()
    return None if row is None else _account(connection, row)


def _account(connection: Connection, row: Any) -> Account:
    values = {name: found for name, found in row.items() if name != "folded"}
    held = holdings.standing(connection, values["id"])
    return Account(**values, groups=held.groups, units=held.units, heads=held.heads)


def _search(query: Any, words: str, agency: str | None, role: str | None) -> Any:
    c = t.account.c
    for word in folded(words).split():
        query = query.where(c.folded.contains(word, autoescape=True))
    if agency is not None:
        query = query.where(c.agency == agency)
    if role is not None:
        query = query.where(c.role == role)
    return query


def _searchable(name: str, full_name: str) -> str:
    return folded(f"{full_name} {name}")[:300]
