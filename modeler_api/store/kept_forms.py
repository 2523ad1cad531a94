"""A form that was sent after its session had ended: kept until its sender signs in again and sends it on, or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

KEPT = dt.timedelta(days=7)
#: Where a person proves who they are, with the account's password or in a signature.
_SECRET = re.compile(r"csrf_token|old|new|password|f\..+\.password")


@dataclass(frozen=True, kw_only=True)
class KeptForm:
    """What was typed, where it was sent to, and by whom."""

    id: str
    account: str
    path: str
    data: dict[str, list[str]]
    created: dt.datetime


def keepable(form: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What of a form may be written down: never a password, nor the token of a page that is over.

    >>> keepable({"f.old": ["2"], "f.sign.password": ["secret"], "new": ["secret"], "csrf_token": ["…"]})
    {'f.old': ['2']}
    """
    return {name: values for name, values in form.items() if not _SECRET.fullmatch(name)}


def keep(store: Store, *, account: str, path: str, data: dict[str, Any]) -> str:
    """Keep a form and return its id."""
    moment, id_ = t.now(), t.new_id()
    with store.begin() as connection:
        connection.execute(delete(t.kept_form).where(t.kept_form.c.created < moment - KEPT))
        connection.execute(
            insert(t.kept_form).values(id=id_, account=account, path=path[:500], data=data, created=moment)
        )
    return id_


def find(store: Store, id_: str, *, account: str) -> KeptForm | None:
    """The form, when it is this account's."""
    c = t.kept_form.c
    with store.begin() as connection:
        query = select(t.kept_form).where(c.id == id_, c.account == account)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else KeptForm(**row)


def drop(store: Store, id_: str, *, account: str) -> None:
    """Forget the form."""
    c = t.kept_form.c
    with store.begin() as connection:
        connection.execute(delete(t.kept_form).where(c.id == id_, c.account == account))
