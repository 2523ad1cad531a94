"""A migration: what is proposed, what a rehearsal finds, what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from engine.instance import Result
    from processes.text import Message


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Which element of another version stands for which of this one, by their ids in the files.

    `without` are the ids that have no counterpart: a case that is there cannot be migrated until somebody names one.
    """

    mapping: dict[str, str]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineChange:
    """A deadline that moves with the migration; None before: it is new, None after: it falls away."""

    element: str
    label: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What a migration would do to one case: it can be migrated when there are no `problems`."""

    instance: str
    definition: str
    problems: tuple[Message, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()

    def __bool__(self) -> bool:
        return not self.problems


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One migration of many cases, by whose `id` it can be undone; `results` say what came of each."""

    id: str
    results: list[Result] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A migration that was made: how many cases went to version `to`, and how many of them were taken back since.

    `of` are the versions they came from.
    """

    batch: str
    to: int
    of: tuple[int, ...]
    at: datetime
    by: str
    cases: int
    taken_back: int
