"""More than one plain start in a process or subprocess.

What it finds:
    Scopes with several start events that have no trigger.

Why it matters:
    Nobody can tell at which of them a case begins; where all begin, the steps behind them run side by side unasked.

Wrong:
    (start) -> Register, and another (start) -> Decide

Right:
    (start) -> Register -> Decide

How sure:
    warning: BPMN allows alternatives, but then the person who starts a case has to choose one.

Source:
    OMG BPMN 2.0.2, 10.5.2; bpmnlint, rule single-blank-start-event.
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
def several_plain_starts(model: Model) -> Iterator[Problem]:
    """Yield each plain start after the first of its scope."""
    first: dict[str, str] = {}
    for element in model.elements.values():
        if element.type != "StartEvent" or element.event_definitions:
            continue
        if element.scope in first:
            yield Problem.at(
                element,
                "warning",
                _(
                    "“{label}” is a second plain start besides “{first}”, so it is unclear where a case begins. "
                    "Keep one, or say by a message, a time or a signal what sets off the other."
                ).format(label=element.label, first=model.label(first[element.scope])),
            )
        else:
            first[element.scope] = element.id
