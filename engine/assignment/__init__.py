"""How work comes to one of several officers, one file a way.

A procedure names the way in `gov:step assignment="…"`; a module here does it: `roundRobin` is `round_robin.py`.  Who
may be given work is the roster's to say: the engine knows the persons a model names, the door knows who is in which
unit and present.  *pull* and *fairQueue* give nothing out: whoever comes first takes it, or asks for the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from engine.store import sharing
from engine.work_query import FAIR_QUEUE as FAIR_QUEUE
from processes.registry import Registry

if TYPE_CHECKING:
    from engine.store import Unit

HEAD_ASSIGNS = "headAssigns"


class Roster(Protocol):
    """Who stands behind the names work is offered to."""

    def members(self, candidates: Sequence[str]) -> Sequence[str]:
        """Return the persons who could be given what is offered to these groups and persons, absent ones left out."""
        ...

    def heads(self, candidates: Sequence[str]) -> Sequence[str]:
        """Return those who lead these groups."""
        ...


class Named:
    """The roster of an engine alone: the persons a model names, and no heads."""

    def members(self, candidates: Sequence[str]) -> Sequence[str]:
        """Return the persons among the candidates."""
        return [name.removeprefix("user:") for name in candidates if name.startswith("user:")]

    def heads(self, candidates: Sequence[str]) -> Sequence[str]:
        """Return nobody: groups are only names here."""
        return []


@dataclass(frozen=True, kw_only=True)
class Giving:
    """A piece of work about to be given out: whose it could be, and what is known of them."""

    unit: Unit
    roster: Roster
    instance: str
    queue: str
    candidates: tuple[str, ...]
    performer_of: str | None = None
    given: Counter[str] = field(default_factory=Counter)
    barred: Callable[[str], bool] = lambda _person: False

    @property
    def members(self) -> list[str]:
        """The persons who could get it, by name: without those whom a duty bars."""
        return sorted(name for name in self.roster.members(self.candidates) if not self.barred(name))

    @property
    def heads(self) -> list[str]:
        """Those who lead the groups it is offered to, by name."""
        return sorted(self.roster.heads(self.candidates))

    @property
    def load(self) -> Counter[str]:
        """How many open work items each of the persons holds, with what was given out a moment ago."""
        return Counter(sharing.load(self.unit, self.members)) + self.given

    @property
    def earlier_performer(self) -> str | None:
        """Who did the step named by `performer_of` in this case, the last time."""
        if self.performer_of is None:
            return None
        return sharing.performer(self.unit, self.instance, self.performer_of)

    @property
    def last(self) -> str | None:
        """Who was given work of this queue last; nobody else gets any until this transaction has ended."""
        return sharing.last_turn(self.unit, self.queue)

    def note_turn(self, person: str) -> None:
        """Write who was given work of this queue."""
        sharing.note_turn(self.unit, self.queue, person)


Assign = Callable[[Giving], str | None]
assignments: Registry[Assign] = Registry("engine.assignment", kind="assignment")


def assign(way: str | None, giving: Giving) -> str | None:
    """Return to whom a way gives the work; None leaves it to whoever takes it."""
    name = module_of(way) if way else ""
    return assignments[name](giving) if name in assignments else None


def module_of(way: str) -> str:
    """Return the module that does a way of the vocabulary.

    >>> module_of("roundRobin"), module_of("pull")
    ('round_robin', 'pull')
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", way).lower()
