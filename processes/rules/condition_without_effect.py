"""A condition nobody looks at.

What it finds:
    Conditions on the default flow of a decision, behind an event-based or a parallel gateway.

Why it matters:
    The reader believes that the condition decides, and something else does: the event that comes first, or nothing.

Wrong:
    a flow out of an event-based gateway with the condition paid = true

Right:
    the event alone decides; a decision with the condition comes behind it

How sure:
    warning: the condition is not evaluated, whatever it says.

Source:
    OMG BPMN 2.0.2, 8.4.13 and 10.6.6; bpmnlint, rule conditional-flows.
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
def condition_without_effect(model: Model) -> Iterator[Problem]:
    """Yield each flow whose condition is not evaluated."""
    for flow in model.flows.values():
        source = model.elements.get(flow.source)
        if not flow.condition or source is None:
            continue
        if flow.is_default or source.type in ("EventBasedGateway", "ParallelGateway"):
            yield Problem.at(
                flow,
                "warning",
                _(
                    "The condition “{condition}” on the way from “{source}” to “{target}” is never looked at. "
                    "Delete it, or decide by a gateway of its own."
                ).format(condition=flow.condition, source=source.label, target=model.label(flow.target)),
            )
