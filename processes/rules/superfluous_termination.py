"""An end that stops everything where nothing else runs.

What it finds:
    Terminate end events in scopes in which control never runs on two ways at once.

Why it matters:
    Readers look for the parallel work that is cut off, and there is none.

Wrong:
    Register -> Decide -> (terminate)

Right:
    Register -> Decide -> (end)

How sure:
    note: it does no harm.

Source:
    OMG BPMN 2.0.2, 13.5.6; bpmnlint, rule superfluous-termination.
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
def superfluous_termination(model: Model) -> Iterator[Problem]:
    """Yield each terminate end event that ends only itself."""
    parallel = {e.scope for e in model.elements.values() if _runs_several(model, e.id)}
    for element in model.elements.values():
        ends_all = any(d.type == "Terminate" for d in element.event_definitions)
        if ends_all and element.scope not in parallel:
            yield Problem.at(
                element,
                "note",
                _(
                    "The end “{label}” stops everything, but nothing else can be running. "
                    "A plain end says the same and is easier to read."
                ).format(label=element.label),
            )


def _runs_several(model: Model, id_: str) -> bool:
    """Return whether control can run on several ways from this element on."""
    element = model.elements[id_]
    ways = len(model.outgoing(id_))
    if element.type in ("ExclusiveGateway", "EventBasedGateway"):
        return False
    if element.type in ("BoundaryEvent", "StartEvent") and not element.is_interrupting:
        return True
    return ways > 1 or element.is_event_subprocess
