"""Flow triggers: what starts when something else has ended.

The end of the first writes the start of the second into the outbox, in the same transaction; whoever runs the job
starts it and removes the job in one more, so it starts once, whatever is killed in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine import running, staging, starting
from engine.errors import InvalidArgument, UnknownDefinition, UnknownTrigger
from engine.identifiers import new_id
from engine.store import definitions, triggers
from engine.trigger import OUTCOMES, Outcome, Trigger
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop


def add(
    shop: Workshop,
    unit: Unit,
    *,
    source: str,
    target: str,
    on: Outcome,
    variables: Sequence[str] | None,
    by: str,
) -> Trigger:
    """Write a trigger; both definitions must be deployed."""
    if on not in OUTCOMES:
        raise InvalidArgument("on", on, hint=_("It is one of {names}.").format(names=", ".join(OUTCOMES)))
    new = Trigger(
        id=new_id(),
        source=source,
        outcome=on,
        target=target,
        variables=None if variables is None else tuple(variables),
        enabled=True,
        at=shop.now(),
        by=by,
    )
    triggers.add(unit, new)
    return new


def enable(unit: Unit, trigger: str, *, enabled: bool) -> None:
    """Switch a trigger on or off."""
    if not triggers.enable(unit, trigger, enabled=enabled):
        raise UnknownTrigger(trigger)


def remove(unit: Unit, trigger: str) -> None:
    """Remove a trigger."""
    if not triggers.remove(unit, trigger):
        raise UnknownTrigger(trigger)


def begin(shop: Workshop, unit: Unit, payload: Mapping[str, Any]) -> list[str]:
    """Start what a trigger starts; return the jobs it asks for."""
    definition = definitions.by_key(unit, payload["target"])
    if definition is None:
        raise UnknownDefinition(payload["target"])
    case = new_id()
    chosen = staging.choose(unit, definition, draw=case)
    live = running.start(
        shop,
        unit,
        chosen.definition,
        data=payload["data"],
        business_key=payload["business_key"],
        by=f"trigger:{payload['trigger']}",
        at=starting.start_event(shop, unit, chosen.definition, at=None, data=payload["data"]),
        after=payload["instance"],
        id_=case,
        stage=chosen.note,
    )
    return running.save(shop, unit, live)
