"""Fire the timers that are due: found by index, each once, however many clocks run.

A timer fires in a transaction of its own, under its instance's lock; another clock that comes later finds it moved or
gone.  What becomes of rounds that were missed, the timer says (`engine.timers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from engine import running, staging, timers
from engine.errors import UnknownInstance, WrongState
from engine.identifiers import new_id
from engine.jobs.sweep import Failures, sweep
from engine.store import waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from engine.store import Unit
    from engine.workshop import Workshop

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """What came of a timer that was due: whether it fired, and the jobs to send."""

    has_fired: bool
    jobs: list[str]


def fire_timers(shop: Workshop, after_each: Callable[[list[str]], None], *, failures: Failures) -> int:
    """Fire what is due; return how many timers fired, what failed is in `failures`."""

    def due(besides: Collection[str]) -> Sequence[str]:
        with shop.store.read() as unit:
            return waiting.due_timers(unit, now=shop.now(), limit=BATCH, besides=besides)

    def fire(id_: str) -> bool | None:
        looked = shop.write(partial(_fire, shop, id_=id_))
        if looked is None:
            return None
        after_each(looked.jobs)
        return looked.has_fired

    return sweep(due, fire, id_of=str, failures=failures)


def _fire(shop: Workshop, unit: Unit, *, id_: str) -> _Looked | None:
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
    fires, repeats = True, False
    if timer["interval"] is not None:
        rounds = timers.rounds(
            timer["due"],
            timer["interval"],
            remaining=timer["remaining"],
            missed=timer["missed"],
            now=shop.now(),
            working=timer["working"],
            calendar=shop.calendar,
        )
        fires, repeats = rounds.fires, rounds.following is not None
        if rounds.following is not None:
            waiting.move_timer(unit, id_, due=rounds.following, remaining=rounds.remaining)
    if not repeats:
        # A timer that will not come again is fired even when it was to be skipped: its token waits for it.
        fires = True
        waiting.remove_timer(unit, id_)
    if not fires:
        return _Looked(has_fired=False, jobs=[])
    if live is None:
        case = new_id()
        chosen = staging.choose(unit, shop.definition(unit, timer["definition"]), draw=case)
        live = running.start(
            shop,
            unit,
            chosen.definition,
            data={},
            business_key=None,
            by="clock",
            at=timer["element"],
            id_=case,
            stage=chosen.note,
        )
    elif timer["task"] in live.tree.tasks:
        live.advance.fire(timer["task"], exhausted=not repeats)
    return _Looked(has_fired=True, jobs=running.save(shop, unit, live))
