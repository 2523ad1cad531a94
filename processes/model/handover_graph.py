"""Who hands work to whom, as drawn: the lanes, groups or pools between which control and messages pass.

Source: van der Aalst & Song (2004), "Mining social networks", doi:10.1007/978-3-540-25970-1_16 (handover of work), here
on the model instead of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from processes.model.steps_after import following_activities

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.model import Model


def handover_graph(model: Model) -> nx.DiGraph[str]:
    """Return the performers of `model` and the handovers between them.

    Nodes are performers: the lane of a step, else its first candidate group or its assignee, else its pool; attribute
    `steps` has their activities in document order.  An edge from a to b has `handovers`, the pairs of steps between
    which work passes from a to b with nothing but gateways and events between, and `messages`, the message flows.
    Steps of nobody named are left out.

    >>> from processes import read_model
    >>> model = read_model(b"Register @desk -> Check @expert -> Issue @desk", dialect="sketch")
    >>> sorted(handover_graph(model).edges)
    [('desk', 'expert'), ('expert', 'desk')]
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    steps = {
        e.id: who for e in model.elements.values() if e.is_task and (who := performer(model, e)) is not None
    }
    for id_, who in steps.items():
        if who not in graph:
            graph.add_node(who, steps=[])
        graph.nodes[who]["steps"].append(id_)
    for source, who in steps.items():
        for target in following_activities(model, source):
            other = steps.get(target)
            if other is not None and other != who:
                _edge(graph, who, other)["handovers"].append((source, target))
    for message in model.message_flows.values():
        sender, receiver = _party(model, message.source), _party(model, message.target)
        if sender and receiver and sender != receiver:
            for node in (sender, receiver):
                if node not in graph:
                    graph.add_node(node, steps=[])
            _edge(graph, sender, receiver)["messages"].append(message.id)
    return graph


def performer(model: Model, element: Element) -> str | None:
    """Return who does `element`, as far as the drawing names anybody: a lane, a group, a person or a pool."""
    lane = model.lane_of(element.id)
    if lane is not None and lane.name:
        return lane.name
    if element.candidate_groups:
        return element.candidate_groups[0]
    if element.assignee:
        return element.assignee
    pool = model.participants.get(element.participant or "")
    return pool.name or None if pool is not None else None


def _edge(graph: nx.DiGraph[str], source: str, target: str) -> dict[str, list[object]]:
    if not graph.has_edge(source, target):
        graph.add_edge(source, target, handovers=[], messages=[])
    return graph.edges[source, target]


def _party(model: Model, id_: str) -> str | None:
    if id_ in model.participants:
        return model.participants[id_].name or id_
    element = model.elements.get(id_)
    return performer(model, element) if element is not None else None
