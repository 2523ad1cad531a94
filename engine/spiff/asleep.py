"""Rounds that only wait for their own work item or job sleep in parts, outside the tree, while nothing touches them.

A multi-instance of thousands would otherwise be read and written whole with each of its items.  Whoever is about one
token wakes the part it lies in; whoever asks a body for its children wakes them all, so nothing that concerns every
round can miss one that sleeps.  A round sleeps only when there is nothing about it that anything else looks for: no
tokens inside, no event, no condition, no incident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from SpiffWorkflow.util.task import TaskState

from engine.spiff.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Callable

    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification
    from engine.spiff.specs.token import Token

#: With fewer rounds than this a multi-instance stays in the tree.
FROM = 64
#: So many rounds lie in one part: few enough to be read quickly, enough that parts are few.
SIZE = 32
_QUIET = {"round", "local", "begun"}
Row = list[Any]


class Host(Protocol):
    """What is asked of the tree in which rounds sleep."""

    specification: Specification
    tasks: dict[int, Task]
    sleepers: Sleepers

    def add(self, spec: Token, parent: Task | None, state: int, *, number: int | None = None) -> Task: ...
    def task(self, number: int) -> Task: ...


@dataclass(frozen=True)
class Part:
    """Where sleeping rounds belong: their body, and the first and last of their numbers."""

    body: int
    first: int
    last: int


@dataclass(slots=True)
class Sleepers:
    """The parts of one tree; `stored` are the numbers of those that have a row in the store."""

    parts: dict[int, Part] = field(default_factory=dict)
    stored: set[int] = field(default_factory=set)
    read: Callable[[int], bytes] | None = None
    woken: dict[int, bytes] = field(default_factory=dict)
    part_of: dict[int, int] = field(default_factory=dict)

    def wake_for(self, tree: Host, number: int) -> None:
        """Wake the rounds among which this token may be."""
        self._wake(tree, [n for n, part in self.parts.items() if part.first <= number <= part.last])

    def wake_in(self, tree: Host, body: int) -> None:
        """Wake all rounds of a body."""
        self._wake(tree, [n for n, part in self.parts.items() if part.body == body])

    def wake_all(self, tree: Host) -> None:
        """Wake every round."""
        self._wake(tree, list(self.parts))

    def _wake(self, tree: Host, numbers: list[int]) -> None:
        for number in numbers:
            if self.read is None:
                raise LookupError("The parts of this tree cannot be read outside a verb.")
            part = self.parts.pop(number)
            state = self.woken[number] = self.read(number)
            for row in unpack(state)[1]:
                self.part_of[row[0]] = number
                restore(tree, row)
            # Rounds stand in the order in which they were begun, whichever were awake.
            tree.task(part.body)._children.sort()


def restore(tree: Host, row: Row) -> None:
    """Put back the task a row was made of."""
    number, parent, key, status, *rest = row
    task = tree.add(tree.specification.spec(key), tree.task(parent), TaskState.STARTED, number=number)
    task._state = status
    if rest:
        task.internal_data = rest[0]
    if len(rest) > 1:
        task.data = rest[1]


def parted(tree: Host) -> tuple[dict[int, Part], dict[int, list[Task]]]:
    """Return the parts as they are to be from now on, and the tasks of those that are awake."""
    sleepers = tree.sleepers
    if not sleepers.stored and len(tree.tasks) < FROM:
        return {}, {}
    awake: dict[int, list[Task]] = {}
    fresh: dict[int, list[Task]] = {}
    # Those woken stand last in the tree; in their parts they stand in the order in which they were begun.
    rounds = [task for task in tree.tasks.values() if "round" in task.internal_data and _may_sleep(task)]
    for task in sorted(rounds, key=lambda each: each.id):
        number = sleepers.part_of.get(task.id)
        if number is not None:
            awake.setdefault(number, []).append(task)
        else:
            fresh.setdefault(task._parent, []).append(task)
    free = max((*sleepers.stored, *sleepers.parts, *awake, 0)) + 1
    for tasks in fresh.values():
        if len(tasks) < FROM:
            continue
        for begin in range(0, len(tasks), SIZE):
            awake[free] = tasks[begin : begin + SIZE]
            free += 1
    parts = dict(sleepers.parts)
    for number, tasks in awake.items():
        parts[number] = Part(tasks[0]._parent, tasks[0].id, tasks[-1].id)
    return parts, awake


def _may_sleep(task: Task) -> bool:
    return (
        task._state == TaskState.STARTED
        and not task._children
        and task.task_spec.rows in ("work item", "job")
        and task.internal_data.keys() <= _QUIET
    )
