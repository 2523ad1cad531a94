"""The map of direct steps: each activity once, with a way to whatever directly followed it.

What it does:
    Draws every activity once and a flow for every frequent step from one to the next; several ways meet and part in
    exclusive gateways.
Why it matters:
    It is what most tools show, and it is read at a glance.
Example:
    >>> from analytics.miners.directly_follows import directly_follows
    >>> drawing = directly_follows({("Register", "Decide"): 3}, noise=0.0)
    >>> [name for _tag, _id, name in drawing.nodes if name]
    ['Register', 'Decide']

Limits:
    It knows no side by side: two steps in either order become a circle.  A step that stands once in the map may mean
    different things early and late.
How sure:
    Every way between two activities was taken; that a case took several of them one after the other is not said.
Source:
    Leemans, Poppe & Wynn (2019), doi:10.1109/ICPM.2019.00015; van der Aalst (2019), doi:10.1016/j.procs.2019.12.189
    (what such maps mislead to).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.flow_drawing import FlowDrawing
from analytics.follows_graph import directly_follows as graph_of
from analytics.miners import miners
from analytics.reachable import connected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.traces import Trace


@miners.register
def directly_follows(traces: Mapping[Trace, int], *, noise: float) -> FlowDrawing:
    """Return the drawing of the direct steps of `traces` that are not rarer than `noise` beside the most frequent."""
    whole = graph_of(traces)
    follows = connected(whole.without_rare(noise), whole)
    drawing = FlowDrawing()
    start = drawing.node("startEvent")
    tasks = {name: drawing.node("task", name) for name in follows.activities}
    end = drawing.node("endEvent")
    ways = [(start, tasks[name]) for name in follows.starts]
    ways += [(tasks[a], tasks[b]) for a, b in follows.steps]
    ways += [(tasks[name], end) for name in follows.ends]
    if traces.get((), 0):
        ways.append((start, end))
    out = {n: _gateway(drawing, n, ways, leaves=True) for n in (start, *tasks.values())}
    into = {n: _gateway(drawing, n, ways, leaves=False) for n in (*tasks.values(), end)}
    for source, target in ways:
        drawing.flow(out[source], into[target])
    return drawing


def _gateway(drawing: FlowDrawing, node: str, ways: list[tuple[str, str]], *, leaves: bool) -> str:
    """Return where ways leave or reach a node: a gateway when there are several."""
    side = 0 if leaves else 1
    if sum(way[side] == node for way in ways) < 2:
        return node
    gateway = drawing.node("exclusiveGateway")
    drawing.flow(*((node, gateway) if leaves else (gateway, node)))
    return gateway
