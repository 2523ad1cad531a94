"""Fire the timers that are due: found by index, each once, however many clocks run.

A timer fires in a transaction of its own, under its instance's lock; another clock that comes later finds it moved or
gone.  A repeating timer whose rounds were missed fires for each of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engine import running, timers
from engine.errors import UnknownInstance, WrongState
from engine.store import waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store import Unit
    from engine.workshop import Workshop

BATCH = 100


def fire_timers(shop: Workshop, after_each: Callable[[list[str]], None]) -> int:
    """Fire what is due; return how many timers fired."""
    fired = 0
    while True:
        with shop.store.read() as unit:
            due = waiting.due_timers(unit, now=shop.now(), limit=BATCH)
        progress = False
        for id_ in due:
            jobs = shop.write(partial(_fire, shop, id_=id_))
            if jobs is not None:
                fired += 1
                progress = True
                after_each(jobs)
        if not progress:
            return fired


def _fire(shop: Workshop, unit: Unit, *, id_: str) -> list[str] | None:
    there, instance_id = waiting.timer_instance(unit, id_)
    if not there:
        return None
    live = None
    if instance_id is not None:
        try:
            live = running.load(shop, unit, instance_id, by="clock")
        except (UnknownInstance, WrongState):
            return None
    timer = waiting.lock_timer(unit, id_, now=shop.now())
    if timer is None:
        return None
    remaining = timer["remaining"]
    repeats = timer["interval"] is not None and (remaining is None or remaining > 1)
    if repeats:
        following = timers.after(
            timer["due"], timer["interval"], working=timer["working"], calendar=shop.calendar
        )
        left = None if remaining is None else remaining - 1
        waiting.move_timer(unit, id_, due=following, remaining=left)
    else:
        waiting.remove_timer(unit, id_)
    if live is None:
        definition = shop.definition(unit, timer["definition"])
        live = running.start(
            shop, unit, definition, data={}, business_key=None, by="clock", at=timer["element"]
        )
    elif timer["task"] in live.tree.tasks:
        live.advance.fire(timer["task"], exhausted=not repeats)
    return running.save(shop, unit, live)
