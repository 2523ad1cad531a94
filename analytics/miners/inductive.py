"""The inductive miner: a block-structured model in which every case of the log, or every frequent one, can go.

What it does:
    Cuts what directly follows what into parts that stand in one relation (a choice, a sequence, side by side, a loop),
    divides the traces among the parts and looks at each part anew.  What cannot be cut further may come in any order.
Why it matters:
    The model is sound whatever the log holds, so it can be checked, run, simulated and redesigned.
Example:
    >>> from analytics.miners.inductive import tree_of
    >>> print(
    ...     tree_of(
    ...         {("Register", "Plan", "Parcel", "Decide"): 9, ("Register", "Parcel", "Plan", "Decide"): 7}
    ...     )
    ... )
    →(Register, +(Parcel, Plan), Decide)

Limits:
    A choice and its later consequence are not connected: the model allows more than the log shows.
How sure:
    Without noise left out every trace of the log can be replayed; with noise, those that hold no rare step.
Source:
    Leemans, Fahland & van der Aalst (2014), doi:10.1007/978-3-319-06257-0_6 (inductive miner, infrequent).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.cuts import Cut, find_cut
from analytics.flow_drawing import FlowDrawing
from analytics.follows_graph import directly_follows, kept
from analytics.miners import miners
from analytics.process_tree import SILENT, Tree, choice, leaf, loop, parallel, sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.traces import Trace, Traces

#: With more activities than these it is not tried whether one of them runs beside all others.
MOST_TRIED = 30


@miners.register
def inductive(traces: Mapping[Trace, int], *, noise: float) -> FlowDrawing:
    """Return the drawing of the process tree of `traces`."""
    drawing = FlowDrawing()
    drawing.tree(tree_of(traces, noise=noise))
    return drawing


def tree_of(traces: Mapping[Trace, int], *, noise: float = 0.0) -> Tree:
    """Return the process tree of `traces`; what is rarer than `noise` beside the most frequent may be left out."""
    cases = sum(traces.values())
    empty = traces.get((), 0)
    some = Counter({trace: n for trace, n in traces.items() if trace})
    if not some:
        return SILENT
    if empty:
        inner = tree_of(some, noise=noise)
        return choice(SILENT, inner) if empty > noise * cases else inner
    alphabet = {name for trace in some for name in trace}
    if len(alphabet) == 1:
        return _single(some, noise=noise)
    follows = directly_follows(some)
    cut = find_cut(follows)
    if cut is None and noise > 0:
        cut = find_cut(follows.without_rare(noise))
    if cut is not None:
        return _divided(some, cut, noise=noise)
    return _otherwise(some, alphabet, noise=noise)


def _single(traces: Traces, *, noise: float) -> Tree:
    [label] = {name for trace in traces for name in trace}
    repeated = sum(n for trace, n in traces.items() if len(trace) > 1)
    if repeated <= noise * traces.total():
        return leaf(label)
    return loop(leaf(label))


def _divided(traces: Traces, cut: Cut, *, noise: float) -> Tree:
    """Divide the traces among the parts of a cut and look at each."""
    parts = cut.parts
    if cut.operator == "loop":
        bodies, redos = _rounds(traces, cut)
        return loop(tree_of(bodies, noise=noise), *(tree_of(redo, noise=noise) for redo in redos))
    if cut.operator == "choice":
        divided: list[Traces] = [Counter() for _part in parts]
        for trace, n in traces.items():
            # A trace that mixes what never mixes goes where most of it belongs.
            shares = [sum(name in part for name in trace) for part in parts]
            best = shares.index(max(shares))
            divided[best][tuple(name for name in trace if name in parts[best])] += n
        return choice(*(tree_of(each, noise=noise) for each in divided))
    joined: Callable[..., Tree] = sequence if cut.operator == "sequence" else parallel
    return joined(*(tree_of(kept(traces, part), noise=noise) for part in parts))


def _rounds(traces: Traces, cut: Cut) -> tuple[Traces, list[Traces]]:
    """Return the traces of a loop's body and of each of its redos."""
    of = {name: number for number, part in enumerate(cut.parts) for name in part}
    found: list[Traces] = [Counter() for _part in cut.parts]
    for trace, n in traces.items():
        at = 0
        piece: list[str] = []
        for name in trace:
            number = of[name]
            if number != at:
                found[at][tuple(piece)] += n
                if number and at:
                    found[0][()] += n
                at, piece = number, []
            piece.append(name)
        found[at][tuple(piece)] += n
        if at:
            # A trace that breaks off in a redo did the body once more, with nothing in it.
            found[0][()] += n
    return found[0], found[1:]


def _otherwise(traces: Traces, alphabet: set[str], *, noise: float) -> Tree:
    """Return what is said when nothing can be cut: one beside the others, the whole again and again, or any order."""
    once = [a for a in sorted(alphabet) if all(trace.count(a) == 1 for trace in traces)]
    if once:
        rest = kept(traces, alphabet - {once[0]})
        return parallel(leaf(once[0]), tree_of(rest, noise=noise))
    if len(alphabet) <= MOST_TRIED:
        for name in sorted(alphabet):
            rest = kept(traces, alphabet - {name})
            if find_cut(directly_follows(rest)) is not None:
                return parallel(tree_of(kept(traces, {name}), noise=noise), tree_of(rest, noise=noise))
    again = _again(traces)
    if again is not None:
        return loop(tree_of(again, noise=noise))
    return loop(choice(*(leaf(name) for name in sorted(alphabet)), SILENT))


def _again(traces: Traces) -> Traces | None:
    """Return the traces cut wherever an end is followed by a start, None when none is."""
    follows = directly_follows(traces)
    pieces: Traces = Counter()
    for trace, n in traces.items():
        begin = 0
        for at in range(1, len(trace)):
            if trace[at - 1] in follows.ends and trace[at] in follows.starts:
                pieces[trace[begin:at]] += n
                begin = at
        pieces[trace[begin:]] += n
    return pieces if pieces != traces else None
