"""The block structure of the control flow: what every way to an element passes, what every way from it, and the blocks.

*a dominates b* when every way from the beginning to b goes through a; *a post-dominates b* when every way from b to the
end goes through a.  A split and the join that dominate and post-dominate each other enclose a block: a part with one
way in and one out.  Several beginnings or ends of a scope are taken together.

Sources: Lengauer & Tarjan (1979), doi:10.1145/357062.357071; Johnson, Pearson & Pingali (1994), "The program structure
tree", doi:10.1145/178243.178258; Vanhatalo, Völzer & Koehler (2009), doi:10.1016/j.datak.2009.02.015.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from processes.model.model import Model

_BEGIN, _END = "", "\x00end"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of the control flow with one way in and one way out.

    `entry` and `exit` are the elements at its border, `type` the type of the entry, `inside` what lies between them in
    document order, `parent` the entry of the smallest block around it (None at the top).
    """

    entry: str
    exit: str
    type: str
    inside: tuple[str, ...]
    parent: str | None = None


def dominators(model: Model, scope: str | None = None) -> dict[str, str | None]:
    """Return, for each element of `scope` that can be reached, the nearest element on every way to it.

    None where there is no such element.  `scope` is a process or subprocess, by default the main process.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> (Check plan | Check parcel) -> Decide", dialect="sketch")
    >>> model.elements[dominators(model)["check_plan"]].type, dominators(model)["register"]
    ('ParallelGateway', 'start')
    """
    return _immediate(_closed(model, scope or model.main_process.id), _BEGIN)


def post_dominators(model: Model, scope: str | None = None) -> dict[str, str | None]:
    """Return, for each element of `scope` that can end, the nearest element on every way from it; None where none is.

    >>> from processes import read_model
    >>> post_dominators(read_model(b"Register -> Decide", dialect="sketch"))["register"]
    'decide'
    """
    return _immediate(_closed(model, scope or model.main_process.id).reverse(copy=False), _END)


def all_dominators(nearest: Mapping[str, str | None], id: str) -> tuple[str, ...]:
    """Return all that `nearest` (of `dominators` or `post_dominators`) puts before or behind `id`, nearest first."""
    found: list[str] = []
    walk = nearest.get(id)
    while walk is not None:
        found.append(walk)
        walk = nearest.get(walk)
    return tuple(found)


def blocks(model: Model, scope: str | None = None) -> tuple[Block, ...]:
    """Return the blocks of `scope` that split and join, the outer ones before those inside them.

    A part without structure, such as ways that cross, is in no block of its own but in the smallest around it.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> (Check plan | Check parcel) -> Decide", dialect="sketch")
    >>> [(b.type, len(b.inside)) for b in blocks(model)]
    [('ParallelGateway', 2)]
    """
    where = scope or model.main_process.id
    graph = _closed(model, where)
    before = _immediate(graph, _BEGIN)
    behind = _immediate(graph.reverse(copy=False), _END)
    found = []
    for entry in before:
        if graph.out_degree(entry) < 2 or entry not in model.elements:
            continue
        exit_ = behind.get(entry)
        # A join that is the split itself or lies before it closes a loop, not a block.
        if exit_ is None or entry not in all_dominators(before, exit_):
            continue
        inside = _between(graph, entry, exit_)
        if all(entry in all_dominators(before, n) for n in inside):
            found.append((entry, exit_, inside))
    order = {id_: n for n, id_ in enumerate(model.elements)}
    found.sort(key=lambda b: (-len(b[2]), order[b[0]]))
    return tuple(
        Block(
            entry=entry,
            exit=exit_,
            type=model.elements[entry].type,
            inside=tuple(sorted(inside, key=order.__getitem__)),
            parent=_parent(found, entry, inside),
        )
        for entry, exit_, inside in found
    )


