"""The heuristic miner: the steps one can rely on, told from those that only happened beside one another.

What it does:
    Weighs each direct step against its reverse.  A step that nearly always goes one way is a dependency; two activities
    that follow each other both ways are side by side; a rare step against the stream is left out.  What remains is cut
    into blocks as the inductive miner does.
Why it matters:
    Logs of offices hold slips and odd orders; a model of all of them says nothing.
Example:
    >>> from analytics.miners.heuristic import dependencies
    >>> from analytics.follows_graph import directly_follows
    >>> found = dependencies(directly_follows({("Register", "Decide"): 20, ("Decide", "Register"): 1}))
    >>> round(found["Register", "Decide"], 2)
    0.86

Limits:
    Cases with a step that was left out cannot be replayed; conformance says how many.
How sure:
    A dependency seen a few times only is weak: its weight stays below 1 by one divided by how often it was seen.
Source:
    Weijters & Ribeiro (2011), doi:10.1109/CIDM.2011.5949453 (dependency measure); Augusto et al. (2019),
    doi:10.1007/s10115-018-1214-x (concurrency from a filtered graph).
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from analytics.flow_drawing import FlowDrawing
from analytics.follows_graph import DirectlyFollows, directly_follows
from analytics.miners import miners
from analytics.miners.inductive import tree_of
from analytics.reachable import connected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.traces import Trace

#: From this weight on a step is a dependency; two that go both ways with less are side by side.
DEPENDENT = 0.5


@miners.register
def heuristic(traces: Mapping[Trace, int], *, noise: float) -> FlowDrawing:
    """Return the drawing of the traces whose every step is to be relied on, all activities among them."""
    drawing = FlowDrawing()
    drawing.tree(tree_of(reliable(traces, noise=noise)))
    return drawing


def dependencies(follows: DirectlyFollows) -> dict[tuple[str, str], float]:
    """Return the weight of each direct step, from -1 (always the other way) to 1 (always this way)."""
    weights = {}
    for (a, b), n in follows.steps.items():
        back = follows.steps.get((b, a), 0)
        weights[a, b] = n / (n + 1) if a == b else (n - back) / (n + back + 1)
    return weights


def reliable(traces: Mapping[Trace, int], *, noise: float) -> Counter[Trace]:
    """Return the traces made of steps to rely on; what no such trace holds comes with its most frequent trace."""
    follows = directly_follows(traces)
    weights = dependencies(follows)
    frequent = follows.without_rare(noise)
    steps = {
        step: n
        for step, n in follows.steps.items()
        if weights[step] >= DEPENDENT or (step in frequent.steps and abs(weights[step]) < DEPENDENT)
    }
    thin = DirectlyFollows(
        activities=follows.activities, steps=Counter(steps), starts=frequent.starts, ends=frequent.ends
    )
    whole = connected(thin, follows)
    found: Counter[Trace] = Counter()
    for trace, n in traces.items():
        if not trace or (
            trace[0] in whole.starts
            and trace[-1] in whole.ends
            and all(step in whole.steps for step in pairwise(trace))
        ):
            found[trace] = n
    missing = set(follows.activities) - {name for trace in found for name in trace}
    for trace, n in sorted(traces.items(), key=lambda item: (-item[1], item[0])):
        if not missing:
            break
        if missing & set(trace):
            found[trace] = n
            missing -= set(trace)
    return found
