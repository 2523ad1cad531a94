"""A message flow that nobody sends, nobody receives, or that stays in one pool.

What it finds:
    Message flows whose two ends stand in the same pool; that come from a start event, an event that waits or a gateway;
    that lead to an end event, an event that sends or a gateway.

Why it matters:
    Message flows show what an office asks of others and what it answers: every contact is counted by them.  One that is
    drawn the wrong way round, or within one office, tells of a contact that does not exist.

Wrong:
    a message flow from “Decide” to an end event of another office; one between two steps of the same office

Right:
    a message flow from “Decide” to the event that waits for it in another pool; an arrow between steps of one office

How sure:
    warning: the standard forbids it, but what is run does not depend on it.

Source:
    OMG BPMN 2.0.2, 7.6.2 (message flow connection rules) and 10.5 (events).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import MessageFlow
    from processes.model.model import Model
    from processes.text import Message

_ONLY_HEAR = ("StartEvent", "IntermediateCatchEvent", "BoundaryEvent")
_ONLY_TELL = ("EndEvent", "IntermediateThrowEvent")


@rules.register
def message_flow_astray(model: Model) -> Iterator[Problem]:
    """Yield each message flow with an end where none can be."""
    for flow in model.message_flows.values():
        reason = _reason(model, flow)
        if reason is None:
            continue
        source, target = (_label(model, end) for end in (flow.source, flow.target))
        yield Problem(
            rule="",
            severity="warning",
            element=flow.id,
            label=flow.name or f"{source} → {target}",
            message=reason.format(source=source, target=target),
        )


def _reason(model: Model, flow: MessageFlow) -> Message | None:
    source, target = model.elements.get(flow.source), model.elements.get(flow.target)
    pool = _pool(model, flow.source)
    if pool is not None and pool == _pool(model, flow.target):
        return _(
            "The message flow from “{source}” to “{target}” stays in one pool. Draw an arrow of the control flow, or "
            "lead it to the pool that is meant."
        )
    if source is not None and (source.type in _ONLY_HEAR or source.is_gateway):
        return _(
            "A message flow comes from “{source}”, which sends nothing. Turn it round, or let it begin at the step or "
            "event that sends to “{target}”."
        )
    if target is not None and (target.type in _ONLY_TELL or target.is_gateway):
        return _(
            "A message flow leads to “{target}”, which receives nothing. Turn it round, or lead it from “{source}” to "
            "the step or event that waits for it."
        )
    return None


def _pool(model: Model, end: str) -> str | None:
    """Return in which pool an end stands: the process of it where there is one, itself for a closed pool."""
    if end in model.participants:
        return model.participants[end].process or end
    element = model.elements.get(end)
    return None if element is None else element.process


def _label(model: Model, end: str) -> str:
    if end in model.participants:
        return model.participants[end].name or end
    element = model.elements.get(end)
    return end if element is None else str(element.label)
