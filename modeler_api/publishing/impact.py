"""What a version would do to the cases that are under way: which could move to it, and why the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.migration import Rehearsal
from modeler_api.translation import text
from processes.text import Message


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The cases under way: `movable` of them can move, `reasons` says of how many others why they stay."""

    running: int
    movable: tuple[str, ...]
    reasons: tuple[tuple[Message, int], ...]
    deadlines: int

    @property
    def staying(self) -> int:
        """How many cannot move."""
        return self.running - len(self.movable)


def impact_of(rehearsed: Sequence[Rehearsal]) -> Impact:
    """The outcome of a rehearsal, summed up; the same reason is told once with its number of cases."""
    counted: Counter[str] = Counter()
    first: dict[str, Message] = {}
    for one in rehearsed:
        for problem in one.problems[:1]:
            counted[text(problem)] += 1
            first.setdefault(text(problem), problem)
    return Impact(
        running=len(rehearsed),
        movable=tuple(one.instance for one in rehearsed if one),
        reasons=tuple((first[words], number) for words, number in counted.most_common()),
        deadlines=sum(bool(one.deadlines) for one in rehearsed if one),
    )
