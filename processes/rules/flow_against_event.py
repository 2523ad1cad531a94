"""An arrow into an event that nothing enters, or out of one that nothing leaves.

What it finds:
    Sequence flows that lead to a start event, a boundary event or the end of a link, and those that lead on from an end
    event, from the beginning of a link or from an event that compensates.

Why it matters:
    Where the case goes on from there is not defined: one engine ends it, another goes round in circles.

Wrong:
    an arrow from “Decide” back to the start event; an arrow from an end event to one more step

Right:
    the arrow leads back to the first step; the end event stands behind the last one

How sure:
    error: the standard forbids it, and the engine refuses it.

Source:
    OMG BPMN 2.0.2, 10.5.2 (start), 10.5.3 (end), 10.5.4 (boundary and link events).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.flow_ends import barred
from processes.problem import Problem
from processes.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def flow_against_event(model: Model) -> Iterator[Problem]:
    """Yield each sequence flow at an event that takes none there."""
    for flow_id, message in barred(model):
        yield Problem.at(model.flows[flow_id], "error", message)
