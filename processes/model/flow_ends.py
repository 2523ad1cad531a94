"""Where a sequence flow may begin and end: within one scope, and at no event that cannot be entered or left by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model


def crossings(model: Model) -> Iterator[tuple[str, Message]]:
    """Yield each sequence flow between two scopes: a token has no way from one to the other."""
    for flow in model.flows.values():
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        if source is None or target is None or source.scope == target.scope:
            continue
        text = _(
            "The arrow from “{source}” to “{target}” crosses the border of a subprocess or a pool, so nobody gets "
            "there by it. Lead it from the subprocess itself, or draw a message flow between the pools."
        )
        yield flow.id, text.format(source=source.label, target=target.label)


def barred(model: Model) -> Iterator[tuple[str, Message]]:
    """Yield each sequence flow that enters an event which nothing enters, or leaves one which nothing leaves.

    What such a flow means is anybody's guess, and BPMN forbids it (2.0.2, 10.5.2 start, 10.5.3 end, 10.5.4 boundary
    and link events).

    >>> from processes.model.reading import read_model
    >>> list(barred(read_model(b"Register -> Decide", dialect="sketch")))
    []
    """
    for flow in model.flows.values():
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        if source is None or target is None:
            continue
        reason = _leaving(source) or _entering(target)
        if reason is not None:
            yield flow.id, reason.format(source=source.label, target=target.label)


def _leaving(source: Element) -> Message | None:
    if source.type == "EndEvent":
        return _(
            "An arrow leads from “{source}” to “{target}”, but at an end event the way is over. Make it an "
            "intermediate event, or take the arrow away."
        )
    if source.type == "IntermediateThrowEvent" and _has(source, "Link"):
        return _(
            "An arrow leads from “{source}” to “{target}”, but from there the way jumps to the other end of the link. "
            "Take the arrow or the link away."
        )
    if source.type == "BoundaryEvent" and _has(source, "Compensate"):
        return _(
            "An arrow leads from “{source}” to “{target}”, but an event that undoes takes no way. Connect it by an "
            "association with the activity that undoes."
        )
    return None


def _entering(target: Element) -> Message | None:
    if target.type == "StartEvent":
        return _(
            "An arrow leads from “{source}” back to “{target}”, but nothing leads to a start event. Lead it to the "
            "step that is to be done again."
        )
    if target.type == "BoundaryEvent":
        return _(
            "An arrow leads from “{source}” to “{target}”, but that event happens only to the activity it is drawn "
            "on. Lead the arrow to a step."
        )
    if target.type == "IntermediateCatchEvent" and _has(target, "Link"):
        return _(
            "An arrow leads from “{source}” to “{target}”, but the end of a link is reached by its link alone. Lead "
            "the arrow to the step behind it."
        )
    return None


def _has(element: Element, kind: str) -> bool:
    return any(definition.type == kind for definition in element.event_definitions)
