"""A link that has no other end.

What it finds:
    Link events whose counterpart of the same name is missing in the same process or subprocess, or is there twice.

Why it matters:
    A link is an arrow cut in two; without its other half a case disappears there.

Wrong:
    Register -> link “later”   (no catching link “later”)

Right:
    Register -> link “later”     link “later” -> Decide

How sure:
    error: there is no legitimate reading.

Source:
    OMG BPMN 2.0.2, 10.5.6 (Link Events).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model


@rules.register
def link_without_target(model: Model) -> Iterator[Problem]:
    """Yield each link event without its counterpart."""
    throws: dict[tuple[str, str], list[Element]] = {}
    catches: dict[tuple[str, str], list[Element]] = {}
    for element in model.elements.values():
        definition = element.event_definition
        if definition is not None and definition.type == "Link":
            ends = throws if element.type == "IntermediateThrowEvent" else catches
            ends.setdefault((element.scope, definition.name or element.name), []).append(element)
    for key, elements in throws.items():
        if len(catches.get(key, ())) != 1:
            for element in elements:
                yield Problem.at(
                    element,
                    "error",
                    _(
                        "The link “{label}” has {count} other ends in its process; it needs exactly one, or the case "
                        "disappears. Draw one catching link of the same name."
                    ).format(label=element.label, count=len(catches.get(key, ()))),
                )
    for key, elements in catches.items():
        if key not in throws:
            yield Problem.at(
                elements[0],
                "error",
                _(
                    "No link leads to “{label}”, so nothing behind it is ever done. "
                    "Draw a throwing link of the same name, or connect what is behind it."
                ).format(label=elements[0].label),
            )
