"""Two arrows between the same two elements.

What it finds:
    Sequence flows with the same source, target and condition as another.

Why it matters:
    Both are taken, so the step behind them is done twice; in the drawing one lies hidden behind the other.

Wrong:
    Register -> Decide, drawn twice

Right:
    Register -> Decide

How sure:
    warning: almost always a slip of the mouse; who means twice says so by repeating the activity.

Source:
    OMG BPMN 2.0.2, 13.2.1; bpmnlint, rule no-duplicate-sequence-flows.
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
def duplicate_flow(model: Model) -> Iterator[Problem]:
    """Yield each flow that says what one before it has said."""
    seen: set[tuple[str, str, str]] = set()
    for flow in model.flows.values():
        said = (flow.source, flow.target, " ".join((flow.condition or "").split()))
        if said in seen:
            yield Problem.at(
                flow,
                "warning",
                _(
                    "A second arrow leads from “{source}” to “{target}”, so “{target}” is done twice. "
                    "Delete one of the two; they may lie on top of each other."
                ).format(source=model.label(flow.source), target=model.label(flow.target)),
            )
        seen.add(said)
