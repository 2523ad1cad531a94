"""What a version would do to the cases that are under way: which could move to it, and why the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.errors import NotMovable
from engine.instance import Result
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
    return Impact(
        running=len(rehearsed),
        movable=tuple(one.instance for one in rehearsed if one),
        reasons=_counted(one.problems[0] for one in rehearsed if one.problems),
        deadlines=sum(bool(one.deadlines) for one in rehearsed if one),
    )


def why_not(results: Iterable[Result]) -> tuple[tuple[Message, int], ...]:
    """Why some cases could not be moved, the same reason once with its number of cases."""
    refused = (result.error for result in results if result.error is not None)
    return _counted(
        error.problems[0] if isinstance(error, NotMovable) else error.message for error in refused
    )


def _counted(reasons: Iterable[Message]) -> tuple[tuple[Message, int], ...]:
    counted: Counter[str] = Counter()
    first: dict[str, Message] = {}
    for reason in reasons:
        counted[text(reason)] += 1
        first.setdefault(text(reason), reason)
    return tuple((first[words], number) for words, number in counted.most_common())
