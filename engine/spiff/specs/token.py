"""What every spec shares: a live task is a token at one element, and nothing is predicted.

The guest predicts all possible futures into its tree and keeps all of the past there; both make an instance cost the
square of its length.  Here a token's task is a direct child of its scope's task, is made when the token arrives and
goes when it leaves, so the tree is as large as what is alive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from SpiffWorkflow.specs.base import TaskSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from engine.spiff.effects import Effects
    from engine.spiff.plan import Arc, Node, Plan
    from processes.model.elements import EventDefinition
    from processes.text import Message


class Course(Protocol):
    """What a spec may ask of the run it takes part in."""

    plan: Plan
    effects: Effects
    now: datetime
    starter: str | None
    stirred: bool

    def variables(self, task: Task) -> dict[str, Any]: ...
    def assign(self, task: Task, changes: Mapping[str, Any]) -> None: ...
    def record(self, task: Task, kind: str, *, data: Mapping[str, Any] | None = None) -> None: ...
    def evaluate(self, task: Task, expression: str) -> Any: ...
    def evaluate_given(self, task: Task, expression: str) -> Any: ...
    def depart(self, task: Task) -> None: ...
    def finish(self, task: Task, *, data: Mapping[str, Any] | None = None) -> None: ...
    def interrupt(self, task: Task) -> None: ...
    def called(self, task: Task, expression: str) -> str: ...
    def open_scope(self, task: Task, container: str) -> None: ...
    def add(self, parent: Task, node: str, **internal: Any) -> Task: ...
    def arm(self, task: Task) -> None: ...
    def wait_for(self, task: Task, definition: EventDefinition) -> None: ...
    def throw_error(self, task: Task, code: str, *, data: Mapping[str, Any] | None = None) -> None: ...
    def throw_escalation(self, task: Task, code: str) -> None: ...
    def throw_signal(self, task: Task, name: str, data: Mapping[str, Any]) -> None: ...
    def throw_from_round(self, body: Task, definition: EventDefinition) -> bool: ...
    def compensate(self, task: Task, definition: EventDefinition) -> bool: ...
    def cancel_transaction(self, task: Task) -> None: ...
    def await_triggers(self, task: Task) -> None: ...
    def mark(self, parent: Task, node: str, **internal: Any) -> Task: ...
    def take(self, task: Task, arcs: Iterable[Arc]) -> None: ...
    def try_again(self, task: Task) -> None: ...
    def stick(self, task: Task, message: Message, *, phase: str = "enter") -> None: ...
    def terminate(self, task: Task) -> None: ...
    def consume(self, task: Task) -> None: ...
    def queue_errand(self, task: Task, kind: str, payload: Mapping[str, Any]) -> None: ...
    def siblings(self, task: Task) -> list[Task]: ...
    def inside(self, task: Task) -> list[Task]: ...
    def offer(self, task: Task) -> None: ...


def inner_of(task: Task) -> str | None:
    """Return the container that is run inside an activity: the one drawn, or the one its computed call has found."""
    found: str | None = task.internal_data.get("inner") or task.task_spec.node.inner
    return found


class Token(TaskSpec):
    """A spec that runs one element; `enter` says what happens when a token arrives.

    `rows` names what is kept in the store for a token that waits here: a work item, a wait (message, signal,
    clock) or a job; it is withdrawn when the token goes.  One that `comes_last` is run when no other token is ready:
    branches side by side have no order, and who is about to listen should hear.
    """

    rows = ""
    comes_last = False

    def __init__(self, specification: Any, node: Node) -> None:
        # The prefix keeps the file's ids apart from the guest's own names (Start, End, Root).
        super().__init__(specification, f"at {node.key}")
        self.node = node

    def enter(self, task: Task, course: Course) -> bool | None:
        """Return True when the token goes on at once, None when it waits."""
        return True

    def emptied(self, task: Task, course: Course) -> None:
        """End a scope in which no token is left."""
        course.finish(task)

    def departed(self, task: Task, course: Course, came_from: str) -> None:
        """Hear that the token at node `came_from` inside this scope has moved on or ended."""

    def _run_hook(self, my_task: Task) -> bool | None:
        return self.enter(my_task, my_task.workflow.course)

    def _on_complete_hook(self, my_task: Task) -> None:
        my_task.workflow.course.depart(my_task)

    def _predict_hook(self, my_task: Task) -> None:
        """Predict nothing."""

    def _update_hook(self, my_task: Task) -> bool:
        return False

    def test(self) -> None:
        """Accept an element without incoming flows: a process may begin there."""

    def _on_cancel(self, my_task: Task) -> None:
        """Leave the bookkeeping to the course, which writes the history."""


class Scope(Token):
    """The root of the tree: the process itself."""
