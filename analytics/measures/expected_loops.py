"""Expected loops: how often work is done again, as the model foresees it (M17).

What it measures: For each task, how many more times than once an average case that comes to it does it; the value
    is the sum over all tasks, weighted by how often a case comes by, and `parts["loops"]` has each round of tasks.
Why it matters: A return for correction costs the applicant a journey and the office its work once more.
Example:
    >>> import analytics as an
    >>> from processes import read_model
    >>> an.expected_loops(read_model(b"Register -> Decide", dialect="sketch")).value
    0.0

Misread: A loop drawn is not a loop taken; the probabilities decide, and equal chances are assumed where none are
    given.
How sure: As sure as the probabilities of the ways back; loops without any are listed as unknown.
Source: Dumas et al., Fundamentals of BPM (2018), 7.1.2 (rework); Tarjan (1972), strongly connected components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.measures import measures
from analytics.reach import expected_visits
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def expected_loops(model: Model) -> Figure:
    """Return the expected repetitions of tasks in one case, to two decimals; None when the model has no task."""
    import networkx as nx

    tasks = [e for e in model.elements.values() if e.is_task]
    rounds = [c for c in nx.strongly_connected_components(model.graph) if len(c) > 1]
    visits = expected_visits(model)
    again: dict[str, float] = {}
    silent: list[str] = []
    for part in rounds:
        inside = [e.id for e in tasks if e.id in part]
        entering = sum(_entering(model, part, visits).values())
        ways = [f for id_ in part for f in model.outgoing(id_) if len(model.outgoing(id_)) > 1]
        if ways and not any(f.probability is not None for f in ways):
            silent += inside
        again |= {id_: max(0.0, visits.get(id_, 0.0) - min(entering, 1.0)) for id_ in inside}
    return Figure(
        name="expected_loops",
        label=_("Work done again"),
        unit="times",
        value=round(sum(again.values(), 0.0), 2) if tasks else None,
        elements=tuple(again),
        unknown=tuple(silent),
        parts={"loops": [sorted(part & {e.id for e in tasks}) for part in rounds]},
    )


def _entering(model: Model, part: set[str], visits: dict[str, float]) -> dict[str, float]:
    """Return how often a case comes into a round from outside, by the element it comes to."""
    from analytics.reach import flow_shares

    shares = flow_shares(model)
    return {
        id_: sum(
            visits.get(f.source, 0.0) * shares[f.id] for f in model.incoming(id_) if f.source not in part
        )
        for id_ in part
    }
