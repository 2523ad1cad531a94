"""Drafts of forms: what somebody has typed but not yet sent.

A draft belongs to one person and one subject, such as `work-item:ID` or `start:KEY`, and goes away when the form is
sent. It holds the fields as typed, so nothing is lost because it is not yet valid. Its version grows with each change,
so that a page that shows an older one can be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

#: Stands in front of the name of a window whose form was sent; nothing comes so late that a day is not enough.
_SENT = "sent:"
_LATEST = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class FormDraft:
    """The fields of one form as typed: each field's name and its values."""

    data: dict[str, list[str]]
    version: int
    window: str | None
    updated: dt.datetime


class Sent(Exception):
    """The form was sent from this very window; what still comes from it is late and is not kept."""


class Overtaken(Exception):
    """The draft was changed elsewhere since the page was made; `draft` is what stands there now."""

    def __init__(self, draft: FormDraft) -> None:
        super().__init__(f"version {draft.version}")
        self.draft = draft


def keep(
    store: Store,
    *,
    account: str,
    subject: str,
    data: Mapping[str, list[str]],
    seen: int | None = None,
    window: str | None = None,
) -> FormDraft:
    """Keep the draft in place of an earlier one and return it.

    `seen` is the version that the page showed, 0 for none: when another stands there, `Overtaken` is raised and nothing
    is changed, unless both say the same, or the same `window` kept that one: its answer may have been lost on the way.
    Without `seen` the draft is kept in any case. From a window whose form was sent nothing is kept: `Sent`.
    """
    for _attempt in range(8):
        try:
            return _keep(store, account=account, subject=subject, data=dict(data), seen=seen, window=window)
        except IntegrityError:
            # Two tabs kept the same draft for the first time at once; now one of them stands there.
            continue
    raise RuntimeError("The draft could not be kept beside others of the same moment.")


def _keep(
    store: Store,
    *,
    account: str,
    subject: str,
    data: dict[str, list[str]],
    seen: int | None,
    window: str | None,
) -> FormDraft:
    c, moment = t.form_draft.c, t.now()
    mine = (c.account == account) & (c.subject == subject)
    step = mine
    if seen is not None:
        step = mine & ((c.version == seen) | (c.window == window)) if window else mine & (c.version == seen)
    values = {"data": data, "window": window, "updated": moment}
    with store.begin() as connection:
        # The step itself compares the versions, so that of two at the same moment one is told.
        done = connection.execute(
            update(t.form_draft).where(step).values(**values, version=c.version + 1)
        ).rowcount
        row = connection.execute(_columns().where(mine)).mappings().one_or_none()
        if row is None:
            # Asked after the step: whoever sends the form meanwhile has let go of its row by now.
            if window and connection.execute(_columns().where(_is_sent(account, window))).first() is not None:
                raise Sent
            fresh = {"id": t.new_id(), "account": account, "subject": subject, "version": 1}
            connection.execute(insert(t.form_draft).values(**fresh, **values))
            return FormDraft(data=data, version=1, window=window, updated=moment)
        there = FormDraft(**row)
    if not done and there.data != data:
        raise Overtaken(there)
    return there


def find(store: Store, *, account: str, subject: str) -> FormDraft | None:
    """The draft this person keeps of this subject, or None."""
    c = t.form_draft.c
    query = _columns().where((c.account == account) & (c.subject == subject))
    with store.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else FormDraft(**row)


def drop(store: Store, *, account: str, subject: str, window: str | None = None) -> None:
    """Forget the draft; harmless when there is none. What still comes from the `window` that sent it is not kept."""
    c, moment = t.form_draft.c, t.now()
    with store.begin() as connection:
        connection.execute(delete(t.form_draft).where((c.account == account) & (c.subject == subject)))
        if window is None:
            return
        late = c.subject.startswith(_SENT, autoescape=True) & (c.updated < moment - _LATEST)
        connection.execute(delete(t.form_draft).where((c.account == account) & late))
        if connection.execute(_columns().where(_is_sent(account, window))).first() is None:
            connection.execute(
                insert(t.form_draft).values(
                    id=t.new_id(),
                    account=account,
                    subject=_SENT + window,
                    data={},
                    version=1,
                    window=window,
                    updated=moment,
                )
            )


def _is_sent(account: str, window: str) -> Any:
    c = t.form_draft.c
    return (c.account == account) & (c.subject == _SENT + window)


def _columns() -> Any:
    c = t.form_draft.c
    return select(c.data, c.version, c.window, c.updated)
