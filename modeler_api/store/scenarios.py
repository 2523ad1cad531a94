"""Scenarios: played cases that were kept, each with how it ended; and the play somebody is in the middle of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.acts import Act, read_acts
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A case that was played: `status` and `ends` are how it stood when it was kept."""

    id: str
    key: str
    name: str
    acts: tuple[Act, ...]
    status: str
    ends: tuple[str, ...]
    author: str
    created: dt.datetime


def keep(
    store: Store,
    *,
    key: str,
    name: str,
    acts: Sequence[Act],
    status: str,
    ends: Sequence[str],
    author: str,
) -> Scenario:
    """Keep a case under a name; an earlier one of this name is replaced."""
    c = t.scenario.c
    values: dict[str, Any] = {
        "id": t.new_id(),
        "key": key,
        "name": name,
        "acts": [act.as_data() for act in acts],
        "status": status,
        "ends": list(ends),
        "author": author,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(delete(t.scenario).where((c.key == key) & (c.name == name)))
        connection.execute(insert(t.scenario).values(values))
    return _value(values)


def of(store: Store, key: str) -> tuple[Scenario, ...]:
    """The scenarios of a procedure, by name."""
    with store.begin() as connection:
        query = select(t.scenario).where(t.scenario.c.key == key).order_by(t.scenario.c.name)
        rows = connection.execute(query).mappings().all()
    return tuple(_value(row) for row in rows)


def drop(store: Store, key: str, scenario_id: str) -> bool:
    """Forget a scenario and say whether it was there."""
    c = t.scenario.c
    with store.begin() as connection:
        return bool(
            connection.execute(delete(t.scenario).where((c.key == key) & (c.id == scenario_id))).rowcount
        )


def play_of(store: Store, *, account: str, key: str) -> tuple[Act, ...]:
    """The acts of the play this person is in the middle of; none when there is none."""
    c = t.play.c
    with store.begin() as connection:
        acts = connection.execute(select(c.acts).where((c.account == account) & (c.key == key))).scalar()
    return read_acts(acts or ())


def go_on(store: Store, *, account: str, key: str, acts: Sequence[Act]) -> None:
    """Keep the acts of the play this person is in the middle of."""
    c = t.play.c
    mine = (c.account == account) & (c.key == key)
    values = {"acts": [act.as_data() for act in acts], "updated": t.now()}
    with store.begin() as connection:
        if connection.execute(update(t.play).where(mine).values(values)).rowcount:
            return
        try:
            with connection.begin_nested():
                connection.execute(insert(t.play).values(account=account, key=key, **values))
        except IntegrityError:
            connection.execute(update(t.play).where(mine).values(values))


def _value(row: Any) -> Scenario:
    return Scenario(**{**row, "acts": read_acts(row["acts"]), "ends": tuple(row["ends"])})
