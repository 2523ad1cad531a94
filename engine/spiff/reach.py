"""Which tokens an inclusive join still has to wait for.

The join fires when at least one token waits at it and no other token of its scope can reach an incoming flow
that is still empty, on a path that does not pass the join itself, unless it can as well reach a flow that
already has its token.

Source: BPMN 2.0.2, 13.4.3 (inclusive gateway).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from engine.spiff.build import Specification


@lru_cache(maxsize=1024)
def reachers(specification: Specification, join: str) -> dict[str, frozenset[str]]:
    """Return, for each incoming flow of `join`, the nodes from which it can be reached without passing `join`."""
    plan = specification.plan
    back: dict[str, set[str]] = {}
    for source, target in plan.arcs.values():
        back.setdefault(target, set()).add(source)
    for node in plan.nodes.values():
        for boundary in node.boundaries:
            back.setdefault(boundary, set()).add(node.key)
    found = {}
    for flow in plan.nodes[join].incoming:
        seen: set[str] = set()
        stack = [plan.arcs[flow][0]]
        while stack:
            key = stack.pop()
            if key in seen or key == join:
                continue
            seen.add(key)
            stack.extend(back.get(key, ()))
        found[flow] = frozenset(seen)
    return found


def can_come(specification: Specification, join: str, flows: Iterable[str], tokens: Iterable[str]) -> bool:
    """Whether one of `tokens` can still reach one of these incoming flows of `join`."""
    ways = reachers(specification, join)
    return any(at in ways[flow] for flow in flows for at in tokens)


def is_complete(specification: Specification, join: str, filled: Set[str], tokens: Iterable[str]) -> bool:
    """Whether the join may fire, with tokens on the flows `filled` and further tokens at the nodes `tokens`."""
    ways = reachers(specification, join)
    for at in tokens:
        to_empty = any(at in ways[flow] for flow in ways if flow not in filled)
        to_filled = any(at in ways[flow] for flow in ways if flow in filled)
        if to_empty and not to_filled:
            return False
    return True
