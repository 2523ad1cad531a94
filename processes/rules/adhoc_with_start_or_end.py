"""A part done in any order that nevertheless says where it begins or ends.

What it finds:
    Start and end events inside ad-hoc subprocesses.

Why it matters:
    There the person chooses what to do next; a start or an end promises an order that nobody keeps.

Wrong:
    ad-hoc: (start) -> Ask the neighbours, Inspect

Right:
    ad-hoc: Ask the neighbours, Inspect

How sure:
    error: the standard forbids them there.

Source:
    OMG BPMN 2.0.2, 10.3.5 (Ad-Hoc Sub-Process); bpmnlint, rule ad-hoc-sub-process.
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
def adhoc_with_start_or_end(model: Model) -> Iterator[Problem]:
    """Yield each start and end event directly inside an ad-hoc subprocess."""
    for element in model.elements.values():
        scope = model.elements.get(element.scope)
        if (
            scope is not None
            and scope.type == "AdHocSubProcess"
            and element.type in ("StartEvent", "EndEvent")
        ):
            yield Problem.at(
                element,
                "error",
                _(
                    "“{label}” is a start or an end inside “{scope}”, whose steps are done in any order. "
                    "Delete it, or make “{scope}” an ordinary subprocess."
                ).format(label=element.label, scope=scope.label),
            )
