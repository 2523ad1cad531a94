"""Needed order: which steps really have to follow one another, because one needs what the other brings.

What it measures: How many pairs of steps must directly follow one another: the transitive reduction of who needs whose
    data and papers, without what follows from other pairs; steps that need one another in a circle count as one. In
    `parts` the pairs, and the longest row of steps that can only be done one after another.
Why it matters: Every other arrow is habit: what no pair orders can be done side by side, and the longest row is as
    short as the procedure can get however many people are put to it.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.needed_order(library["kg-spravka"].as_is).unit
    'pairs'

Misread: A step can use what another found in a way nobody drew, and a law can prescribe an order that no data asks for.
How sure: Exact for the data and papers that are noted; a model that notes none has no figure, not zero.
Source: Aho, Garey & Ullman (1972), transitive reduction, doi:10.1137/0201008; Reijers & Limam Mansar (2005),
    resequencing and parallelism.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    import networkx as nx

    from processes.model.model import Model


@measures.register
def needed_order(model: Model) -> Figure:
    """Return how many pairs of tasks have to follow one another; None when nothing says what they need."""
    import networkx as nx

    needs = _needs(model)
    # Steps that need one another stand together: a reduction is of what has no circle.
    whole = nx.condensation(needs)
    members = {node: sorted(whole.nodes[node]["members"], key=list(needs).index) for node in whole}
    least = nx.transitive_reduction(whole)
    pairs = [(members[one][-1], members[other][0]) for one, other in least.edges]
    row = nx.dag_longest_path(least)
    return Figure(
        name="needed_order",
        label=_("Steps that must follow one another"),
        unit="pairs",
        value=len(pairs) if needs.number_of_edges() else None,
        elements=tuple(id_ for id_ in needs if any(id_ in pair for pair in pairs)),
        parts={
            "pairs": sorted(pairs, key=lambda pair: (list(needs).index(pair[0]), list(needs).index(pair[1]))),
            "longest row": [id_ for node in row for id_ in members[node]] if pairs else [],
        },
    )


def _needs(model: Model) -> nx.DiGraph[str]:
    """Return which task needs which: an edge from whoever sets data or issues a paper to those that use it later."""
    import networkx as nx

    from processes.model.data_flow import data_dependencies

    tasks = [e for e in model.elements.values() if e.is_task]
    ids = {e.id for e in tasks}
    later = {id_: nx.descendants(model.graph, id_) for id_ in ids if id_ in model.graph}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(e.id for e in tasks)
    issued = [(e.id, set(e.step.issues)) for e in tasks if e.step is not None]
    for element in tasks:
        if element.step is None:
            continue
        used = {asked.document for asked in element.step.asks} | set(element.step.reads)
        for setter, papers in issued:
            if setter != element.id and papers & used and element.id in later.get(setter, ()):
                graph.add_edge(setter, element.id)
    data = data_dependencies(model)
    for setter, reader in data.edges:
        # A choice reads for what comes after it: the tasks it leads to wait for the data.
        for task in [reader] if reader in ids else nx.descendants(model.graph, reader) & ids:
            if setter in ids and setter != task:
                graph.add_edge(setter, task)
    return graph
