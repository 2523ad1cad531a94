"""Several flows that meet at a step instead of a gateway.

What it finds:
    Activities and events with more than one incoming flow.

Why it matters:
    Readers often take it for a place where the flows wait for each other; in truth the step is done once for each
    of them.

Wrong:
    (Check plan / Check parcel) -> Decide, drawn with both arrows ending at Decide

Right:
    (Check plan / Check parcel) -> a gateway -> Decide

How sure:
    note: a third of real models do so for alternatives, and rightly; where both flows come at once, another rule
    says so.

Source:
    OMG BPMN 2.0.2, 13.3.1; bpmnlint, rule fake-join.
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
def fake_join(model: Model) -> Iterator[Problem]:
    """Yield each activity or event that several flows enter."""
    for element in model.elements.values():
        incoming = model.incoming(element.id)
        if len(incoming) > 1 and not element.is_gateway and element.type != "EndEvent":
            yield Problem.at(
                element,
                "note",
                _(
                    "{count} flows meet at “{label}” without a gateway: it is done once for each of them, they do not "
                    "wait for each other. If that is meant, draw an exclusive gateway before it to say so."
                ).format(count=len(incoming), label=element.label),
            )
