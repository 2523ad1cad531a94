"""Notices to people, and the letters in which they go out: each event once per person, however often it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

DIGEST, IMMEDIATE, NONE = "digest", "immediate", "none"
USUAL_HOUR = 8
OF_NO_CASE = (
    *("alert", "digest"),
    *("standIn", "standInGiven", "standInOver"),
    *("absenceEntered", "absenceAccepted", "absenceDeclined", "absenceOver"),
)
"""The kinds of notices in which another thing stands in the place of the case: no case of theirs can be forgotten."""
#: A letter in a process's hands is offered again after this, should the process have died.
LEASE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 12


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What somebody is told: the `kind` of event, the case, and the work item where there is one."""

    id: str
    account: str
    source: str
    kind: str
    instance: str
    item: str | None
    happened: dt.datetime
    seen: dt.datetime | None
    mailed: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How a person wants to be written to: a daily *digest* at an hour, *immediate*, or *none*."""

    mail: str = DIGEST
    hour: int = USUAL_HOUR
    digest: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail: to whom, in which language, about which notices."""

    id: str
    account: str
    receiver: str
    locale: str
    notices: list[str]
    attempts: int


class _Taken(Exception):
    """Another process was faster; nothing is written."""


def tell(
    store: Store,
    account: str,
    *,
    source: str,
    kind: str,
    instance: str,
    item: str | None,
    happened: dt.datetime,
) -> bool:
    """Write a notice; return False when this person has been told of this event already."""
    c = t.notice.c
    values = {
        "id": t.new_id(),
        "account": account,
        "source": source,
        "kind": kind,
        "instance": instance,
        "item": item,
        "happened": happened,
        "seen": None,
        "mailed": None,
    }
    try:
        with store.begin() as connection:
            there = select(c.id).where(c.account == account, c.source == source)
            if connection.execute(there).first() is not None:
                return False
            connection.execute(insert(t.notice).values(values))
    except IntegrityError:
        return False  # another clock was faster
    return True


def of_account(store: Store, account: str, *, limit: int, offset: int = 0) -> list[Notice]:
    """A page of what a person was told, the latest first."""
    c = t.notice.c
    query = select(t.notice).where(c.account == account).order_by(c.happened.desc(), c.id)
    with store.begin() as connection:
        return [Notice(**row) for row in connection.execute(query.limit(limit).offset(offset)).mappings()]


def count(store: Store, account: str, *, unseen: bool = False) -> int:
    """How much a person was told, or has not seen yet."""
    c = t.notice.c
    query = select(func.count()).select_from(t.notice).where(c.account == account)
    if unseen:
        query = query.where(c.seen.is_(None))
    with store.begin() as connection:
        return int(connection.execute(query).scalar_one())


def see(store: Store, account: str, notice: str | None = None) -> None:
    """Note that a person has seen one notice, or all."""
    c = t.notice.c
    query = update(t.notice).where(c.account == account, c.seen.is_(None)).values(seen=t.now())
    with store.begin() as connection:
        connection.execute(query if notice is None else query.where(c.id == notice))


def choice(store: Store, account: str) -> Choice:
    """How a person wants to be written to; a daily digest when they have not said."""
    c = t.notice_choice.c
    with store.begin() as connection:
        query = select(c.mail, c.hour, c.digest).where(c.account == account)
        row = connection.execute(query).mappings().first()
    return Choice(**row) if row else Choice()


def choose(store: Store, account: str, *, mail: str, hour: int) -> None:
    """Note how a person wants to be written to."""
    c = t.notice_choice.c
    values = {"mail": mail, "hour": hour}
    with store.begin() as connection:
        changed = connection.execute(update(t.notice_choice).where(c.account == account).values(values))
        if not changed.rowcount:
            connection.execute(insert(t.notice_choice).values(account=account, digest=None, **values))


def unmailed(store: Store) -> dict[str, list[Notice]]:
    """What people were told and nobody has written to them about, by account."""
    c = t.notice.c
    found: dict[str, list[Notice]] = {}
    with store.begin() as connection:
        query = select(t.notice).where(c.mailed.is_(None)).order_by(c.account, c.happened).limit(5000)
        for row in connection.execute(query).mappings():
            found.setdefault(row["account"], []).append(Notice(**row))
    return found


def pass_over(store: Store, ids: Collection[str]) -> None:
    """Note that nobody is written to about these."""
    with store.begin() as connection:
        connection.execute(update(t.notice).where(t.notice.c.id.in_(ids)).values(mailed=t.now()))


def write_letter(
    store: Store,
    account: str,
    *,
    receiver: str,
    locale: str,
    notices: Collection[str],
    digest: dt.datetime | None,
) -> None:
    """Put a letter about these notices into the outbox, unless another clock has done so; with its `digest` moment."""
    c, k = t.notice.c, t.notice_choice.c
    with suppress(_Taken), store.begin() as connection:
        taken = connection.execute(
            update(t.notice).where(c.id.in_(notices), c.mailed.is_(None)).values(mailed=t.now())
        )
        if taken.rowcount != len(notices):
            raise _Taken  # another clock writes about some of them; what it leaves comes next time
        connection.execute(
            insert(t.mail).values(
                id=t.new_id(),
                account=account,
                receiver=receiver,
                locale=locale,
                notices=sorted(notices),
                due=t.now(),
                attempts=0,
                sent=None,
                error=None,
            )
        )
        if digest is not None:
            changed = connection.execute(
                update(t.notice_choice).where(k.account == account).values(digest=digest)
            )
            if not changed.rowcount:
                values = {"account": account, "mail": DIGEST, "hour": USUAL_HOUR, "digest": digest}
                connection.execute(insert(t.notice_choice).values(values))


def take_letter(store: Store) -> Letter | None:
    """Take a letter that is due into this process's hands; None when there is none."""
    c = t.mail.c
    while True:
        with store.begin() as connection:
            query = select(t.mail).where(c.due <= t.now()).order_by(c.due, c.id).limit(1)
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            taken = connection.execute(
                update(t.mail)
                .where(c.id == row["id"], c.attempts == row["attempts"], c.due == row["due"])
                .values(attempts=row["attempts"] + 1, due=t.now() + LEASE)
            )
            if taken.rowcount == 1:
                return Letter(
                    id=row["id"],
                    account=row["account"],
                    receiver=row["receiver"],
                    locale=row["locale"],
                    notices=list(row["notices"]),
                    attempts=row["attempts"] + 1,
                )


def sent(store: Store, letter: str) -> None:
    """Note that a letter was taken by the mail server."""
    with store.begin() as connection:
        connection.execute(update(t.mail).where(t.mail.c.id == letter).values(sent=t.now(), due=None))


def not_sent(store: Store, letter: Letter, *, error: str, again: bool) -> None:
    """Note why a letter did not go out; `again` later and later, a dozen times at most."""
    tries = again and letter.attempts < MOST_ATTEMPTS
    due = t.now() + dt.timedelta(minutes=min(2**letter.attempts, 360)) if tries else None
    with store.begin() as connection:
        connection.execute(update(t.mail).where(t.mail.c.id == letter.id).values(due=due, error=error))


def some(store: Store, ids: Collection[str]) -> list[Notice]:
    """These notices, oldest first."""
    c = t.notice.c
    with store.begin() as connection:
        query = select(t.notice).where(c.id.in_(ids)).order_by(c.happened)
        return [Notice(**row) for row in connection.execute(query).mappings()]
