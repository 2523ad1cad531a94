"""Duties between steps: which steps a step is kept apart from, bound to, or given to the performer of."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


def unknown_duties(model: Model) -> Iterator[tuple[str, Message]]:
    """Yield each step with a duty towards what is no other step of people in its process, and what to say of it."""
    for element in model.elements.values():
        step = element.step
        if step is None:
            continue
        others = [
            other.id
            for other in model.elements.values()
            if other.type == "UserTask" and other.process == element.process and other.id != element.id
        ]
        for name in (*step.separate_from, step.bound_to, step.performer_of):
            if name is None or name in others:
                continue
            close = get_close_matches(name, others, n=1, cutoff=0.5)
            text = _("“{label}” has a duty towards “{name}”, which is no other step of people here.")
            if close:
                text = _(
                    "“{label}” has a duty towards “{name}”, which is no other step of people here. "
                    "Did you mean “{close}”?"
                )
            yield element.id, text.format(label=element.label, name=name, close=close[0] if close else "")
