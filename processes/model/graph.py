"""The control flow of a model as a networkx graph.

Nodes are element ids (attribute `type`), edges carry the ids of their sequence flows (attribute `flows`).  A boundary
event hangs on its activity by an edge without a flow (attribute `boundary`), because control reaches it from there; a
subprocess leads into its start events in the same way (attribute `enters`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.model.elements import Element, SequenceFlow


def control_flow(elements: Mapping[str, Element], flows: Mapping[str, SequenceFlow]) -> nx.DiGraph[str]:
    """Return the control flow of `elements`; flows whose ends do not exist are left out.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> Decide", dialect="sketch")
    >>> sorted(control_flow(model.elements, model.flows).successors("register"))
    ['decide']
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for element in elements.values():
        graph.add_node(element.id, type=element.type)
    for flow in flows.values():
        if flow.source in graph and flow.target in graph:
            if graph.has_edge(flow.source, flow.target):
                graph.edges[flow.source, flow.target]["flows"].append(flow.id)
            else:
                graph.add_edge(flow.source, flow.target, flows=[flow.id])
    for element in elements.values():
        if element.attached_to is not None and element.attached_to in graph:
            graph.add_edge(element.attached_to, element.id, flows=[], boundary=True)
        if element.type == "StartEvent" and element.scope in graph:
            graph.add_edge(element.scope, element.id, flows=[], enters=True)
    return graph
