"""The control flow of a model as a networkx graph.

Nodes are element ids (attribute `type`), edges carry the ids of their sequence flows (attribute `flows`).  A boundary
event hangs on its activity by an edge without a flow (attribute `boundary`), because control reaches it from there; a
subprocess leads into its start events in the same way (attribute `enters`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from processes.model.elements import Element, SequenceFlow
    from processes.model.model import Model


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


def avoiding(model: Model, without: Iterable[str]) -> nx.DiGraph[str]:
    """Return the control flow through a model that enters its subprocesses and leaves them, without some elements.

    A subprocess with contents is passed through its contents, not around them.

    >>> from processes import read_model
    >>> graph = avoiding(read_model(b"Register -> (Check / Waive) -> Decide", dialect="sketch"), ["check"])
    >>> nx.has_path(graph, "register", "decide"), "check" in graph
    (True, False)
    """
    graph = model.graph.copy()
    for element in model.elements.values():
        begins = [
            n for n in model.graph.successors(element.id) if model.graph.edges[element.id, n].get("enters")
        ]
        if not begins or element.is_event_subprocess:
            continue
        inside = [e.id for e in model.elements.values() if e.scope == element.id and not model.outgoing(e.id)]
        for flow in model.outgoing(element.id):
            if graph.has_edge(element.id, flow.target):
                graph.remove_edge(element.id, flow.target)
            graph.add_edges_from((last, flow.target) for last in inside if flow.target in graph)
    graph.remove_nodes_from(list(without))
    return graph
