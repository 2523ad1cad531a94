"""How often something was tried within a window of time; several processes of the door count together."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


def tried(store: Store, key: str, *, seconds: int) -> int:
    """Count one try of `key`, and return how many there are in the window that runs now."""
    c, window = t.throttle.c, _window(seconds)
    step = update(t.throttle).where(c.key == key, c.window == window).values(count=c.count + 1)
    with store.begin() as connection:
        if connection.execute(step).rowcount:
            query = select(c.count).where(c.key == key, c.window == window)
            return int(connection.execute(query).scalar_one())
        connection.execute(delete(t.throttle).where(c.ends < t.now()))
    ends = dt.datetime.fromtimestamp((window + 1) * seconds, dt.UTC)
    try:
        with store.begin() as connection:
            connection.execute(insert(t.throttle).values(key=key, window=window, count=1, ends=ends))
    except IntegrityError:
        # Somebody else began the window at the same moment; the next count is an update.
        return tried(store, key, seconds=seconds)
    return 1


def untried(store: Store, key: str, *, seconds: int) -> None:
    """Take one try of `key` back."""
    c = t.throttle.c
    mine = (c.key == key) & (c.window == _window(seconds)) & (c.count > 0)
    with store.begin() as connection:
        connection.execute(update(t.throttle).where(mine).values(count=c.count - 1))


def seconds_left(seconds: int) -> int:
    """How long the window that runs now still lasts."""
    return seconds - int(t.now().timestamp()) % seconds


def _window(seconds: int) -> int:
    return int(t.now().timestamp()) // seconds
