"""The order in which a person reads the steps of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.model import Model


def in_order(model: Model) -> list[Element]:
    """Return the tasks of a model, those nearer to the start first.

    What only a boundary event leads to stands after the ordinary course, what is reached from nowhere last.

    >>> from processes import read_model
    >>> [e.name for e in in_order(read_model(b"Register -> Check -> Decide", dialect="sketch"))]
    ['Register', 'Check', 'Decide']
    """
    starts = [e.id for e in model.elements.values() if e.type == "StartEvent"]
    events = [e.id for e in model.elements.values() if e.type == "BoundaryEvent"]
    reached: dict[str, int] = {}
    for waiting in (starts, events):
        while waiting:
            fresh = [name for name in dict.fromkeys(waiting) if name not in reached]
            reached.update((name, len(reached) + place) for place, name in enumerate(fresh))
            waiting = [flow.target for name in fresh for flow in model.outgoing(name)]
    tasks = [element for element in model.elements.values() if element.is_task]
    return sorted(tasks, key=lambda element: (reached.get(element.id, len(reached)), element.position))
