"""Reviews of versions: what a second person says of one, as a whole or of one of its elements.

A remark that asks for a change stays open until somebody settles it; an approval is one of another person than the
author. Who made a version asks for a second look; that stands with what was said, and on the page of those who can.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

Kind = Literal["remark", "change", "approval", "asked"]
KINDS: tuple[Kind, ...] = ("remark", "change", "approval")


@dataclass(frozen=True, kw_only=True)
class Review:
    """One thing somebody said of a version; `element` None: of all of it."""

    id: str
    version: str
    element: str | None
    kind: str
    text: str
    author: str
    created: dt.datetime
    settled: dt.datetime | None
    settled_by: str | None

    @property
    def is_open(self) -> bool:
        """Whether it asks for a change that nobody has settled."""
        return self.kind == "change" and self.settled is None


def say(
    store: Store, *, version: str, kind: Kind, text: str, author: str, element: str | None = None
) -> Review:
    """Note what somebody says of a version."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "version": version,
        "element": element,
        "kind": kind,
        "text": text,
        "author": author,
        "created": t.now(),
        "settled": None,
        "settled_by": None,
    }
    with store.begin() as connection:
        connection.execute(insert(t.review).values(values))
    return Review(**values)


def of(store: Store, version: str) -> tuple[Review, ...]:
    """What was said of a version, the oldest first."""
    with store.begin() as connection:
        query = (
            select(t.review).where(t.review.c.version == version).order_by(t.review.c.created, t.review.c.id)
        )
        return tuple(Review(**row) for row in connection.execute(query).mappings())


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A draft that somebody asked others to look at, and that nobody has approved since."""

    key: str
    number: int
    name: str
    by: str
    at: dt.datetime


def wanted(store: Store) -> tuple[Wanted, ...]:
    """The drafts that wait for a second person's look, the longest first."""
    c, of_version = t.review.c, t.model_version
    approval = t.review.alias("approval")
    approved = (
        select(approval.c.id)
        .where(
            approval.c.version == c.version, approval.c.kind == "approval", approval.c.created >= c.created
        )
        .exists()
    )
    query = (
        select(
            of_version.c.key,
            of_version.c.number,
            of_version.c.name,
            c.author.label("by"),
            c.created.label("at"),
        )
        .join(of_version, of_version.c.id == c.version)
        .where(c.kind == "asked", of_version.c.status == "draft", ~approved)
        .order_by(c.created, c.id)
    )
    with store.begin() as connection:
        found = [Wanted(**row) for row in connection.execute(query).mappings()]
    return tuple({(one.key, one.number): one for one in reversed(found)}.values())[::-1]


def settle(store: Store, version: str, review_id: str, *, by: str) -> bool:
    """Note that what was asked for is done, or need not be; say whether it was open."""
    c = t.review.c
    which = (c.id == review_id) & (c.version == version) & (c.kind == "change") & c.settled.is_(None)
    with store.begin() as connection:
        return bool(
            connection.execute(update(t.review).where(which).values(settled=t.now(), settled_by=by)).rowcount
        )
