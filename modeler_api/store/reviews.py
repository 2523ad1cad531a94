"""Reviews of versions: what a second person says of one, as a whole or of one of its elements.

A remark that asks for a change stays open until somebody settles it; an approval is one of another person than the
author.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

Kind = Literal["remark", "change", "approval"]
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


def settle(store: Store, version: str, review_id: str, *, by: str) -> bool:
    """Note that what was asked for is done, or need not be; say whether it was open."""
    c = t.review.c
    which = (c.id == review_id) & (c.version == version) & (c.kind == "change") & c.settled.is_(None)
    with store.begin() as connection:
        return bool(
            connection.execute(update(t.review).where(which).values(settled=t.now(), settled_by=by)).rowcount
        )
