"""Completing a piece of work from the door: whoever asks, its letter is written down first and issued after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from modeler_api import letters

if TYPE_CHECKING:
    from engine import WorkItem
    from modeler_api.store.accounts import Account
    from modeler_api.wiring import Door


def complete(door: Door, item: WorkItem, data: Mapping[str, Any], *, by: Account) -> None:
    """Complete a piece of work and issue the letter its form declares.

    The letter is written down before the work counts: if this process ends in between, the clock issues it. Raises what
    `Engine.complete` raises; then nothing is issued.
    """
    declared = (item.form or {}).get("letter")
    complete = partial(door.engine.complete, item, by=by.name, data=data, groups=sorted(by.groups))
    # Of work that is done already the letter stays as it was written for what counted; the engine refuses the rest.
    if not declared or item.status != "open":
        complete()
        return
    refusal = door.engine.refusal(item, data)
    content = letters.content(door, declared, {**item.data, **data}, by=by, refusal=refusal)
    with letters.written(door, item, content, by=by):
        complete()
    letters.issue(door, item.id)
