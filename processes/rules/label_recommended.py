"""A place without a name where readers look for one.

What it finds:
    Plain start and end events, gateways that decide, pools and lanes without a name.

Why it matters:
    What sets a case off, what is asked at a decision, how it can end and who does it is read from these names.

Wrong:
    a decision without a question, its arrows without answers

Right:
    “Complete?” with the arrows “yes” and “no”

How sure:
    note: many drawings leave some of them out.

Source:
    OMG BPMN 2.0.2, 7.2; bpmnlint, rule label-required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Noun, Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model
    from processes.text import Message


@rules.register
def label_recommended(model: Model) -> Iterator[Problem]:
    """Yield each of these places without a name."""
    for element in model.elements.values():
        splits = (
            element.is_gateway and len(model.outgoing(element.id)) > 1 and element.type != "ParallelGateway"
        )
        bare = element.type in ("StartEvent", "EndEvent") and not element.event_definitions
        if not element.name and (splits or (bare and element.scope in model.processes)):
            yield Problem.at(element, "note", _said())
    nouns: list[Noun] = [*model.participants.values(), *model.lanes.values()]
    for noun in nouns:
        if not noun.name:
            yield Problem.at(noun, "note", _said())


def _said() -> Message:
    return _(
        "It has no name, and readers look for one here: what sets off, what is asked, how it ends, who does it."
    )
