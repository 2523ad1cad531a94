"""What directly follows what: the graph every miner begins with.

Source: van der Aalst, Process Mining (2016), 6.2; Leemans, Poppe & Wynn (2019), doi:10.1109/ICPM.2019.00015.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx

    from analytics.traces import Trace


@dataclass(frozen=True, kw_only=True)
class DirectlyFollows:
    """How often each activity was directly followed by each, began and ended a case.

    `steps` counts pairs, `starts` and `ends` count cases, `activities` how often each happened.
    """

    activities: Counter[str] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def graph(self) -> nx.DiGraph[str]:
        """The activities as nodes (attribute `n`), the steps between them as edges (attribute `n`)."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from((name, {"n": n}) for name, n in self.activities.items())
        graph.add_edges_from((a, b, {"n": n}) for (a, b), n in self.steps.items())
        return graph

    def without_rare(self, noise: float) -> DirectlyFollows:
        """Return it without the steps rarer than `noise` times the most frequent way from or to the same activity.

        Activities stay, and so does for each the most frequent way in and out.
        """
        if noise <= 0:
            return self
        most_out = _largest(self.steps, 0, self.ends)
        steps = Counter({s: n for s, n in self.steps.items() if n >= noise * most_out[s[0]]})
        least_start = noise * max(self.starts.values(), default=0)
        starts = Counter({a: n for a, n in self.starts.items() if n >= least_start})
        ends = Counter({a: n for a, n in self.ends.items() if n >= noise * most_out[a]})
        if not ends and self.ends:
            most = max(self.ends.values())
            ends = Counter({a: n for a, n in self.ends.items() if n == most})
        return DirectlyFollows(activities=self.activities, steps=steps, starts=starts, ends=ends)


def _largest(steps: Mapping[tuple[str, str], int], side: int, ends: Mapping[str, int]) -> dict[str, int]:
    largest: dict[str, int] = dict(ends)
    for step, n in steps.items():
        largest[step[side]] = max(largest.get(step[side], 0), n)
    return largest


def directly_follows(traces: Mapping[Trace, int]) -> DirectlyFollows:
    """Return what directly follows what in `traces`.

    >>> found = directly_follows({("Register", "Check", "Decide"): 3, ("Register", "Decide"): 1})
    >>> found.steps["Register", "Check"], found.starts["Register"], found.ends["Decide"]
    (3, 4, 4)
    """
    activities: Counter[str] = Counter()
    steps: Counter[tuple[str, str]] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for trace, n in traces.items():
        if not trace:
            continue
        starts[trace[0]] += n
        ends[trace[-1]] += n
        for name in trace:
            activities[name] += n
        for step in pairwise(trace):
            steps[step] += n
    return DirectlyFollows(activities=activities, steps=steps, starts=starts, ends=ends)


def kept(traces: Mapping[Trace, int], activities: Collection[str]) -> Counter[Trace]:
    """Return the traces with only these activities left in them."""
    wanted = set(activities)
    found: Counter[Trace] = Counter()
    for trace, n in traces.items():
        found[tuple(name for name in trace if name in wanted)] += n
    return found
