"""What moves when nothing else can: inclusive joins, conditions that have come true, and joins that never will.

Asked only when no token is ready, because each of the three depends on where all the other tokens are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from SpiffWorkflow.util.task import TaskState

from engine.errors import SandboxError
from engine.spiff import reach
from engine.spiff.specs.token import Course
from processes.text import Message, _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification
    from engine.spiff.tree import Tree


class Settling(Course, Protocol):
    """What is asked of the run while it settles."""

    tree: Tree
    specification: Specification

    def stick(self, task: Task, message: Message, *, phase: str = "enter") -> None: ...
    def happen(self, task: Task, data: dict[str, object], *, exhausted: bool) -> None: ...


def settle(course: Settling) -> bool:
    """Let inclusive joins and conditions that have come true go on; False when nothing did."""
    if course.effects.status is not None:
        return False
    tree = course.tree
    for task in [t for t in tree.tasks.values() if t.internal_data.get("gathers") and tree.is_alive(t)]:
        if tree.is_alive(task) and _gather(course, task):
            return True
    if course.plan.conditionals and _conditions_moved(course):
        return True
    _name_dead_joins(course)
    return False


def is_token(task: Task) -> bool:
    """Whether the scope is not done while this task lives: neither a boundary event nor a listener."""
    return task.internal_data.get("host") is None and not task.internal_data.get("listens")


def _gather(course: Settling, task: Task) -> bool:
    spec = task.task_spec
    others = course.siblings(task)
    filled: dict[str, Task] = {}
    for token in (t for t in others if t.task_spec is spec):
        filled.setdefault(token.internal_data["flow"], token)
    moving = [t.task_spec.node.key for t in others if t.task_spec is not spec and is_token(t)]
    if not reach.is_complete(course.specification, spec.node.key, filled.keys(), moving):
        return False
    taken = list(filled.values())
    for token in taken[1:]:
        course.consume(token)
    taken[0].internal_data.pop("gathers", None)
    course.record(taken[0], "completed")
    taken[0].complete()
    return True


def _conditions_moved(course: Settling) -> bool:
    moved = False
    for task in list(course.tree.tasks.values()):
        condition = task.internal_data.get("condition")
        if condition is None or not course.tree.is_alive(task) or task.has_state(TaskState.ERROR):
            continue
        try:
            holds = course.evaluate(task.parent, condition) is True
        except SandboxError as error:
            course.stick(task, error.message)
            continue
        held = task.internal_data.get("held", False)
        task.internal_data["held"] = holds
        # Only becoming true is an event; staying true is not.
        if holds and not held:
            course.happen(task, {}, exhausted=False)
            moved = True
    return moved


def _name_dead_joins(course: Settling) -> None:
    tree = course.tree
    alive = [t for t in tree.below(tree.root) if not tree.living(t) and is_token(t)]
    waits_for_others = [t.internal_data.get("joins") or t.internal_data.get("gathers") for t in alive]
    if not alive or not all(waits_for_others) or any(t.has_state(TaskState.ERROR) for t in alive):
        return
    if any(t.internal_data.get("listens") for t in tree.tasks.values()):
        return
    for task in alive:
        label = task.task_spec.node.element.label
        text = _("The join “{label}” waits for a token that can no longer come.").format(label=label)
        course.stick(task, text, phase="join")
