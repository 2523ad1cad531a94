"""Cuts: how a directly-follows graph falls into parts that stand in one relation to each other.

Source: Leemans, Fahland & van der Aalst (2013), doi:10.1007/978-3-642-38697-8_17, definitions 3.1-3.4; Leemans (2017),
Robust Process Mining with Guarantees, 6.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.follows_graph import DirectlyFollows
    from analytics.process_tree import Operator

Part = frozenset[str]


@dataclass(frozen=True)
class Cut:
    """Parts of the activities and how they stand to each other; of a loop the first part is the body."""

    operator: Operator
    parts: tuple[Part, ...]


def find_cut(follows: DirectlyFollows) -> Cut | None:
    """Return the first cut there is: choice, sequence, parallel or loop; None when the graph is one piece.

    >>> from analytics.follows_graph import directly_follows
    >>> cut = find_cut(directly_follows({("A", "B", "C"): 1, ("A", "C", "B"): 1}))
    >>> cut.operator, [sorted(part) for part in cut.parts]
    ('sequence', [['A'], ['B', 'C']])
    """
    graph = follows.graph
    for operator, looked in (
        ("choice", _choice(graph)),
        ("sequence", _sequence(graph)),
        ("parallel", _parallel(graph, follows)),
        ("loop", _loop(graph, follows)),
    ):
        if len(looked) > 1:
            return Cut(operator, tuple(looked))  # type: ignore[arg-type]  # the names above are operators
    return None


def _ordered(parts: Iterable[Iterable[str]]) -> list[Part]:
    """Return parts in an order that does not hang on how sets are stored."""
    return [frozenset(part) for part in sorted(sorted(part) for part in parts)]


def _choice(graph: nx.DiGraph[str]) -> list[Part]:
    return _ordered(nx.weakly_connected_components(graph))


def _sequence(graph: nx.DiGraph[str]) -> list[Part]:
    """Return the parts one after the other: what cannot be told apart by reaching each other belongs together."""
    condensed = nx.condensation(graph)
    size = condensed.number_of_nodes()
    if size == 1:
        return [frozenset(graph)]
    reach = dict.fromkeys(condensed, 0)
    for node in reversed(list(nx.topological_sort(condensed))):
        for following in condensed.successors(node):
            reach[node] |= reach[following] | (1 << following)
    together: nx.Graph[int] = nx.Graph()
    together.add_nodes_from(condensed)
    nodes = list(condensed)
    for at, first in enumerate(nodes):
        for second in nodes[at + 1 :]:
            if not (reach[first] >> second & 1 or reach[second] >> first & 1):
                together.add_edge(first, second)
    groups = [sorted(group) for group in nx.connected_components(together)]
    # Of two groups that are told apart all members of one come before all of the other.
    groups.sort(key=lambda group: -max(reach[n].bit_count() for n in group))
    return [frozenset(a for n in group for a in condensed.nodes[n]["members"]) for group in groups]


def _parallel(graph: nx.DiGraph[str], follows: DirectlyFollows) -> list[Part]:
    """Return parts of which every activity may directly follow every one of another part, either way."""
    apart: nx.Graph[str] = nx.Graph()
    apart.add_nodes_from(graph)
    nodes = sorted(graph)
    for at, first in enumerate(nodes):
        for second in nodes[at + 1 :]:
            if not (graph.has_edge(first, second) and graph.has_edge(second, first)):
                apart.add_edge(first, second)
    parts = [set(part) for part in _ordered(nx.connected_components(apart))]
    # Each part must be able to begin and to end a case; one that cannot goes with another.
    whole = [p for p in parts if p & follows.starts.keys() and p & follows.ends.keys()]
    rest = [p for p in parts if not (p & follows.starts.keys() and p & follows.ends.keys())]
    if not whole:
        return [frozenset(graph)]
    for part in rest:
        whole[0] |= part
    return _ordered(whole)


def _loop(graph: nx.DiGraph[str], follows: DirectlyFollows) -> list[Part]:
    """Return the body of a loop and what leads from its ends back to its starts."""
    starts, ends = follows.starts.keys() & set(graph), follows.ends.keys() & set(graph)
    body = set(starts) | set(ends)
    redos = [
        set(part) for part in _ordered(nx.weakly_connected_components(graph.subgraph(set(graph) - body)))
    ]
    changed = True
    while changed:
        changed = False
        for redo in list(redos):
            if not _is_redo(graph, redo, body, starts, ends):
                body |= redo
                redos.remove(redo)
                changed = True
    return [frozenset(body), *(frozenset(redo) for redo in redos)] if redos else [frozenset(graph)]


def _is_redo(
    graph: nx.DiGraph[str], redo: set[str], body: set[str], starts: set[str], ends: set[str]
) -> bool:
    coming = {(a, b) for b in redo for a in graph.predecessors(b) if a in body}
    going = {(a, b) for a in redo for b in graph.successors(a) if b in body}
    if not coming or not going:
        return False
    if any(a not in ends for a, _b in coming) or any(b not in starts for _a, b in going):
        return False
    # Every end leads to it wherever one does, and it leads to every start.
    entries, exits = {b for _a, b in coming}, {a for a, _b in going}
    return all(graph.has_edge(e, b) for b in entries for e in ends) and all(
        graph.has_edge(a, s) for a in exits for s in starts
    )
