"""The token game of a model: which steps a case can take from where it stands.

Each flow is a place; an activity takes one token and gives one to each way out, a gateway as the standard says, an
inclusive join waits while a token can still arrive.  Conditions are not looked at: every way of a decision is taken as
possible.  Activities with boundary events may go on, be interrupted, or do both.  One scope is one game.

Source: OMG BPMN 2.0.2, 13.3-13.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from processes.model.elements import ACTIVITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model

#: Where tokens lie, and how many.
State = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Move:
    """A step of the game: tokens taken and given, by the element that acts."""

    element: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    ends: bool = False


class TokenGame:
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
            for move in self.moves[node.id] or (Move(node.id, (), tuple(self.out[node.id])),):
                yield node.id, marking({}, move)
        if not found:
            begin = [
                e for e in self.nodes if not self.into[e.id] and not e.is_event_subprocess and self.out[e.id]
            ]
            begin = [e for e in begin if e.event_definition is None or e.event_definition.type != "Link"]
            if begin:
                yield begin[0].id, frozenset((p, 1) for e in begin for p in self.out[e.id])

    def _moves(self, element: Element) -> Iterator[Move]:
        into, out = self.into[element.id], tuple(self.out[element.id])
        gives = list(self._gives(element, out))
        if element.type == "StartEvent" or (element.instantiate and not into):
            yield from (Move(element.id, (), g) for g in gives)
        elif self._is_join(element):
            yield from (Move(element.id, tuple(into), g) for g in gives)
        elif element.type in ("InclusiveGateway", "ComplexGateway") and len(into) > 1:
            for size in range(1, len(into) + 1):
                for takes in combinations(into, size):
                    yield from (Move(element.id, takes, g) for g in gives)
        else:
            ends = element.type == "EndEvent" and any(
                d.type in ("Terminate", "Error", "Cancel") for d in element.event_definitions
            )
            for place in into:
                yield from (Move(element.id, (place,), g, ends) for g in gives)

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

    def enabled(self, state: State) -> list[tuple[Move, ...]]:
        """Return, for each element that can act, its alternatives; inclusive joins only when no other can act."""
        tokens = dict(state)
        acting = dict.fromkeys(self.target[place] for place in tokens)
        plain, waiting = [], []
        for id_ in acting:
            if id_ in self.inclusive:
                moves = self.waiting_join(id_, tokens)
                if moves:
                    waiting.append(moves)
                continue
            by_place: dict[tuple[str, ...], list[Move]] = {}
            for move in self.moves[id_]:
                if all(tokens.get(p) for p in move.takes):
                    by_place.setdefault(move.takes, []).append(move)
            plain += [tuple(moves) for moves in by_place.values()]
        return plain or waiting

    def waiting_join(self, id_: str, tokens: dict[str, int]) -> tuple[Move, ...]:
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


def marking(tokens: dict[str, int], move: Move) -> State:
    if move.ends:
        return frozenset()
    left = dict(tokens)
    for place in move.takes:
        left[place] -= 1
    for place in move.gives:
        left[place] = left.get(place, 0) + 1
    return frozenset((p, n) for p, n in left.items() if n)
