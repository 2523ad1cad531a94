"""An event that does not say what it waits for.

What it finds:
    Catching intermediate events and boundary events without a timer, message, signal or other definition.

Why it matters:
    A case would wait there for ever, or the deadline it was drawn for never comes.

Wrong:
    Decide with an empty circle on its border

Right:
    Decide with a timer of five working days on its border

How sure:
    error: such an event never happens.

Source:
    OMG BPMN 2.0.2, 10.5.4 (intermediate events).
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
def event_without_definition(model: Model) -> Iterator[Problem]:
    """Yield each event that waits for nothing."""
    for element in model.elements.values():
        if element.type in ("IntermediateCatchEvent", "BoundaryEvent") and not element.event_definitions:
            yield Problem.at(
                element,
                "error",
                _(
                    "The event “{label}” does not say what it waits for, so it never happens. "
                    "Give it a timer, a message or a signal."
                ).format(label=element.label),
            )
