"""Drawn handovers: how often the model passes work from desk to desk (M15).

What it measures: The pairs of tasks of different desks between which work passes directly; in `parts` the returns,
    which are handovers to a desk the work has been at already, and the desks that every way between two others
    leads over.
Why it matters: Each handover is a queue; a desk everything passes over is where one illness stops the procedure.
Example:
    >>> import analytics as an
    >>> from processes import read_model
    >>> model = read_model(b"Register @desk -> Check @expert -> Issue @desk", dialect="sketch")
    >>> figure = an.drawn_handovers(model)
    >>> figure.value, figure.parts["returns"]
    (2, 1)

Misread: It counts what is drawn, alternatives each; how often cases take them is the measure `handovers` of a log.
How sure: Exact for what is drawn; tasks of nobody named are listed as unknown.
Source: van der Aalst & Song (2004), doi:10.1007/978-3-540-25970-1_16; Tarjan (1972), articulation points;
    vocabulary M15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def drawn_handovers(model: Model) -> Figure:
    """Return how many handovers are drawn; None when no task says whose it is."""
    import networkx as nx

    from processes.model.handover_graph import handover_graph, performer

    graph = handover_graph(model)
    pairs: list[tuple[str, str]] = [
        pair for giver, taker in graph.edges for pair in graph.edges[giver, taker]["handovers"]
    ]
    whose = {e.id: performer(model, e) for e in model.elements.values() if e.is_task}
    reach = {id_: nx.ancestors(model.graph, id_) | {id_} for id_ in whose}
    returns = [
        (source, target)
        for source, target in pairs
        if any(whose[id_] == whose[target] for id_ in reach[source] if id_ in whose and id_ != target)
    ]
    named = [id_ for id_, who in whose.items() if who is not None]
    return Figure(
        name="drawn_handovers",
        label=_("Handovers drawn"),
        unit="handovers",
        value=len(pairs) if named else None,
        elements=tuple(dict.fromkeys(target for _source, target in pairs)),
        unknown=tuple(id_ for id_, who in whose.items() if who is None),
        parts={
            "returns": len(returns),
            "hubs": sorted(nx.articulation_points(graph.to_undirected())) if len(graph) > 2 else [],
        },
    )
