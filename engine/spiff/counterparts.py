"""Counterparts: which node of another version stands for which of this one.

The same id and type first, then the same label and type where both are alone with it; always inside scopes that are
counterparts themselves, since a token cannot leave the scope it lives in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.spiff.plan import Node, Plan


def propose(source: Plan, target: Plan, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the counterpart of each node of `source` that has one in `target`, by node key.

    `chosen` are pairs of element ids somebody has decided; they come before everything else.
    """
    found: dict[str, str] = {}
    scopes = [(source.root, target.root)]
    while scopes:
        mine, theirs = scopes.pop()
        here = [n for n in source.nodes.values() if n.container == mine]
        there = [n for n in target.nodes.values() if n.container == theirs]
        pairs = _pairs(here, there, chosen or {})
        for one, other in pairs:
            found[one.key] = other.key
            if one.inner and other.inner:
                scopes.append((one.inner, other.inner))
    return found


def _pairs(here: list[Node], there: list[Node], chosen: Mapping[str, str]) -> list[tuple[Node, Node]]:
    by_id = {node.element.id: node for node in there}
    labels_here = Counter((n.type, n.element.label) for n in here)
    labels_there = Counter((n.type, n.element.label) for n in there)
    by_label = {(n.type, n.element.label): n for n in there}
    ids_here = {node.element.id for node in here}
    pairs = []
    for node in here:
        other = by_id.get(chosen.get(node.element.id, ""))
        if other is None and node.element.id not in chosen:
            other = by_id.get(node.element.id)
            if other is not None and other.type != node.type:
                other = None
            name = (node.type, node.element.label)
            if other is None and node.element.name and labels_here[name] == labels_there[name] == 1:
                other = by_label[name]
                # One that has a namesake by id on this side belongs to that one.
                if other.element.id in ids_here and other.element.id != node.element.id:
                    other = None
        if other is not None:
            pairs.append((node, other))
    return pairs


def ways(source: Plan, target: Plan, nodes: Mapping[str, str]) -> dict[str, str]:
    """Return the counterpart of each way (sequence flow) of `source`: between counterparts, by id where it can be."""
    between: dict[tuple[str, str], str] = {}
    for key, ends in target.arcs.items():
        between.setdefault(ends, key)
    found = {}
    for key, (start, end) in source.arcs.items():
        ends = (nodes.get(start, ""), nodes.get(end, ""))
        if target.arcs.get(key) == ends:
            found[key] = key
        elif ends in between:
            found[key] = between[ends]
        else:
            # The element before it may have changed; into a join, the way that keeps its id is the same way.
            same = target.arcs.get(key)
            if same is not None and same[1] == ends[1]:
                found[key] = key
    for mine, theirs in nodes.items():
        # The one way into a join that is left over on both sides is the same way, however it leads there now.
        into = [key for key in source.nodes[mine].incoming if key not in found]
        free = [key for key in target.nodes[theirs].incoming if key not in found.values()]
        if len(into) == len(free) == 1:
            found[into[0]] = free[0]
    return found
