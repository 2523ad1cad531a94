"""Which activities come directly after an activity, with nothing but gateways and events between.

A call or a subprocess is passed into its contents, and from their end on behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.model.model import Model


def following_activities(model: Model, id: str) -> tuple[str, ...]:
    """Return the ids of the activities control reaches from `id` without passing another activity.

    >>> from processes import read_model
    >>> following_activities(read_model(b"A -> (B | C) -> D", dialect="sketch"), "a")
    ('b', 'c')
    """
    found: list[str] = []
    seen: set[str] = set()
    waiting = list(model.graph.successors(id))
    for node in waiting:
        if node in seen:
            continue
        seen.add(node)
        if model.elements[node].is_task:
            found.append(node)
            continue
        following = list(model.graph.successors(node))
        scope = model.elements[node].scope
        if not following and scope in model.elements:
            following = [n for n in model.graph.successors(scope) if model.elements[n].scope != scope]
        waiting += following
    return tuple(found)
