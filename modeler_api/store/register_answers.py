"""Answers that registers gave to somebody who filled in a form: kept here, so that none can be made up on a page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


def keep(store: Store, answer: dict[str, Any]) -> None:
    """Keep an answer under the id of its question."""
    with store.begin() as connection:
        connection.execute(insert(t.register_answer).values(answer))


def find(store: Store, id_: str) -> dict[str, Any] | None:
    """The answer to a question, or None."""
    with store.begin() as connection:
        row = (
            connection.execute(select(t.register_answer).where(t.register_answer.c.id == id_))
            .mappings()
            .one_or_none()
        )
    return None if row is None else dict(row)
