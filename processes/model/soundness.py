"""Soundness: can every case that starts also end, and end once?

A token game on the sequence flows.  Each flow is a place; an activity takes one token and gives one to each way out,
a gateway as the standard says, an inclusive join waits while a token can still arrive.  Conditions are not looked at:
every way of a decision is taken as possible.  Activities with boundary events may go on, be interrupted, or do both;
each subprocess is looked at on its own.  The search is bounded and says *undecided* when it gives up.

Small models are searched in every order of their steps.  In larger ones the search follows one choice at a time, which
finds every deadlock; a step done twice is then seen by its second time on one way.

Sources: van der Aalst (1998), doi:10.1142/S0218126698000043; Fahland et al. (2011), doi:10.1016/j.datak.2011.01.004
(instantaneous soundness checking); Valmari (1991), stubborn sets; OMG BPMN 2.0.2, 13.3-13.5.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from processes.model.elements import ACTIVITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model

MOST_STATES = 20_000
MOST_STATES_IN_EVERY_ORDER = 3_000
MOST_SECONDS = 0.7

State = frozenset[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """Something a case can run into.

    `kind` is `deadlock` (it waits forever at `element`), `lack of synchronisation` (`element` is reached twice at
    once), `unboundedness` (so it is, and each round of a loop adds one more), `dead element` (no case ever reaches it)
    or `improper completion` (`element`, an end, is reached several times).  `path` leads there: element ids in the
    order a case goes through them.
    """

    kind: str
    element: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Soundness:
    """What the search found, and whether it saw everything."""

    flaws: tuple[Flaw, ...]
    is_decided: bool
    states: int

    @property
    def is_sound(self) -> bool | None:
        """Whether every case ends properly; None when the search gave up without finding a flaw."""
        grave = any(f.kind != "improper completion" for f in self.flaws)
        return False if grave else (True if self.is_decided else None)


@dataclass(frozen=True)
class _Move:
    """A step of the game: tokens taken and given, by the element that acts."""

    element: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    ends: bool = False


class _Net:
    """The token game of one scope."""

    def __init__(self, model: Model, scope: str) -> None:
        self.model = model
        self.nodes = [
            e
            for e in model.elements.values()
            if e.scope == scope and e.attached_to is None and not e.is_for_compensation
        ]
        self.known = {e.id for e in self.nodes}
        self.into: dict[str, list[str]] = {e.id: [] for e in self.nodes}
        self.out: dict[str, list[str]] = {e.id: [] for e in self.nodes}
        self.target: dict[str, str] = {}
        for flow in model.flows.values():
            source = model.elements.get(flow.source)
            if flow.target not in self.known or source is None or source.scope != scope:
                continue
            self.into[flow.target].append(flow.id)
            self.target[flow.id] = flow.target
            if source.id in self.known:
                self.out[source.id].append(flow.id)
        self._links()
        self.inclusive = {
            e.id
            for e in self.nodes
            if e.type in ("InclusiveGateway", "ComplexGateway") and len(self.into[e.id]) > 1
        }
        # The combinations of an inclusive gateway double with each way.
        self.is_too_wide = any(
            len(self.into[e.id]) + len(self.out[e.id]) > 10
            for e in self.nodes
            if e.type in ("InclusiveGateway", "ComplexGateway")
        )
        # Activities that need or give several tokens at once are another game.
        self.is_too_wide |= any(e.start_quantity != 1 or e.completion_quantity != 1 for e in self.nodes)
        if self.is_too_wide:
            return
        self.moves = {e.id: tuple(self._moves(e)) for e in self.nodes}
        self._upstream: dict[str, dict[str, set[str]]] = {}
        self.circular = self._circular()

    def _circular(self) -> frozenset[str]:
        """Return the elements that lie on a circle, and may rightly be done several times."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        for node in self.nodes:
            for move in self.moves[node.id]:
                graph.add_edges_from((node.id, self.target[p]) for p in move.gives)
        circles = (group for group in nx.strongly_connected_components(graph) if len(group) > 1)
        return frozenset({n for group in circles for n in group} | {n for n in graph if graph.has_edge(n, n)})

    def _is_join(self, element: Element) -> bool:
        return element.type == "ParallelGateway" and len(self.into[element.id]) > 1

    def _links(self) -> None:
        """Lead link events on to their catching ends."""
        catches = {}
        for node in self.nodes:
            definition = node.event_definition
            if node.type == "IntermediateCatchEvent" and definition is not None and definition.type == "Link":
                catches[definition.name or node.name] = node.id
        for node in self.nodes:
            definition = node.event_definition
            if node.type != "IntermediateThrowEvent" or definition is None or definition.type != "Link":
                continue
            goal = catches.get(definition.name or node.name)
            if goal is not None:
                place = f"link:{node.id}"
                self.out[node.id].append(place)
                self.into[goal].append(place)
                self.target[place] = goal

    def starts(self) -> Iterator[tuple[str, State]]:
        """Yield each way a case can begin: the element and the tokens it gives."""
        found = [e for e in self.nodes if e.type == "StartEvent"]
        found += [e for e in self.nodes if e.instantiate and not self.into[e.id]]
        for node in found:
            for move in self.moves[node.id] or (_Move(node.id, (), tuple(self.out[node.id])),):
                yield node.id, _marking({}, move)
        if not found:
            begin = [
                e for e in self.nodes if not self.into[e.id] and not e.is_event_subprocess and self.out[e.id]
            ]
            begin = [e for e in begin if e.event_definition is None or e.event_definition.type != "Link"]
            if begin:
                yield begin[0].id, frozenset((p, 1) for e in begin for p in self.out[e.id])

    def _moves(self, element: Element) -> Iterator[_Move]:
        into, out = self.into[element.id], tuple(self.out[element.id])
        gives = list(self._gives(element, out))
        if element.type == "StartEvent" or (element.instantiate and not into):
            yield from (_Move(element.id, (), g) for g in gives)
        elif self._is_join(element):
            yield from (_Move(element.id, tuple(into), g) for g in gives)
        elif element.type in ("InclusiveGateway", "ComplexGateway") and len(into) > 1:
            for size in range(1, len(into) + 1):
                for takes in combinations(into, size):
                    yield from (_Move(element.id, takes, g) for g in gives)
        else:
            ends = element.type == "EndEvent" and any(
                d.type in ("Terminate", "Error", "Cancel") for d in element.event_definitions
            )
            for place in into:
                yield from (_Move(element.id, (place,), g, ends) for g in gives)

    def _gives(self, element: Element, out: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if element.type in ("ExclusiveGateway", "EventBasedGateway") and out and not element.starts_all:
            yield from ((place,) for place in out)
            return
        if element.type == "ParallelGateway" or element.starts_all:
            yield out
            return
        flows = self.model.flows
        conditional = [p for p in out if p in flows and (flows[p].condition or flows[p].is_default)]
        if (element.type in ("InclusiveGateway", "ComplexGateway") and len(out) > 1) or conditional:
            free = [p for p in out if element.is_gateway or p in conditional]
            fixed = tuple(p for p in out if p not in free)
            default = {p for p in free if p in flows and flows[p].is_default}
            for size in range(1, len(free) + 1):
                for chosen in combinations(free, size):
                    if size > 1 and default & set(chosen):
                        continue  # The default is taken only when nothing else is.
                    yield (*fixed, *chosen)
            if fixed and not default:
                yield fixed
            return
        yield out
        if element.type in ACTIVITIES:
            for event in self.model.boundary_events(element.id):
                if event.is_for_compensation or self._compensates(event):
                    continue
                ways = tuple(f.id for f in self.model.outgoing(event.id) if f.id in self.target)
                if ways:
                    yield ways if event.is_interrupting else (*out, *ways)

    @staticmethod
    def _compensates(event: Element) -> bool:
        return event.event_definition is not None and event.event_definition.type == "Compensate"

    def enabled(self, state: State) -> list[tuple[_Move, ...]]:
        """Return, for each element that can act, its alternatives; inclusive joins only when no other can act."""
        tokens = dict(state)
        acting = dict.fromkeys(self.target[place] for place in tokens)
        plain, waiting = [], []
        for id_ in acting:
            if id_ in self.inclusive:
                moves = self._inclusive(id_, tokens)
                if moves:
                    waiting.append(moves)
                continue
            by_place: dict[tuple[str, ...], list[_Move]] = {}
            for move in self.moves[id_]:
                if all(tokens.get(p) for p in move.takes):
                    by_place.setdefault(move.takes, []).append(move)
            plain += [tuple(moves) for moves in by_place.values()]
        return plain or waiting

    def _inclusive(self, id_: str, tokens: dict[str, int]) -> tuple[_Move, ...]:
        """Return the moves of an inclusive join: with all its tokens, unless another can still arrive."""
        into = self.into[id_]
        here = tuple(p for p in into if tokens.get(p))
        upstream = self._reaching(id_)
        for place in into:
            if not tokens.get(place) and any(p in upstream[place] for p in tokens if p not in into):
                # A token that could also come to a place already filled does not make the join wait.
                arriving = [p for p in tokens if p not in into and p in upstream[place]]
                if any(not any(p in upstream[h] for h in here) for p in arriving):
                    return ()
        return tuple(m for m in self.moves[id_] if m.takes == here)

    def _reaching(self, id_: str) -> dict[str, set[str]]:
        """Return, for each place before the join, the places a token can come from without passing the join."""
        if id_ not in self._upstream:
            sources: dict[str, list[str]] = {}
            for node in self.nodes:
                if node.id != id_:
                    for move in self.moves[node.id]:
                        for given in move.gives:
                            sources.setdefault(given, []).extend(move.takes)
            found = {}
            for place in self.into[id_]:
                seen, stack = set(), [place]
                while stack:
                    for before in sources.get(stack.pop(), ()):
                        if before not in seen:
                            seen.add(before)
                            stack.append(before)
                found[place] = seen
            self._upstream[id_] = found
        return self._upstream[id_]


def _marking(tokens: dict[str, int], move: _Move) -> State:
    if move.ends:
        return frozenset()
    left = dict(tokens)
    for place in move.takes:
        left[place] -= 1
    for place in move.gives:
        left[place] = left.get(place, 0) + 1
    return frozenset((p, n) for p, n in left.items() if n)


class _Search:
    """A breadth-first search through the states of one scope."""

    def __init__(self, net: _Net, *, deadline: float, most: int, in_every_order: bool) -> None:
        self.net = net
        self.deadline = deadline
        self.most = most
        self.in_every_order = in_every_order
        self.before: dict[State, tuple[State | None, tuple[str, ...]]] = {}
        self.fired: set[str] = set()
        self.flaws: dict[tuple[str, str], Flaw] = {}
        self.ended: dict[State, frozenset[str]] = {}
        self.is_decided = True

    def run(self) -> None:
        queue: deque[State] = deque()
        for element, state in self.net.starts():
            self.fired.add(element)
            if state not in self.before:
                self.before[state] = (None, (element,))
                self.ended[state] = frozenset()
                queue.append(state)
        while queue:
            if len(self.before) > self.most or time.thread_time() > self.deadline:
                self.is_decided = False
                return
            self._expand(queue.popleft(), queue)
        if self.before:
            self._dead()

    def _expand(self, state: State, queue: deque[State]) -> None:
        if not state:
            return
        enabled = self.net.enabled(state)
        if not enabled:
            for place, _count in sorted(state):
                self._flaw("deadlock", self.net.target[place], state)
                break
            return
        tokens = dict(state)
        chosen = enabled if self.in_every_order else enabled[:1]
        while True:
            new = [self._take(state, tokens, move) for moves in chosen for move in moves]
            if any(s is not None for s in new) or len(chosen) == len(enabled):
                queue.extend(s for s in new if s is not None)
                return
            chosen = (
                enabled  # The first choice led nowhere new: look at all, so that nobody is ignored for ever.
            )

    def _take(self, state: State, tokens: dict[str, int], move: _Move) -> State | None:
        self.fired.add(move.element)
        self.fired.update(
            f.source for f in (self.net.model.flows.get(p) for p in move.gives) if f is not None
        )
        following = _marking(tokens, move)
        ended = self.ended.get(state, frozenset())
        if move.element in ended and move.element not in self.net.circular and following not in self.before:
            is_end = not move.gives and not move.ends
            self._flaw("improper completion" if is_end else "lack of synchronisation", move.element, state)
        ended |= {move.element}
        doubled = [p for p, n in following if n > 1]
        if doubled:
            grows = self._has_grown(state, following)
            kind = "unboundedness" if grows else "lack of synchronisation"
            self._flaw(kind, self.net.target[doubled[0]], state, move.element)
            return None
        if following in self.before:
            return None
        self.before[following] = (state, (move.element,))
        self.ended[following] = ended
        return following

    def _has_grown(self, state: State, following: State) -> bool:
        """Return whether the case has been here before with fewer tokens, so that it can gain more each time."""
        now = dict(following)
        walk: State | None = state
        while walk is not None:
            if walk and all(now.get(place, 0) >= count for place, count in walk):
                return True
            walk = self.before[walk][0]
        return False

    def _flaw(self, kind: str, element: str, state: State, *last: str) -> None:
        if (kind, element) not in self.flaws:
            path = (*self._path(state), *last)
            self.flaws[kind, element] = Flaw(kind=kind, element=element, path=path)

    def _path(self, state: State) -> tuple[str, ...]:
        steps: list[str] = []
        walk: State | None = state
        while walk is not None:
            walk, acted = self.before[walk]
            steps = [*acted, *steps]
        return tuple(steps)

    def _dead(self) -> None:
        """Name what no case reaches, but not what merely hangs behind something named or disconnected."""
        if any(f.kind == "deadlock" for f in self.flaws.values()):
            return
        dead = [n.id for n in self.net.nodes if n.id not in self.fired and not n.is_event_subprocess]
        before = {n: [self._source(p) for p in self.net.into[n]] for n in dead}
        first = [n for n in dead if any(s in self.fired for s in before[n])]
        explained = {n for n in dead if not before[n]}
        for node in [*first, *dead]:
            self._follow(explained, before)
            if node not in explained:
                self._flaw_without_path(node)
                explained.add(node)

    def _source(self, place: str) -> str:
        flow = self.net.model.flows.get(place)
        return flow.source if flow is not None else place.removeprefix("link:")

    @staticmethod
    def _follow(explained: set[str], before: dict[str, list[str]]) -> None:
        size = -1
        while size != len(explained):
            size = len(explained)
            explained |= {n for n, sources in before.items() if any(s in explained for s in sources)}

    def _flaw_without_path(self, element: str) -> None:
        self.flaws["dead element", element] = Flaw(kind="dead element", element=element)


@lru_cache(maxsize=32)
def analyse(model: Model) -> Soundness:
    """Return what can go wrong with cases of `model`.

    >>> from processes import read_model
    >>> analyse(read_model(b"(Check plan | Check parcel) -> Decide", dialect="sketch")).is_sound
    True
    """
    deadline = time.thread_time() + MOST_SECONDS
    flaws: list[Flaw] = []
    is_decided, states = True, 0
    inner = [e.id for e in model.elements.values() if e.type in ("SubProcess", "Transaction")]
    for scope in (*model.processes, *inner):
        net = _Net(model, scope)
        if net.is_too_wide:
            is_decided = False
            continue
        search = _Search(net, deadline=deadline, most=MOST_STATES_IN_EVERY_ORDER, in_every_order=True)
        search.run()
        if not search.is_decided:
            search = _Search(net, deadline=deadline, most=MOST_STATES, in_every_order=False)
            search.run()
        flaws += search.flaws.values()
        is_decided = is_decided and search.is_decided
        states += len(search.before)
    return Soundness(flaws=tuple(flaws), is_decided=is_decided, states=states)
