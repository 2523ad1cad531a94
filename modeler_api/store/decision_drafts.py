"""Drafts of decisions: DMN files as they are being written beside a procedure, with the samples they are tried on.

As with drafts of models, a change names the revision it was made on, and another revision refuses it with who changed
it and when. A draft that holds nothing says that the procedure's next version goes without this file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """A DMN file as it is being written: `author` made the last change, `drawn_by` any."""

    key: str
    name: str
    source: bytes
    samples: tuple[Mapping[str, Any], ...]
    revision: int
    author: str
    window: str
    updated: dt.datetime
    drawn_by: tuple[str, ...]

    @property
    def is_removed(self) -> bool:
        """Whether the next version goes without the file."""
        return not self.source


class DecisionOvertaken(Exception):
    """Somebody else changed the draft since; `draft` is what stands there now, None when there is none any more."""

    def __init__(self, draft: DecisionDraft | None) -> None:
        super().__init__("gone" if draft is None else f"revision {draft.revision}")
        self.draft = draft


def find(store: Store, key: str, name: str) -> DecisionDraft | None:
    """The draft of one file beside a procedure, or None."""
    return next((draft for draft in of(store, key) if draft.name == name), None)


def of(store: Store, key: str) -> tuple[DecisionDraft, ...]:
    """The drafts beside a procedure, by name; also those that say a file goes."""
    c = t.decision_draft.c
    with store.begin() as connection:
        rows = (
            connection.execute(select(t.decision_draft).where(c.key == key).order_by(c.name)).mappings().all()
        )
    return tuple(_value(row) for row in rows)


def keep(
    store: Store,
    *,
    key: str,
    name: str,
    source: bytes,
    samples: Sequence[Mapping[str, Any]],
    seen: int,
    author: str,
    window: str,
) -> DecisionDraft:
    """Keep the draft and return it; `seen` is the revision it was made on, 0 for none.

    Raises `DecisionOvertaken` when another revision stands there, unless the same window made it: the answer to it
    may have been lost on the way.
    """
    c = t.decision_draft.c
    values: dict[str, Any] = {
        "source": source,
        "samples": [dict(each) for each in samples],
        "author": author,
        "window": window,
        "updated": t.now(),
    }
    here = (c.key == key) & (c.name == name)
    mine = here & ((c.revision == seen) | ((c.window == window) & (c.window != "")))
    try:
        with store.begin() as connection:
            drawn = connection.execute(select(c.drawn_by).where(here)).scalar_one_or_none()
            values["drawn_by"] = sorted({*(drawn or ()), author})
            done = connection.execute(
                update(t.decision_draft).where(mine).values(**values, revision=c.revision + 1)
            ).rowcount
            if not done and seen == 0:
                fresh = {"key": key, "name": name, "revision": 1}
                connection.execute(insert(t.decision_draft).values(**fresh, **values))
                done = 1
            row = connection.execute(select(t.decision_draft).where(here)).mappings().one_or_none()
    except IntegrityError:
        raise DecisionOvertaken(find(store, key, name)) from None
    there = None if row is None else _value(row)
    if not done or there is None:
        raise DecisionOvertaken(there)
    return there


def drop(store: Store, key: str, name: str | None = None) -> int:
    """Forget the draft of one file, or of all beside a procedure; return how many there were."""
    c = t.decision_draft.c
    which = c.key == key if name is None else (c.key == key) & (c.name == name)
    with store.begin() as connection:
        return connection.execute(delete(t.decision_draft).where(which)).rowcount


def _value(row: Any) -> DecisionDraft:
    return DecisionDraft(**{**row, "samples": tuple(row["samples"]), "drawn_by": tuple(row["drawn_by"])})
