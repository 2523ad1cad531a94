"""Unavoidable steps: the tasks every case passes, whatever happens.

What it measures: The tasks that lie on every way from the start to an end (the dominators of all ends); in `parts` the
    bridges among them, whose way in and way out are the only ones.
Why it matters: A minute spared at one of them is spared in every case, and a desk that is closed there stops them all.
Example:
    >>> import analytics as an
    >>> from processes import read_model
    >>> model = read_model(b"Register -> (Check / Ask) -> Decide", dialect="sketch")
    >>> an.unavoidable_steps(model).elements
    ('register', 'decide')

Misread: A case that is withdrawn or runs into a deadline leaves the drawing's ways; such exits are not counted.
How sure: Exact for what is drawn; branches side by side are all passed, though none lies on every way.
Source: Lengauer & Tarjan (1979), dominators, doi:10.1145/357062.357071.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def unavoidable_steps(model: Model) -> Figure:
    """Return how many tasks of the main process every case passes; None when the model has no task."""
    from processes.model.structure import all_dominators, dominators

    scope = model.main_process.id
    nearest = dominators(model)
    inside = [e for e in model.elements.values() if e.scope == scope]
    exceptional = {e.id for e in inside if e.type == "BoundaryEvent"}
    ends = [
        e.id
        for e in inside
        if e.id in nearest and not model.outgoing(e.id) and not _only_after(model, e.id, exceptional)
    ]
    on_every_way = (
        set.intersection(*({*all_dominators(nearest, end), end} for end in ends)) if ends else set()
    )
    tasks = [e.id for e in inside if e.is_task]
    found = tuple(id_ for id_ in tasks if id_ in on_every_way)
    return Figure(
        name="unavoidable_steps",
        label=_("Steps of every case"),
        unit="steps",
        value=len(found) if tasks else None,
        elements=found,
        parts={
            "single ways": [id_ for id_ in found if len(model.incoming(id_)) == 1 == len(model.outgoing(id_))]
        },
    )


def _only_after(model: Model, end: str, exceptional: set[str]) -> bool:
    """Whether only an exception leads to this end."""
    import networkx as nx

    before = nx.ancestors(model.graph, end)
    return bool(before & exceptional) and not any(
        model.elements[id_].type == "StartEvent" for id_ in before if id_ in model.elements
    )
