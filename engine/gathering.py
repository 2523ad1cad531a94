"""Beginnings that need several things together: what has come is kept until the last of them is there.

Messages belong together when they came under the same key, which becomes the case's business key; a signal has no key
and belongs to every case it completes.  What never gets complete expires, and is reported, as other messages do.

Source: BPMN 2.0.2, 10.5.2 (parallel multiple start event).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.identifiers import new_id
from engine.store import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.model.elements import Element, EventDefinition


def gathers(element: Element) -> bool:
    """Whether a start event needs all of its several triggers."""
    return element.type == "StartEvent" and element.parallel_multiple and len(element.event_definitions) > 1


def arrive(
    shop: Workshop,
    unit: Unit,
    element: Element,
    *,
    definition_key: str,
    kind: str,
    name: str,
    key: str | None,
    data: Mapping[str, Any],
    time_to_live: timedelta,
) -> list[tuple[str | None, dict[str, Any]]]:
    """Keep what has come for a start event; return the business key and data of each case that begins with it."""
    now = shop.now()
    place = f"{definition_key}/{element.id}"
    waiting.take_turn(unit, place)
    triggers = {f"{place}/{n}": trigger for n, trigger in enumerate(element.event_definitions)}
    for start, trigger in triggers.items():
        if trigger.type.lower() == kind and _named(trigger) in (name, ""):
            kept = {"id": new_id(), "name": name, "key": key, "data": dict(data), "start": start}
            waiting.keep_message(unit, kept | {"received": now, "expires": now + time_to_live})
    rows_of = waiting.gathered(unit, list(triggers), now=now)
    # A later version may begin with something else at the same place.
    there = {
        start: [row for row in rows if _named(triggers[start]) in (row["name"], "")]
        for start, rows in rows_of.items()
    }
    heard = [there[start][:1] for start, trigger in triggers.items() if trigger.type == "Signal"]
    asked = [there[start] for start, trigger in triggers.items() if trigger.type == "Message"]
    keys = list(dict.fromkeys(row["key"] for rows in asked for row in rows)) if asked else [None]
    complete = []
    for each in keys:
        sets = [*heard, *([row for row in rows if row["key"] == each][:1] for rows in asked)]
        if all(sets):
            complete.append((each, sorted((row for [row] in sets), key=lambda row: row["received"])))
    waiting.use_up(unit, {row["id"] for _key, rows in complete for row in rows})
    return [(each, {k: v for row in rows for k, v in row["data"].items()}) for each, rows in complete]


def _named(trigger: EventDefinition) -> str:
    return trigger.name or trigger.reference or ""
