"""Drafts of models: what is being drawn and is no version yet.

There is one draft for each model, whoever draws it. Its revision grows with each change; a change that was made on an
older revision is refused with who changed it and when, so that two people never overwrite each other. Who has a model
open says so every few seconds and is shown to the others.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

OPEN_SECONDS = 45
"""How long somebody who says nothing more is still thought to have a model open."""


@dataclass(frozen=True, kw_only=True)
class ModelDraft:
    """A model as it is being drawn: `author` made the last change, `drawn_by` any; it began from `based_on`."""

    key: str
    source: bytes
    revision: int
    based_on: str | None
    author: str
    window: str
    updated: dt.datetime
    drawn_by: tuple[str, ...]


class Overtaken(Exception):
    """Somebody else changed the draft since; `draft` is what stands there now, None when it was saved or discarded."""

    def __init__(self, draft: ModelDraft | None) -> None:
        super().__init__("gone" if draft is None else f"revision {draft.revision}")
        self.draft = draft


def find(store: Store, key: str) -> ModelDraft | None:
    """The draft of the model with this key, or None."""
    with store.begin() as connection:
        row = connection.execute(_columns().where(t.model_draft.c.key == key)).mappings().one_or_none()
    return None if row is None else _value(row)


def keys(store: Store) -> frozenset[str]:
    """The keys of the models that are being drawn."""
    with store.begin() as connection:
        return frozenset(connection.execute(select(t.model_draft.c.key)).scalars())


def keep(
    store: Store,
    *,
    key: str,
    source: bytes,
    seen: int,
    author: str,
    window: str,
    based_on: str | None = None,
) -> ModelDraft:
    """Keep the draft and return it; `seen` is the revision it was drawn on, 0 for none.

    Raises `Overtaken` when another revision stands there, unless the same window made it: the answer to it may have
    been lost on the way. Of two changes at the same moment one is told.
    """
    c, moment = t.model_draft.c, t.now()
    values: dict[str, Any] = {"source": source, "author": author, "window": window, "updated": moment}
    mine = (c.key == key) & ((c.revision == seen) | (c.window == window))
    try:
        with store.begin() as connection:
            drawn = connection.execute(select(c.drawn_by).where(c.key == key)).scalar_one_or_none()
            values["drawn_by"] = sorted({*(drawn or ()), author})
            done = connection.execute(
                update(t.model_draft).where(mine).values(**values, revision=c.revision + 1)
            ).rowcount
            if not done and seen == 0:
                fresh = {"key": key, "revision": 1, "based_on": based_on, "started": moment}
                connection.execute(insert(t.model_draft).values(**fresh, **values))
                done = 1
            row = connection.execute(_columns().where(c.key == key)).mappings().one_or_none()
    except IntegrityError:
        raise Overtaken(find(store, key)) from None
    there = None if row is None else _value(row)
    if not done or there is None:
        raise Overtaken(there)
    return there


def drop(store: Store, key: str, *, revision: int | None = None) -> bool:
    """Forget the draft and say whether it was there; with a revision only when it still is that one."""
    c = t.model_draft.c
    which = c.key == key if revision is None else (c.key == key) & (c.revision == revision)
    with store.begin() as connection:
        return bool(connection.execute(delete(t.model_draft).where(which)).rowcount)


def others(store: Store, key: str, *, author: str, window: str) -> tuple[str, ...]:
    """Note that this window has the model open, and return the account names of the other windows that have."""
    c, moment = t.model_editor.c, t.now()
    mine = (c.key == key) & (c.window == window)
    with store.begin() as connection:
        connection.execute(delete(t.model_editor).where(c.seen < moment - dt.timedelta(days=1)))
        if not connection.execute(update(t.model_editor).where(mine).values(seen=moment)).rowcount:
            row = {"key": key, "window": window, "author": author, "seen": moment}
            try:
                with connection.begin_nested():
                    connection.execute(insert(t.model_editor).values(**row))
            except IntegrityError:
                pass  # the same window asked twice at once; it is noted
        open_now = c.seen >= moment - dt.timedelta(seconds=OPEN_SECONDS)
        found = select(c.author).where((c.key == key) & (c.window != window) & open_now).distinct()
        return tuple(connection.execute(found.order_by(c.author)).scalars())


def leave(store: Store, key: str, *, window: str) -> None:
    """Note that this window has the model open no more."""
    c = t.model_editor.c
    with store.begin() as connection:
        connection.execute(delete(t.model_editor).where((c.key == key) & (c.window == window)))


def _columns() -> Select[Any]:
    c = t.model_draft.c
    return select(c.key, c.source, c.revision, c.based_on, c.author, c.window, c.updated, c.drawn_by)


def _value(row: Any) -> ModelDraft:
    return ModelDraft(**{**row, "drawn_by": tuple(row["drawn_by"] or ())})
