"""Drafts of forms: what somebody has typed but not yet sent.

A draft belongs to one person and one subject, such as `work-item:ID` or `start:KEY`, and goes away when the form is
sent. It holds the fields as typed, so nothing is lost because it is not yet valid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class FormDraft:
    """The fields of one form as typed: each field's name and its values."""

    data: dict[str, list[str]]
    updated: dt.datetime


def keep(store: Store, *, account: str, subject: str, data: Mapping[str, list[str]]) -> dt.datetime:
    """Keep the draft, in place of an earlier one, and return the moment it was kept."""
    moment = t.now()
    c = t.form_draft.c
    values = {"data": dict(data), "updated": moment}
    mine = (c.account == account) & (c.subject == subject)
    with store.begin() as connection:
        if connection.execute(update(t.form_draft).where(mine).values(values)).rowcount:
            return moment
    try:
        with store.begin() as connection:
            fresh = {"id": t.new_id(), "account": account, "subject": subject, **values}
            connection.execute(insert(t.form_draft).values(fresh))
    except IntegrityError:
        # Two tabs kept the same draft for the first time at once; the later one stands.
        with store.begin() as connection:
            connection.execute(update(t.form_draft).where(mine).values(values))
    return moment


def find(store: Store, *, account: str, subject: str) -> FormDraft | None:
    """The draft this person keeps of this subject, or None."""
    c = t.form_draft.c
    query = select(c.data, c.updated).where((c.account == account) & (c.subject == subject))
    with store.begin() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else FormDraft(**row)


def drop(store: Store, *, account: str, subject: str) -> None:
    """Forget the draft; harmless when there is none."""
    c = t.form_draft.c
    with store.begin() as connection:
        connection.execute(delete(t.form_draft).where((c.account == account) & (c.subject == subject)))
