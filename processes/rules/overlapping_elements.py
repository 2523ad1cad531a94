"""Shapes drawn on top of each other.

What it finds:
    Two steps, events or gateways of the same scope whose shapes cover a common area.

Why it matters:
    One of them cannot be read, and a procedure nobody can read is done from memory.

Wrong:
    Register and Check drawn at the same place

Right:
    Register and Check drawn side by side

How sure:
    warning: a shape that only touches another is left in peace, and so is a boundary event on its activity.

Source:
    OMG BPMN 2.0.2, 12.1; bpmnlint, rule no-overlapping-elements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.label import label_of
from processes.model.drawn import boxes
from processes.problem import Noun, Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def overlapping_elements(model: Model) -> Iterator[Problem]:
    """Yield each element that covers one before it."""
    shown = boxes(model)
    by_scope: dict[str, list[str]] = {}
    for element in model.elements.values():
        if element.id in shown and element.attached_to is None:
            by_scope.setdefault(element.scope, []).append(element.id)
    by_scope["the pools"] = [p for p in model.participants if p in shown]
    nouns: dict[str, Noun] = {**model.elements, **model.participants}
    for ids in by_scope.values():
        row = sorted(ids, key=lambda i: shown[i].x)
        for at, one in enumerate(row):
            for other in row[at + 1 :]:
                if shown[other].x >= shown[one].right:
                    break
                if shown[one].meets(shown[other]):
                    yield Problem.at(
                        nouns[other],
                        "warning",
                        _(
                            "“{label}” is drawn over “{other}”, so one of them cannot be read. Move them apart."
                        ).format(label=label_of(nouns[other]), other=label_of(nouns[one])),
                        covers=one,
                    )
