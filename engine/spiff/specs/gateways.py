"""Gateways: who goes on, and who waits for whom.

A parallel join counts tokens per incoming flow and takes one of each, so it is right inside loops and with
excess tokens. An inclusive join waits exactly for the tokens that can still reach it (BPMN 2.0.2, 13.4.3); the
course decides it when nothing else can move.  A complex gateway has its file `complex_gateway.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.spiff.specs.token import Token

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course


class Passing(Token):
    """Exclusive gateways, splits and none events: the token goes on, `Course.depart` chooses where."""

    def enter(self, task: Task, course: Course) -> bool | None:
        course.record(task, "completed")
        return True


class ParallelJoin(Token):
    """An AND-join: fires once per complete set of incoming tokens."""

    def enter(self, task: Task, course: Course) -> bool | None:
        waiting: dict[str, list[Task]] = {flow: [] for flow in self.node.incoming}
        for other in course.siblings(task):
            if other.task_spec is self and (other is task or other.internal_data.get("joins")):
                waiting[other.internal_data["flow"]].append(other)
        if not all(waiting.values()):
            task.internal_data["joins"] = True
            return None
        # A token that finds an older one of its own flow cannot complete a set, so `task` is always taken.
        for tokens in waiting.values():
            if tokens[0] is not task:
                course.consume(tokens[0])
        course.record(task, "completed")
        return True


class InclusiveJoin(Token):
    """An OR-join: waits until no further token can reach it; see `engine.spiff.reach`."""

    def enter(self, task: Task, course: Course) -> bool | None:
        task.internal_data["gathers"] = True
        return None


class EventBased(Token):
    """An event-based gateway: all its events wait, the first one wins."""

    def enter(self, task: Task, course: Course) -> bool | None:
        course.record(task, "completed")
        for arc in self.node.arcs:
            course.add(task.parent, arc.target, flow=arc.key, race=task.id)
        course.consume(task)
        return None
