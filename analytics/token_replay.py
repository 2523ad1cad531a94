"""Token replay: the trace is played step by step; a step that cannot be taken gets the tokens it lacks.

Fitness is half of 1 - missing / consumed and half of 1 - remaining / produced, over all tokens of a log.  It is quick
and close: where several silent ways lead on, the shortest is taken, which may be the wrong one.  An alignment is exact.

Source: Rozinat & van der Aalst (2008), doi:10.1016/j.is.2007.07.001.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.play import Play, Step

#: How many silent steps are looked through for one that lets the case go on.
MOST_LOOKED_AT = 2_000


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Tokens produced, consumed, missing and remaining, and the elements that lacked tokens."""

    produced: int
    consumed: int
    missing: int
    remaining: int
    lacked: tuple[str, ...] = ()

    @property
    def fitness(self) -> float:
        """From 0 to 1 (nothing missing, nothing left)."""
        return fitness(self.produced, self.consumed, self.missing, self.remaining)

    @property
    def fits(self) -> bool:
        """Whether the trace could be played without a token missing or left."""
        return not (self.missing or self.remaining)


def fitness(produced: int, consumed: int, missing: int, remaining: int) -> float:
    """Return the fitness these tokens make.

    >>> fitness(10, 10, 1, 1)
    0.9
    """
    return 0.5 * (1 - missing / max(consumed, 1)) + 0.5 * (1 - remaining / max(produced, 1))


def replay(play: Play, trace: Sequence[str | None]) -> Replay:
    """Return what becomes of the tokens when `trace`, element ids in order, is played; None is no step of the model.

    >>> from analytics.play import Play
    >>> from processes import read_model
    >>> play = Play(
    ...     read_model(b"Register -> Check -> Decide", dialect="sketch"), {"register", "check", "decide"}
    ... )
    >>> replay(play, ["register", "check", "decide"]).fits, replay(play, ["register", "decide"]).missing
    (True, 1)
    """
    state = play.starts()[0]
    # The case itself is a token: it is put at the beginning and taken at the end.
    produced, consumed, missing = 1 + play.tokens(state), 1, 0
    lacked: list[str] = []
    for element in trace:
        if element is None or element not in play.model.elements:
            continue
        way = _silently_to(play, state, element)
        if way is None:
            missing += max(play.lacking(state, element), 1)
            lacked.append(element)
            way = [play.forced(state, element)]
        for step in way:
            produced += step.produced
            consumed += step.consumed
            state = step.after
    way = _to_the_end(play, state)
    for step in way or ():
        produced += step.produced
        consumed += step.consumed
        state = step.after
    return Replay(
        produced=produced + 1 if way is not None else produced,
        consumed=consumed + 1,
        missing=missing + (way is None),
        remaining=play.tokens(state),
        lacked=tuple(lacked),
    )


def _to_the_end(play: Play, state: int) -> list[Step] | None:
    """Return the silent steps that end the case with the fewest tokens left; None when no end can be reached."""
    came: dict[int, tuple[int, Step] | None] = {state: None}
    queue, ended = deque([state]), {state} if play.is_final(state) else set()
    best: int | None = state if ended else None
    while queue and len(came) < MOST_LOOKED_AT:
        at = queue.popleft()
        for step in play.steps(at):
            if step.is_recorded or step.after in came:
                continue
            came[step.after] = (at, step)
            queue.append(step.after)
            if at in ended or play.model.elements[step.element].type == "EndEvent":
                ended.add(step.after)
                if best is None or play.tokens(step.after) < play.tokens(best):
                    best = step.after
    return None if best is None else _way(came, best)


def _silently_to(play: Play, state: int, element: str) -> list[Step] | None:
    """Return the shortest way of silent steps to one in which `element` acts, with it; None when there is none."""
    came: dict[int, tuple[int, Step] | None] = {state: None}
    queue = deque([state])
    while queue and len(came) < MOST_LOOKED_AT:
        at = queue.popleft()
        for step in play.steps(at):
            if step.is_recorded and step.element == element:
                return [*_way(came, at), step]
            if not step.is_recorded and step.after not in came:
                came[step.after] = (at, step)
                queue.append(step.after)
    return None


def _way(came: dict[int, tuple[int, Step] | None], to: int) -> list[Step]:
    way: list[Step] = []
    before = came[to]
    while before is not None:
        way.append(before[1])
        before = came[before[0]]
    return way[::-1]
