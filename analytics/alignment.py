"""Alignments: the cheapest explanation of what a case did by what the model allows.

Every recorded step of the trace either goes together with one of the model (free), or happened although the model does
not provide for it (costs 1); every recorded step of the model that the trace lacks was skipped (costs 1).

Source: van der Aalst, Adriansyah & van Dongen (2012), doi:10.1002/widm.1045; Adriansyah (2014), Aligning Observed and
Modeled Behavior.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.play import Play

Kind = Literal["together", "skipped", "unexpected"]


@dataclass(frozen=True)
class Match:
    """One step of an alignment.

    `element` is the step of the model (of what is unexpected the last one before it, None at the beginning), `label`
    what the log called it.
    """

    kind: Kind
    element: str | None
    label: str | None


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """How a trace and the model go together: the matches in order, and how many of them deviate."""

    matches: tuple[Match, ...]

    @property
    def cost(self) -> int:
        """How many steps were skipped or unexpected."""
        return sum(match.kind != "together" for match in self.matches)


@dataclass
class Effort:
    """How many places may still be looked at; what is not found with that is not known."""

    left: int


def align(play: Play, trace: Sequence[tuple[str | None, str]], *, effort: Effort) -> Alignment | None:
    """Return a cheapest alignment of `trace`, (element or None, label) pairs; None when `effort` ran out.

    The search looks at what costs nothing first (breadth-first over costs, depth-first within), so that a case that
    went as drawn is explained at once.

    >>> from analytics.play import Play
    >>> from processes import read_model
    >>> play = Play(
    ...     read_model(b"Register -> Check -> Decide", dialect="sketch"), {"register", "check", "decide"}
    ... )
    >>> found = align(play, [("register", "Register"), ("decide", "Decide")], effort=Effort(1000))
    >>> [(match.kind, match.element) for match in found.matches]
    [('together', 'register'), ('skipped', 'check'), ('together', 'decide')]
    """
    before: dict[tuple[int, int], tuple[tuple[int, int], Match | None] | None] = {}
    queue: deque[tuple[tuple[int, int], tuple[int, int] | None, Match | None]] = deque(
        ((0, state), None, None) for state in play.starts()
    )
    while queue:
        place, came_from, match = queue.popleft()
        if place in before:
            continue
        before[place] = None if came_from is None else (came_from, match)
        at, state = place
        if at == len(trace) and play.is_final(state):
            return Alignment(matches=_way(before, place))
        effort.left -= 1
        if effort.left < 0:
            return None
        wanted = trace[at] if at < len(trace) else None
        free: list[tuple[tuple[int, int], tuple[int, int], Match | None]] = []
        for step in play.steps(state):
            if not step.is_recorded:
                free.append(((at, step.after), place, None))
                continue
            if wanted is not None and step.element == wanted[0]:
                free.insert(0, ((at + 1, step.after), place, Match("together", step.element, wanted[1])))
            if (at, step.after) not in before:
                queue.append(((at, step.after), place, Match("skipped", step.element, None)))
        queue.extendleft(each for each in reversed(free) if each[0] not in before)
        if wanted is not None and (at + 1, state) not in before:
            queue.append(((at + 1, state), place, Match("unexpected", None, wanted[1])))
    return None


def _way(
    before: dict[tuple[int, int], tuple[tuple[int, int], Match | None] | None], place: tuple[int, int]
) -> tuple[Match, ...]:
    found: list[Match] = []
    step = before[place]
    while step is not None:
        place, match = step
        if match is not None:
            found.append(match)
        step = before[place]
    found.reverse()
    last: str | None = None
    placed = []
    for match in found:
        if match.kind == "unexpected":
            placed.append(Match("unexpected", last, match.label))
        else:
            last = match.element
            placed.append(match)
    return tuple(placed)