def path_conditions(model: Model, id: str) -> tuple[str, ...]:
    """Return the conditions (FEEL) that hold whenever `id` is reached, in the order they are decided.

    Only what lies on every way: conditions of the flows that no way to the element can avoid.  The default of a
    decision counts as the negation of the others.  Nothing is returned when it can be reached whatever is decided.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> ([fee > 0] Pay / Waive) -> Decide", dialect="sketch")
    >>> path_conditions(model, "pay"), path_conditions(model, "waive"), path_conditions(model, "decide")
    (('fee > 0',), ('not(fee > 0)',), ())
    """
    element = model.element(id)
    outer = path_conditions(model, element.scope) if element.scope in model.elements else ()
    start = element.attached_to or id
    graph = _closed(model, element.scope, by_flow=True)
    ways = _immediate(graph, _BEGIN)
    found = [
        said
        for walk in reversed(all_dominators(ways, start))
        if walk in model.flows and (said := _said(model, walk))
    ]
    return (*outer, *dict.fromkeys(found))


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


def _said(model: Model, flow_id: str) -> str | None:
    flow = model.flows[flow_id]
    if flow.condition:
        return flow.condition
    source = model.elements.get(flow.source)
    if not flow.is_default or source is None or source.type == "ParallelGateway":
        return None
    others = [f.condition for f in model.outgoing(flow.source) if f.id != flow_id and f.condition]
    if not others:
        return None
    joined = others[0] if len(others) == 1 else " or ".join(f"({c})" for c in others)
    return f"not({joined})"


def _closed(model: Model, scope: str, *, by_flow: bool = False) -> nx.DiGraph[str]:
    """Return the control flow of one scope with one beginning and one end; flows are nodes too with `by_flow`."""
    inside = [e for e in model.elements.values() if e.scope == scope and not e.is_event_subprocess]
    ids = {e.id for e in inside}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(e.id for e in inside)
    for flow in model.flows.values():
        if flow.source in ids and flow.target in ids:
            if by_flow:
                graph.add_edge(flow.source, flow.id)
                graph.add_edge(flow.id, flow.target)
            else:
                graph.add_edge(flow.source, flow.target)
    for element in inside:
        if element.attached_to in ids:
            graph.add_edge(element.attached_to, element.id)
    links = {_link(e): e.id for e in inside if e.type == "IntermediateCatchEvent" and _link(e)}
    for element in inside:
        if element.type == "IntermediateThrowEvent" and _link(element) in links:
            graph.add_edge(element.id, links[_link(element)])
    for element in inside:
        if graph.in_degree(element.id) == 0:
            graph.add_edge(_BEGIN, element.id)
        if graph.out_degree(element.id) == 0:
            graph.add_edge(element.id, _END)
    return graph


def _link(element: object) -> str | None:
    definition = getattr(element, "event_definition", None)
    if definition is None or definition.type != "Link":
        return None
    return definition.name or definition.reference or getattr(element, "name", "") or None


def _immediate(graph: nx.DiGraph[str], root: str) -> dict[str, str | None]:
    if root not in graph:
        return {}
    nearest = nx.immediate_dominators(graph, root)
    edges = (_BEGIN, _END, None)
    return {n: (None if d in edges or d == n else d) for n, d in nearest.items() if n not in edges}


def _between(graph: nx.DiGraph[str], entry: str, exit_: str) -> set[str]:
    """Return what can be reached from `entry` before `exit_`."""
    seen: set[str] = set()
    stack = [n for n in graph.successors(entry) if n != exit_]
    while stack:
        node = stack.pop()
        if node not in seen and node != _END:
            seen.add(node)
            stack += [n for n in graph.successors(node) if n != exit_ and n not in seen]
    return seen - {entry}


def _parent(found: Iterable[tuple[str, str, set[str]]], entry: str, inside: set[str]) -> str | None:
    around = [(len(b[2]), b[0]) for b in found if entry in b[2] and inside <= b[2]]
    return min(around)[1] if around else None
