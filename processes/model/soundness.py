"""Soundness: can every case that starts also end, and end once?

A search through the token game (`token_game`): each subprocess is looked at on its own.  It is bounded and says
*undecided* when it gives up.

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
from typing import TYPE_CHECKING

from processes.model.token_game import TokenGame, marking
from processes.text import Message, joined

if TYPE_CHECKING:
    from processes.model.model import Model
    from processes.model.token_game import Move, State

MOST_STATES = 20_000
MOST_STATES_IN_EVERY_ORDER = 3_000
MOST_SECONDS = 0.7


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


class _Search:
    """A breadth-first search through the states of one scope."""

    def __init__(self, net: TokenGame, *, deadline: float, most: int, in_every_order: bool) -> None:
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

    def _take(self, state: State, tokens: dict[str, int], move: Move) -> State | None:
        self.fired.add(move.element)
        self.fired.update(
            f.source for f in (self.net.model.flows.get(p) for p in move.gives) if f is not None
        )
        following = marking(tokens, move)
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
        net = TokenGame(model, scope)
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


def told_way(model: Model, path: tuple[str, ...]) -> Message:
    """Return the named steps of a way, shortened in the middle, as one sentence for people."""
    names: list[str] = [
        model.elements[i].label for i in path if i in model.elements and model.elements[i].name
    ]
    return joined(names if len(names) < 9 else [*names[:4], "…", *names[-4:]], " → ") or Message("—")
