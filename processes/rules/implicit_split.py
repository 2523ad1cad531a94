"""A step from which several flows leave at once.

What it finds:
    Activities and events with more than one outgoing flow and no condition on them.

Why it matters:
    All of them are taken, side by side; readers often take it for a choice.

Wrong:
    Register -> Check plan and Register -> Check parcel, both arrows leaving Register

Right:
    Register -> (Check plan | Check parcel), through a parallel gateway

How sure:
    note: it is legal and has one meaning; it is only easily misread.

Source:
    OMG BPMN 2.0.2, 13.3.1 (uncontrolled flow); bpmnlint, rule no-implicit-split.
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
def implicit_split(model: Model) -> Iterator[Problem]:
    """Yield each activity or event that several flows leave."""
    for element in model.elements.values():
        plain = [f for f in model.outgoing(element.id) if not f.condition and not f.is_default]
        if len(plain) > 1 and not element.is_gateway:
            yield Problem.at(
                element,
                "note",
                _(
                    "{count} flows leave “{label}” at once, and all are taken. If they are alternatives, draw an "
                    "exclusive gateway with conditions; if not, a parallel gateway says so plainly."
                ).format(count=len(plain), label=element.label),
            )
