"""The ad-hoc subprocess: things to be done in no drawn order.

What no flow leads to may be done at once (parallel), or one thing after the other (sequential): then what needs nobody
is done in the order of the drawing, and the order of the work items is whatever order people complete them in.

With a completion condition it is over when that holds after something in it is done; what has not been done by then is
withdrawn, or, where `cancelRemainingInstances` is false, still done while nothing new begins.  Until then a
work item comes back, for a thing may be done several times.  Without a condition everything is done once.

Source: BPMN 2.0.2, 10.3.5 and 13.3.5 (ad-hoc subprocess).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import SandboxError
from engine.spiff.specs.activities import Scoped
from processes.text import _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course


class AdHoc(Scoped):
    """An ad-hoc subprocess."""

    def begins_with(self, task: Task, course: Course) -> tuple[str, ...]:
        starts = course.plan.containers[self.node.inner or ""].starts
        if not self.node.element.sequential:
            return starts
        people = [key for key in starts if course.plan.nodes[key].type == "UserTask"]
        rest = [key for key in starts if key not in people]
        if not rest:
            return tuple(people)
        # The next one begins when this one leaves nothing behind.
        task.internal_data["pending"] = [*rest[1:], *([people] if people else [])]
        return (rest[0],)

    def departed(self, task: Task, course: Course, came_from: str) -> None:
        internal = task.internal_data
        if internal.get("closing") or not self.node.element.completion_condition:
            return
        if self._is_complete(task, course):
            if self.node.element.cancels_remaining:
                for child in course.inside(task):
                    course.interrupt(child)
            internal["closing"] = True
            internal.pop("pending", None)
        elif self._comes_back(course, came_from):
            course.add(task, came_from)

    def emptied(self, task: Task, course: Course) -> None:
        internal = task.internal_data
        pending = internal.get("pending")
        if pending:
            following = pending.pop(0)
            for key in following if isinstance(following, list) else [following]:
                course.add(task, key)
            return
        if internal.get("closing") or not self.node.element.completion_condition:
            course.finish(task)
            return
        if self._is_complete(task, course):
            course.finish(task)
            return
        course.stick(
            task,
            _("“{label}” is not complete, but nothing is left to be done in it.").format(
                label=self.node.element.label
            ),
            phase="empty",
        )

    def _comes_back(self, course: Course, key: str) -> bool:
        container = course.plan.containers[self.node.inner or ""]
        return key in container.starts and course.plan.nodes[key].type == "UserTask"

    def _is_complete(self, task: Task, course: Course) -> bool:
        condition = self.node.element.completion_condition or "true"
        holds = course.evaluate(task, condition)
        if isinstance(holds, bool):
            return holds
        if holds is None:
            return False
        raise SandboxError(
            _("The completion condition “{text}” is neither true nor false.").format(text=condition)
        )
