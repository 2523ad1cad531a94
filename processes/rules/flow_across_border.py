"""An arrow of the control flow that crosses the border of a subprocess or a pool.

What it finds:
    Sequence flows whose ends do not stand in the same process or subprocess.

Why it matters:
    Control cannot pass such a border: what is drawn as the next step is never reached from there.

Wrong:
    an arrow from a step inside a subprocess to a step outside of it

Right:
    the subprocess ends, and an arrow leads from the subprocess to the step; between pools, a message flow

How sure:
    error: the standard forbids it.

Source:
    OMG BPMN 2.0.2, 7.6.1 (sequence flow rules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.flow_ends import crossings
from processes.problem import Problem
from processes.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def flow_across_border(model: Model) -> Iterator[Problem]:
    """Yield each sequence flow between two scopes."""
    for flow_id, message in crossings(model):
        yield Problem.at(model.flows[flow_id], "error", message)
