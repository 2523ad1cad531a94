"""Whether one token goes from one element to a later one, or several do at once somewhere on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from processes.model.structure import blocks

if TYPE_CHECKING:
    from processes.model.model import Model

#: Gateways at which one token becomes one.
_ONE = ("ExclusiveGateway", "EventBasedGateway")
#: Gateways that wait for several tokens.
_SEVERAL = ("ParallelGateway", "InclusiveGateway", "ComplexGateway")


def on_one_thread(model: Model, earlier: str, later: str) -> bool:
    """Whether a token taken from `later` could be put at `earlier` and come back without meeting or leaving others.

    It could not where a split into several tokens, or their join, stands between the two: put before the split, it
    would start the other branches anew; put into a branch, the join would wait for the others in vain.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> (Check plan | Check parcel) -> Decide -> Sign", dialect="sketch")
    >>> [on_one_thread(model, step, "decide") for step in ("register", "check_plan")]
    [True, False]
    >>> on_one_thread(model, "register", "check_plan"), on_one_thread(model, "decide", "sign")
    (False, True)
    """
    scope = model.element(later).scope
    if model.element(earlier).scope != scope:
        return False
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(e.id for e in model.elements.values() if e.scope == scope)
    graph.add_edges_from(
        (f.source, f.target) for f in model.flows.values() if f.source in graph and f.target in graph
    )
    after = nx.descendants(graph, earlier)
    if later not in after:
        return False
    between = (after & nx.ancestors(graph, later)) | {earlier, later}
    found = blocks(model, scope)
    for id_ in between:
        type_ = model.elements[id_].type
        if type_ in _ONE:
            continue
        splits, joins = graph.out_degree(id_) > 1, graph.in_degree(id_) > 1
        # Without a gateway, each token that comes goes on alone, so several ways in are no join.
        joins = joins and type_ in _SEVERAL
        closed = [b for b in found if {b.entry, b.exit} <= between and _has_both(b.inside, earlier, later)]
        if splits and not any(block.entry == id_ for block in closed):
            return False
        if joins and not any(block.exit == id_ for block in closed):
            return False
    return True


def _has_both(inside: tuple[str, ...], one: str, other: str) -> bool:
    """Whether both lie in the block, or neither does."""
    return (one in inside) == (other in inside)
