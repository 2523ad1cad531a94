"""Other ways than a password to be known: passkeys, and who somebody is at a provider of identities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Passkey:
    """A key that a person's device holds; `credential` is its id, unpadded base64url."""

    id: str
    account: str
    credential: str
    public_key: bytes
    sign_count: int
    name: str
    created: dt.datetime
    used: dt.datetime | None


def add_passkey(
    store: Store, *, account: str, credential: str, public_key: bytes, sign_count: int, name: str
) -> None:
    """Keep a passkey of an account; one that is there already raises SQLAlchemy's IntegrityError."""
    with store.begin() as connection:
        connection.execute(
            insert(t.passkey).values(
                id=t.new_id(),
                account=account,
                credential=credential,
                public_key=public_key,
                sign_count=sign_count,
                name=name[:80],
                created=t.now(),
            )
        )


def passkeys(store: Store, account: str) -> tuple[Passkey, ...]:
    """The passkeys of an account, the oldest first."""
    query = select(t.passkey).where(t.passkey.c.account == account).order_by(t.passkey.c.created)
    with store.begin() as connection:
        return tuple(Passkey(**row) for row in connection.execute(query).mappings())


def passkey(store: Store, credential: str) -> Passkey | None:
    """The passkey with this credential id, or None."""
    query = select(t.passkey).where(t.passkey.c.credential == credential)
    with store.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Passkey(**row)


def passkey_used(store: Store, passkey_id: str, *, sign_count: int) -> None:
    """Note a use of a passkey with the counter its device told."""
    values = {"used": t.now(), "sign_count": sign_count}
    with store.begin() as connection:
        connection.execute(update(t.passkey).where(t.passkey.c.id == passkey_id).values(values))


def remove_passkey(store: Store, passkey_id: str, *, account: str) -> None:
    """Forget a passkey of an account."""
    c = t.passkey.c
    with store.begin() as connection:
        connection.execute(delete(t.passkey).where(c.id == passkey_id, c.account == account))


def linked_account(store: Store, provider: str, subject: str) -> str | None:
    """The id of the account of a subject at a provider, or None."""
    c = t.identity.c
    query = select(c.account).where(c.provider == provider, c.subject == subject)
    with store.begin() as connection:
        return connection.execute(query).scalar_one_or_none()


@dataclass(frozen=True, kw_only=True)
class Link:
    """Who somebody is at a provider of identities."""

    provider: str
    subject: str
    account: str
    created: dt.datetime


def links(store: Store, account: str) -> tuple[Link, ...]:
    """The links of an account, the oldest first."""
    query = select(t.identity).where(t.identity.c.account == account).order_by(t.identity.c.created)
    with store.begin() as connection:
        return tuple(Link(**row) for row in connection.execute(query).mappings())


def unlink(store: Store, provider: str, subject: str, *, account: str) -> bool:
    """Know a subject as this account no longer; whether there was such a link."""
    c = t.identity.c
    mine = (c.provider == provider) & (c.subject == subject) & (c.account == account)
    with store.begin() as connection:
        return bool(connection.execute(delete(t.identity).where(mine)).rowcount)


def link(store: Store, provider: str, subject: str, *, account: str) -> None:
    """Know a subject at a provider as this account from now on."""
    with store.begin() as connection:
        connection.execute(
            insert(t.identity).values(provider=provider, subject=subject, account=account, created=t.now())
        )
