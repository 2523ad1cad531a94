"""An element that is in the file and not in the picture.

What it finds:
    In a file with a diagram, steps, events, gateways and flows that no diagram shows.

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

from processes.model.drawn import boxes, lines
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def _message() -> Message:
    return _(
        "“{label}” is in the file, and no diagram shows it, so readers do not know of it. "
        "Draw it, or delete it when it is left over."
    )
