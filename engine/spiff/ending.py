"""How scopes end: when nothing is left in them, when they are terminated, and when a transaction is cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.errors import SandboxError
from engine.spiff import undoing
from engine.spiff.happening import Happening
from engine.spiff.settling import is_token

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Node


class Ending(Happening, Protocol):
    """What is asked of the run when a scope ends."""

    quieted: list[Task]


def quiet(course: Ending, scope: Task) -> None:
    """End a scope in which no token is left, and then those around it that wait for nothing else."""
    course.quieted.append(scope)
    if len(course.quieted) > 1:
        # The first call is still at it: one scope after the other, however deep they lie in each other.
        return
    try:
        for each in course.quieted:
            _end_if_quiet(course, each)
    finally:
        course.quieted.clear()


def _end_if_quiet(course: Ending, scope: Task) -> None:
    if not course.tree.is_alive(scope) or any(is_token(child) for child in course.tree.living(scope)):
        return
    for listener in course.tree.living(scope):
        course.consume(listener)
    if scope.parent is None:
        course.end("completed")
    elif scope.internal_data.get("again"):
        undoing.over(course, scope)
    else:
        try:
            scope.task_spec.emptied(scope, course)
        except SandboxError as error:
            course.stick(scope, error.message, phase="empty")


def leave_cancelled(course: Ending, transaction: Task) -> None:
    """Leave a transaction in which everything is undone."""
    host = transaction.parent if "round" in transaction.internal_data else transaction
    scope = host.parent
    node: Node = host.task_spec.node
    for key in node.boundaries:
        if any(d.type == "Cancel" for d in course.plan.nodes[key].element.event_definitions):
            course.add(scope, key, fired=True)
    course.interrupt(host)
    course.quiet(scope)


def terminate(course: Ending, task: Task) -> None:
    """End the scope of `task` at once."""
    scope = task.parent
    for other in course.tree.living(scope):
        if other is not task:
            course.interrupt(other)
    course.consume(task)
    if scope.parent is None:
        course.end("terminated")
    else:
        course.finish(scope)
