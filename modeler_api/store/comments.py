"""Comments on a case: for the office only, or for the applicant too; with mentions, and every earlier wording kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.in_place_of import in_place_of
from modeler_api.store.unit_of_work import Store

OFFICE, APPLICANT = "office", "applicant"


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody said about a case; `withdrawn` ones keep their text for the auditor only."""

    id: str
    instance: str
    text: str
    audience: str
    written_by: str
    on_behalf_of: str | None
    written: dt.datetime
    changed: dt.datetime | None
    withdrawn: dt.datetime | None


def write(
    store: Store, *, instance: str, text: str, audience: str, by: str, mentioned: Iterable[str] = ()
) -> Comment:
    """Write a comment, note whom it mentions (ids of accounts), and return it."""
    moment = t.now()
    values = {
        "id": t.new_id(),
        "instance": instance,
        "text": text,
        "audience": audience,
        "written_by": by,
        "on_behalf_of": in_place_of(by),
        "written": moment,
        "changed": None,
        "withdrawn": None,
    }
    with store.begin() as connection:
        connection.execute(insert(t.comment).values(values))
        for account in dict.fromkeys(mentioned):
            connection.execute(insert(t.mention).values(comment=values["id"], account=account, made=moment))
    return Comment(**values)  # type: ignore[arg-type]  # the columns are its fields


def change(store: Store, id_: str, *, text: str, mentioned: Iterable[str] = ()) -> None:
    """Give a comment another wording; the earlier one is kept, and so is whoever was mentioned before."""
    moment, c = t.now(), t.comment.c
    with store.begin() as connection:
        before = connection.execute(select(c.text).where(c.id == id_)).scalar_one()
        earlier = {"id": t.new_id(), "comment": id_, "text": before, "replaced": moment}
        connection.execute(insert(t.comment_version).values(earlier))
        connection.execute(update(t.comment).where(c.id == id_).values(text=text, changed=moment))
        known = set(
            connection.execute(select(t.mention.c.account).where(t.mention.c.comment == id_)).scalars()
        )
        for account in dict.fromkeys(mentioned):
            if account not in known:
                connection.execute(insert(t.mention).values(comment=id_, account=account, made=moment))


def withdraw(store: Store, id_: str) -> None:
    """Take a comment back; its place and its author stay, and so does its text for whoever audits."""
    with store.begin() as connection:
        connection.execute(update(t.comment).where(t.comment.c.id == id_).values(withdrawn=t.now()))
        connection.execute(delete(t.mention).where(t.mention.c.comment == id_))


def find(store: Store, id_: str) -> Comment | None:
    """One comment, or None."""
    with store.begin() as connection:
        row = connection.execute(select(t.comment).where(t.comment.c.id == id_)).mappings().one_or_none()
    return None if row is None else Comment(**row)


def of_instance(store: Store, instance: str) -> list[Comment]:
    """The comments on a case, the oldest first."""
    c = t.comment.c
    query = select(t.comment).where(c.instance == instance).order_by(c.written, c.id)
    with store.begin() as connection:
        return [Comment(**row) for row in connection.execute(query).mappings()]


def count(store: Store, instance: str) -> int:
    """How many comments stand on a case, those taken back left out."""
    c = t.comment.c
    query = select(func.count()).where((c.instance == instance) & c.withdrawn.is_(None))
    with store.begin() as connection:
        return int(connection.execute(query).scalar_one())


def earlier(store: Store, id_: str) -> list[tuple[dt.datetime, str]]:
    """The earlier wordings of a comment, each with the moment it was replaced, the oldest first."""
    c = t.comment_version.c
    query = select(c.replaced, c.text).where(c.comment == id_).order_by(c.replaced, c.id)
    with store.begin() as connection:
        return [(row.replaced, row.text) for row in connection.execute(query)]


def mentioning(store: Store, account: str, *, limit: int = 50, offset: int = 0) -> list[tuple[Comment, bool]]:
    """The comments that mention a person, the newest first, each with whether they have seen it."""
    c, m = t.comment.c, t.mention.c
    query = (
        select(t.comment, m.seen)
        .join(t.mention, m.comment == c.id)
        .where(m.account == account)
        .order_by(c.written.desc(), c.id)
        .limit(limit)
        .offset(offset)
    )
    found = []
    with store.begin() as connection:
        for row in connection.execute(query).mappings():
            values = dict(row)
            seen = values.pop("seen")
            found.append((Comment(**values), seen is not None))
    return found


def unseen(store: Store, account: str) -> int:
    """How many mentions a person has not looked at yet."""
    m = t.mention.c
    query = select(func.count()).where((m.account == account) & m.seen.is_(None))
    with store.begin() as connection:
        return int(connection.execute(query).scalar_one())


def seen(store: Store, account: str, instance: str) -> None:
    """Note that a person has looked at the comments on a case."""
    m = t.mention.c
    here = select(t.comment.c.id).where(t.comment.c.instance == instance)
    with store.begin() as connection:
        mine = (m.account == account) & m.seen.is_(None) & m.comment.in_(here)
        connection.execute(update(t.mention).where(mine).values(seen=t.now()))


def mentioned_since(store: Store, since: dt.datetime) -> list[tuple[str, str, str, dt.datetime]]:
    """Who was mentioned since a moment: the comment, its case, the account, and when."""
    m, c = t.mention.c, t.comment.c
    query = (
        select(m.comment, c.instance, m.account, m.made)
        .join(t.comment, c.id == m.comment)
        .where(m.made >= since, c.withdrawn.is_(None))
        .order_by(m.made)
    )
    with store.begin() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]
