"""The handovers of a log as a graph: an edge from each desk to those it passes work to, with how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from analytics.measure import Row


def handover_graph(handovers: Iterable[Row]) -> tuple[nx.DiGraph[str], int]:
    """Return the graph of the measure `handovers`, weighed by them, and how many of them nobody is named for.

    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> graph, unknown = handover_graph(an.handovers(two_certificates()))
    >>> list(graph.edges(data="handovers")), unknown
    ([('clerk', 'head', 2)], 0)
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    unknown = 0
    for row in handovers:
        unknown += row.unknown
        if row.n:
            giver, _arrow, taker = row.key.partition(" → ")
            graph.add_edge(giver, taker, handovers=row.n)
    return graph, unknown


def either_way_of(graph: nx.DiGraph[str]) -> nx.Graph[str]:
    """Return the graph without directions: what two desks pass to each other is added up."""
    import networkx as nx

    either_way: nx.Graph[str] = nx.Graph()
    for giver, taker in graph.edges:
        times: int = graph.edges[giver, taker]["handovers"]
        before = either_way.get_edge_data(giver, taker, default={"handovers": 0})
        either_way.add_edge(giver, taker, handovers=before["handovers"] + times)
    return either_way
