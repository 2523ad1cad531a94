"""A process that does not show where it begins.

What it finds:
    Processes and subprocesses without a start event.

Why it matters:
    Without it, everything that nothing leads to begins at once; who starts a case, and with which form, is not said.

Wrong:
    Register -> Decide   (no circle before Register)

Right:
    (start) -> Register -> Decide

How sure:
    warning: BPMN allows it, but most readers and the inbox need the beginning.

Source:
    OMG BPMN 2.0.2, 10.5.2 (Start Event); bpmnlint, rule start-event-required.
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
def missing_start_event(model: Model) -> Iterator[Problem]:
    """Yield each process and subprocess that does not show where it begins."""
    inside: dict[str, list[str]] = {}
    for element in model.elements.values():
        inside.setdefault(element.scope, []).append(element.type)
    for scope, types in inside.items():
        noun = model.processes.get(scope) or model.elements[scope]
        if "StartEvent" in types or getattr(noun, "type", "") == "AdHocSubProcess":
            continue
        yield Problem.at(
            noun,
            "warning",
            _(
                "“{label}” has no start event, so nobody sees how a case begins and what the applicant gives. "
                "Draw a start event before the first step."
            ).format(label=label_of(noun)),
        )
