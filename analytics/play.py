"""Playing a model as a log would see it: from where a case stands, what can come next and what is recorded of it.

The token games of the process and of its subprocesses are played together.  A step is *recorded* when its element
leaves an event in the log; everything else happens silently.  Of a repeated activity it is not known how often:
sequential rounds follow one another, of a parallel one up to four are open at once.  An activity that is interrupted
leaves no completion.  Conditions are not looked at.

Source: OMG BPMN 2.0.2, 13.3-13.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from processes.model.elements import SUBPROCESSES
from processes.model.token_game import TokenGame
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from processes.model.elements import Element
    from processes.model.model import Model
    from processes.model.token_game import Move, State

#: How many rounds of a parallel multi-instance subprocess are open at once.
MOST_ROUNDS = 4

_INSIDE, _WAITING = "inside:", "waiting:"


@dataclass(frozen=True)
class Step:
    """What can happen next: the element that acts, whether a log sees it, and where the case stands afterwards.

    `consumed` and `produced` count the tokens it takes and gives.
    """

    element: str
    is_recorded: bool
    after: int
    consumed: int
    produced: int


class Play:
    """All that cases of a model can do; states are numbers, each looked at once.

    >>> from processes import read_model
    >>> play = Play(read_model(b"Register -> Decide", dialect="sketch"), {"register", "decide"})
    >>> [step.element for step in play.steps(play.starts()[0])]
    ['register']
    """

    def __init__(self, model: Model, recorded: Collection[str]) -> None:
        self.model = model
        self.recorded = frozenset(recorded)
        self._games: dict[str, TokenGame] = {}
        self._acting: dict[str, tuple[TokenGame, str]] = {}
        self._places: dict[str, frozenset[str]] = {}
        self._ids: dict[State, int] = {}
        self._states: list[State] = []
        self._steps: dict[int, tuple[Step, ...]] = {}
        main = model.main_process.id
        others = {model.elements[e].process for e in self.recorded if e in model.elements} - {main}
        self._others = sorted(others)
        for process in (main, *self._others):
            self._learn(process)

    def _learn(self, scope: str) -> None:
        game = TokenGame(self.model, scope)
        if game.is_too_wide:
            raise NotMeasurable(
                _(
                    "“{label}” has a gateway too wide, or activities that need several tokens, to be followed."
                ).format(label=self.model.label(scope)),
                hint=_("Part the gateway in two; then the log can be compared with it."),
            )
        self._games[scope] = game
        for place, element in game.target.items():
            self._acting[place] = (game, element)
        inner = [n for n in game.nodes if n.type in SUBPROCESSES]
        own = set(game.target)
        for node in inner:
            self._learn(node.id)
            own |= self._places[node.id] | {_INSIDE + node.id}
        if scope in self.model.elements and self.model.elements[scope].type == "AdHocSubProcess":
            own.add(_WAITING + scope)
        self._places[scope] = frozenset(own)

    def starts(self) -> list[int]:
        """Return each state in which a case can begin."""
        main = self.model.main_process.id
        optional = {(_WAITING + process, 1) for process in self._others}
        return list(dict.fromkeys(self._number(state | optional) for _e, state in self._games[main].starts()))

    def is_final(self, state: int) -> bool:
        """Whether a case may end here: no token is left but those of pools that never began."""
        return all(
            place.startswith(_WAITING) and place[8:] in self._others for place, _n in self._states[state]
        )

    def tokens(self, state: int) -> int:
        """Return how many tokens a state holds, not counting pools that have not begun."""
        return sum(n for place, n in self._states[state] if not place.startswith(_WAITING))

    def steps(self, state: int) -> tuple[Step, ...]:
        """Return everything that can happen in a state."""
        if state not in self._steps:
            tokens = dict(self._states[state])
            self._steps[state] = tuple(dict.fromkeys(self._possible(tokens)))
        return self._steps[state]

    def forced(self, state: int, element: str) -> Step:
        """Return the step of an element that cannot act here, with the tokens it lacks put there."""
        game = self._games[self.model.elements[element].scope]
        moves = game.moves.get(element, ())
        tokens = dict(self._states[state])
        if not moves:
            return Step(element, True, state, 0, 0)
        move = max(moves, key=lambda m: (sum(1 for p in m.takes if tokens.get(p)), -len(m.takes)))
        for place in move.takes:
            tokens[place] = max(tokens.get(place, 0), 1)
        after = self._number(_moved(tokens, move.takes, move.gives))
        return Step(element, True, after, len(move.takes), len(move.gives))

    def lacking(self, state: int, element: str) -> int:
        """Return how many tokens an element lacks to act in a state."""
        moves = self._games[self.model.elements[element].scope].moves.get(element, ())
        tokens = dict(self._states[state])
        return min((sum(1 for p in m.takes if not tokens.get(p)) for m in moves), default=1)

    def _number(self, state: State) -> int:
        found = self._ids.get(state)
        if found is None:
            found = self._ids[state] = len(self._states)
            self._states.append(state)
        return found

    def _possible(self, tokens: dict[str, int]) -> Iterator[Step]:
        for game, id_ in dict.fromkeys(self._acting[place] for place in tokens if place in self._acting):
            element = self.model.elements[id_]
            moves = self._inclusive(game, id_, tokens) if id_ in game.inclusive else game.moves[id_]
            for move in moves:
                if all(tokens.get(place) for place in move.takes):
                    yield from self._acted(element, tokens, move)
        for place in tokens:
            if place.startswith(_INSIDE):
                yield from self._within(self.model.elements[place[7:]], tokens)
            elif place.startswith(_WAITING):
                yield from self._waiting(place[8:], tokens)
        for scope in self._games:
            if any(place in self._places[scope] for place in tokens):
                yield from self._event_subprocesses(scope, tokens)

    def _inclusive(self, game: TokenGame, id_: str, tokens: dict[str, int]) -> tuple[Move, ...]:
        # A subprocess under way stands for the token that will come out of it.
        seen = dict(tokens)
        for place in tokens:
            if place.startswith(_INSIDE) and place[7:] in game.known:
                seen.update((p, 1) for p in game.into[place[7:]][:1])
        return game.waiting_join(id_, seen)

    def _acted(self, element: Element, tokens: dict[str, int], move: Move) -> Iterator[Step]:
        if element.id in self._games:
            yield from self._entered(element, tokens, move.takes)
            return
        boundary = self._boundary_of(element, move.gives)
        if boundary is not None:
            yield self._step(boundary.id, tokens, move.takes, move.gives)
            return
        if element.type == "EndEvent" and any(
            d.type in ("Terminate", "Error", "Cancel") for d in element.event_definitions
        ):
            yield self._broken_off(element, tokens, move)
            return
        yield self._step(element.id, tokens, move.takes, move.gives)
        many = element.multi_instance is not None
        if many or element.is_loop:
            yield self._step(element.id, tokens, (), ())
        if many or (element.is_loop and element.test_before):
            yield self._step(element.id, tokens, move.takes, move.gives, silently=True)

    def _step(
        self,
        element: str,
        tokens: dict[str, int],
        takes: tuple[str, ...],
        gives: tuple[str, ...],
        *,
        silently: bool = False,
    ) -> Step:
        after = self._number(_moved(tokens, takes, gives))
        return Step(element, element in self.recorded and not silently, after, len(takes), len(gives))

    def _boundary_of(self, element: Element, gives: tuple[str, ...]) -> Element | None:
        """Return the interrupting boundary event whose ways these are."""
        for event in self.model.boundary_events(element.id):
            ways = tuple(f.id for f in self.model.outgoing(event.id))
            if event.is_interrupting and ways and gives == ways:
                return event
        return None

    def _broken_off(self, element: Element, tokens: dict[str, int], move: Move) -> Step:
        """Return what a terminating, failing or cancelling end leaves."""
        definition = next(d for d in element.event_definitions if d.type in ("Terminate", "Error", "Cancel"))
        left = _without(tokens, self._places[element.scope])
        gives: tuple[str, ...] = ()
        scope: str | None = element.scope
        while definition.type != "Terminate" and scope is not None and scope in self.model.elements:
            owner = self.model.elements[scope]
            left = _without(left, self._places[owner.id] | {_INSIDE + owner.id})
            caught = [
                e
                for e in self.model.boundary_events(owner.id)
                if e.event_definition is not None and e.event_definition.type == definition.type
            ]
            if caught:
                gives = tuple(f.id for f in self.model.outgoing(caught[0].id))
                break
            scope = owner.scope
        else:
            if definition.type != "Terminate":
                left = {p: n for p, n in left.items() if p.startswith(_WAITING)}
        after = self._number(_moved(left, (), gives))
        return Step(element.id, element.id in self.recorded, after, len(move.takes), len(gives))

    def _entered(self, element: Element, tokens: dict[str, int], takes: tuple[str, ...]) -> Iterator[Step]:
        begun = list(self._begun(element))
        for gives in begun:
            yield self._step(element.id, tokens, takes, (_INSIDE + element.id, *gives), silently=True)
        if element.multi_instance is not None or (element.is_loop and element.test_before) or not begun:
            for ways in self._ways_out(element):
                yield self._step(element.id, tokens, takes, ways, silently=bool(begun))

    def _begun(self, element: Element) -> Iterator[tuple[str, ...]]:
        if element.type == "AdHocSubProcess":
            yield (_WAITING + element.id,)
            return
        for _first, state in self._games[element.id].starts():
            yield tuple(place for place, n in state for _each in range(n))

    def _ways_out(self, element: Element) -> list[tuple[str, ...]]:
        game = self._games[element.scope]
        found = dict.fromkeys(m.gives for m in game.moves[element.id])
        return [gives for gives in found if self._boundary_of(element, gives) is None] or [()]

    def _within(self, element: Element, tokens: dict[str, int]) -> Iterator[Step]:
        """Yield how a subprocess under way goes on as a whole: it is left, begun once more, or interrupted."""
        inside = _INSIDE + element.id
        own = self._places[element.id]
        busy = sum(n for place, n in tokens.items() if place in own and not place.startswith(_WAITING))
        if not busy:
            left = _without(tokens, own)
            for gives in self._ways_out(element):
                yield self._step(element.id, left, (inside,), gives)
            if element.multi_instance is not None or element.is_loop:
                for gives in self._begun(element):
                    yield self._step(element.id, left, (), gives, silently=True)
        elif (
            element.multi_instance is not None
            and not element.multi_instance.sequential
            and busy < MOST_ROUNDS
        ):
            for gives in self._begun(element):
                yield self._step(element.id, tokens, (), gives, silently=True)
        for event in self.model.boundary_events(element.id):
            ways = tuple(f.id for f in self.model.outgoing(event.id))
            if not ways or event.is_for_compensation:
                continue
            if event.is_interrupting:
                yield self._step(event.id, _without(tokens, own), (inside,), ways)
            elif not any(tokens.get(way) for way in ways):
                yield self._step(event.id, tokens, (), ways)

    def _waiting(self, id_: str, tokens: dict[str, int]) -> Iterator[Step]:
        """Yield what may begin of its own: another pool, or what stands in an ad-hoc subprocess."""
        if id_ in self._others:
            for first, state in self._games[id_].starts():
                gives = tuple(place for place, n in state for _each in range(n))
                yield self._step(first, tokens, (_WAITING + id_,), gives)
            return
        game = self._games[id_]
        for node in game.nodes:
            if game.into[node.id] or node.is_event_subprocess:
                continue
            if node.id in self._games:
                if not tokens.get(_INSIDE + node.id):
                    yield from self._entered(node, tokens, ())
            else:
                yield self._step(node.id, tokens, (), tuple(game.out[node.id]))

    def _event_subprocesses(self, scope: str, tokens: dict[str, int]) -> Iterator[Step]:
        for node in self._games[scope].nodes:
            if not node.is_event_subprocess or node.id not in self._games or tokens.get(_INSIDE + node.id):
                continue
            starts = [e for e in self._games[node.id].nodes if e.type == "StartEvent"]
            for first, state in self._games[node.id].starts():
                interrupts = all(e.is_interrupting for e in starts)
                left = _without(tokens, self._places[scope]) if interrupts else tokens
                gives = tuple(place for place, n in state for _each in range(n))
                yield self._step(first, left, (), (_INSIDE + node.id, *gives))


def _moved(tokens: dict[str, int], takes: tuple[str, ...], gives: tuple[str, ...]) -> State:
    left = dict(tokens)
    for place in takes:
        left[place] = left.get(place, 0) - 1
    for place in gives:
        left[place] = left.get(place, 0) + 1
    return frozenset((place, n) for place, n in left.items() if n > 0)


def _without(tokens: dict[str, int], places: Collection[str]) -> dict[str, int]:
    return {place: n for place, n in tokens.items() if place not in places}
