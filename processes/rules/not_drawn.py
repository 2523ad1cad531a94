"""An element that is in the file and not in the picture.

What it finds:
    In a file with a diagram, steps, events, gateways, flows, pools, lanes and message flows that no diagram shows.

Why it matters:
    They run all the same: what is done and what people see are two procedures.

Wrong:
    a diagram that shows Register and Decide, and a Check between them that it does not show

Right:
    a diagram that shows every step

How sure:
    warning: left over from editing, most often. A subprocess drawn closed hides its contents rightly.

Source:
    OMG BPMN 2.0.2, 12.1; bpmnlint, rule no-bpmndi.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.label import label_of
from processes.model.drawn import boxes, lines
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Lane
    from processes.model.model import Model
    from processes.text import Message


@rules.register
def not_drawn(model: Model) -> Iterator[Problem]:
    """Yield each element and flow that stands in no diagram although its surroundings do."""
    if not model.has_diagram:
        return
    shown, connected = boxes(model), lines(model)
    drawn_scopes = {e.scope for e in model.elements.values() if e.id in shown}
    for element in model.elements.values():
        if element.id not in shown and element.scope in drawn_scopes:
            yield Problem.at(element, "warning", _message().format(label=element.label))
    for flow in model.flows.values():
        if flow.id not in connected and flow.source in shown and flow.target in shown:
            yield Problem.at(flow, "warning", _message().format(label=flow.label))
    for pool in model.participants.values():
        if pool.id not in shown and not shown.keys().isdisjoint(model.participants):
            yield Problem.at(pool, "warning", _message().format(label=label_of(pool)))
    drawn_parents = {_home(lane) for lane in model.lanes.values() if lane.id in shown}
    for lane in model.lanes.values():
        if lane.id not in shown and (_home(lane) in drawn_parents or lane.parent in shown):
            yield Problem.at(lane, "warning", _message().format(label=label_of(lane)))
    for message_flow in model.message_flows.values():
        is_drawable = message_flow.source in shown and message_flow.target in shown
        if is_drawable and message_flow.id not in connected:
            label = message_flow.name or message_flow.id
            message = _message().format(label=label)
            yield Problem(rule="", severity="warning", element=message_flow.id, label=label, message=message)


def _home(lane: Lane) -> str:
    """Return what a lane stands in: another lane or its process."""
    return lane.parent or lane.process


def _message() -> Message:
    return _(
        "“{label}” is in the file, and no diagram shows it, so readers do not know of it. "
        "Draw it, or delete it when it is left over."
    )
