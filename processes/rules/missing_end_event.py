"""A process that does not show where it ends.

What it finds:
    Processes and subprocesses without an end event.

Why it matters:
    Without it a reader cannot tell a finished case from one where the drawing simply stops, nor an approval from a
    refusal.

Wrong:
    Register -> Decide   (no circle after Decide)

Right:
    Register -> Decide -> (end)

How sure:
    warning: BPMN allows it, but an end that is not drawn cannot be counted.

Source:
    OMG BPMN 2.0.2, 10.5.3 (End Event); bpmnlint, rule end-event-required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.label import label_of
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def missing_end_event(model: Model) -> Iterator[Problem]:
    """Yield each process and subprocess that does not show where it ends."""
    inside: dict[str, list[str]] = {}
    for element in model.elements.values():
        inside.setdefault(element.scope, []).append(element.type)
    for scope, types in inside.items():
        noun = model.processes.get(scope) or model.elements[scope]
        if "EndEvent" in types or getattr(noun, "type", "") == "AdHocSubProcess":
            continue
        yield Problem.at(
            noun,
            "warning",
            _(
                "“{label}” has no end event, so a finished case cannot be told from one that was forgotten. "
                "Draw an end event behind each last step, with its outcome as name."
            ).format(label=label_of(noun)),
        )
