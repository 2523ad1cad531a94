"""A gateway that waits for the first of several events, and has fewer than two to wait for.

What it finds:
    Event-based gateways with one way out or none.

Why it matters:
    There is nothing to choose; with no way out the case waits for ever.

Wrong:
    an event-based gateway that leads to one timer only

Right:
    an event-based gateway that leads to a timer and a message

How sure:
    error: the standard asks for two ways or more.

Source:
    OMG BPMN 2.0.2, 10.6.6; bpmnlint, rule event-based-gateway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def event_gateway_without_choice(model: Model) -> Iterator[Problem]:
    """Yield each event-based gateway with fewer than two ways out."""
    for element in model.elements.values():
        if element.type == "EventBasedGateway" and len(model.outgoing(element.id)) < 2:
            yield Problem.at(
                element,
                "error",
                _(
                    "“{label}” waits for the first of several events, but {count} ways lead out of it. "
                    "Draw a second event, or wait for the one event without a gateway."
                ).format(label=element.label, count=len(model.outgoing(element.id))),
            )
