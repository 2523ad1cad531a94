"""What moves when nothing else can: inclusive joins, conditions that have come true, and joins that never will.

Asked only when no token is ready, because each of the three depends on where all the other tokens are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from SpiffWorkflow.util.task import TaskState

from engine.expressions import feel
from engine.spiff import reach
from engine.spiff.specs.token import Course
from processes.text import _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification
    from engine.spiff.tree import Tree


class Settling(Course, Protocol):
    """What is asked of the run while it settles."""

    tree: Tree
    specification: Specification

    def happen(self, task: Task, data: dict[str, object], *, exhausted: bool) -> None: ...


def settle(course: Settling) -> bool:
    """Let inclusive joins and conditions that have come true go on; False when nothing did."""
    if course.effects.status is not None:
        return False
    tree = course.tree
    late_ones = tree.tasks.values() if course.specification.has_complex_joins else ()
    for late in [t for t in late_ones if "late" in t.internal_data and tree.is_alive(t)]:
        others = course.siblings(late)
        moving = [t.task_spec.node.key for t in others if t.task_spec is not late.task_spec and is_token(t)]
        key = late.task_spec.node.key
        if not reach.can_come(course.specification, key, late.internal_data["late"], moving):
            late.task_spec.begin_anew(late, course)
            return True
    gathering = tree.tasks.values() if course.specification.has_inclusive_joins else ()
    for task in [t for t in gathering if t.internal_data.get("gathers") and tree.is_alive(t)]:
        if tree.is_alive(task) and _gather(course, task):
            return True
    if course.plan.conditionals and conditions_moved(course):
        return True
    _name_dead_joins(course)
    return False


def is_token(task: Task) -> bool:
    """Whether the scope is not done while this task lives: no boundary event, no listener, no gateway's memory."""
    internal = task.internal_data
    return internal.get("host") is None and not internal.get("listens") and "late" not in internal


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


def conditions_moved(course: Settling) -> bool:
    """Let happen what waits for a condition that has become true; False when none has.

    Asked whenever a variable has changed, before anything else moves: an interrupting event comes first.
    """
    course.stirred = False
    waiting = [
        task
        for task in course.tree.tasks.values()
        if "condition" in task.internal_data
        and course.tree.is_alive(task)
        and not task.has_state(TaskState.ERROR)
    ]
    asked = [(task.internal_data["condition"], course.variables(task.parent)) for task in waiting]
    moved = False
    for task, answer in zip(waiting, feel.evaluate_all(asked), strict=True):
        if not course.tree.is_alive(task):
            continue
        if answer.error is not None:
            text = _("The expression “{text}” fails: {reason}")
            course.stick(task, text.format(text=task.internal_data["condition"], reason=answer.error))
            continue
        holds = answer.value is True
        held = task.internal_data.get("held", False)
        task.internal_data["held"] = holds
        # Only becoming true is an event; staying true is not.
        if holds and not held:
            course.happen(task, {}, exhausted=False)
            moved = True
    return moved


def _name_dead_joins(course: Settling) -> None:
    tree = course.tree
    if tree.sleepers.parts:
        # Somebody outside is waited for in each of these rounds.
        return
    alive = []
    for task in tree.below(tree.root):
        if tree.living(task) or not is_token(task):
            continue
        internal = task.internal_data
        if not (internal.get("joins") or internal.get("gathers")) or task.has_state(TaskState.ERROR):
            # One who waits for somebody outside is enough: the others may still be joined.
            return
        alive.append(task)
    if not alive:
        return
    if any(t.internal_data.get("listens") for t in tree.tasks.values()):
        return
    for task in alive:
        label = task.task_spec.node.element.label
        text = _("The join “{label}” waits for a token that can no longer come.").format(label=label)
        course.stick(task, text, phase="join")
