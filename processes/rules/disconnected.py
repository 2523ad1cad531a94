"""A step nothing leads to.

What it finds:
    Activities, gateways and events that no flow reaches, although the process has a start event; starts that lead
    nowhere.

Why it matters:
    A case never comes there, or comes there at once without anybody expecting it.

Wrong:
    Register -> Decide     Archive   (alone)

Right:
    Register -> Decide -> Archive

How sure:
    warning: BPMN lets such an activity begin with the process; that is rarely meant.  Event subprocesses, compensation
    and the steps of ad-hoc subprocesses need no flow.

Source:
    OMG BPMN 2.0.2, 13.3.1 (activities without incoming flows); bpmnlint, rule no-disconnected.
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
def disconnected(model: Model) -> Iterator[Problem]:
    """Yield each element that no flow connects to the rest."""
    begun = {e.scope for e in model.elements.values() if e.type == "StartEvent"}
    for element in model.elements.values():
        scope = model.elements.get(element.scope)
        free = element.is_event_subprocess or element.is_for_compensation or element.attached_to is not None
        if free or element.scope not in begun or (scope is not None and scope.type == "AdHocSubProcess"):
            continue
        kinds = {d.type for d in element.event_definitions}
        if element.type == "StartEvent":
            if not model.outgoing(element.id):
                yield Problem.at(
                    element,
                    "warning",
                    _(
                        "The start “{label}” leads nowhere, so a case that begins there is over at once. "
                        "Draw the flow to the first step."
                    ).format(label=element.label),
                )
        elif not model.incoming(element.id) and not (
            element.type == "IntermediateCatchEvent" and "Link" in kinds
        ):
            yield Problem.at(
                element,
                "warning",
                _(
                    "No flow leads to “{label}”, so no case reaches it in the order drawn. "
                    "Connect it, or delete it when it is left over."
                ).format(label=element.label),
            )
