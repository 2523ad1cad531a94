"""Activities: what a token does at a task, a call or a subprocess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import BpmnError
from engine.expressions import script
from engine.spiff.specs import rounds
from engine.spiff.specs.token import Token
from processes.model.elements import EventDefinition

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course


class Activity(Token):
    """An activity: its boundary events are armed and its start is written before it works."""

    def enter(self, task: Task, course: Course) -> bool | None:
        if self.node.is_repeated and "round" not in task.internal_data:
            if not task.internal_data.get("begun"):
                task.internal_data.update(body=True, begun=True)
                course.arm(task)
            rounds.begin(self, task, course)
            return None
        if not task.internal_data.get("begun"):
            task.internal_data["begun"] = True
            course.record(task, "started")
            if "round" not in task.internal_data:
                course.arm(task)
        localise(self, task, course)
        return self.work(task, course)

    def work(self, task: Task, course: Course) -> bool | None:
        """Do the activity's own thing; True when it is done at once."""
        course.finish(task)
        return None


class PassingTask(Activity):
    """A manual or undefined task: done outside the system, so the token passes through."""


class Offered(Activity):
    """A user task: a work item for people."""

    rows = "work item"

    def work(self, task: Task, course: Course) -> bool | None:
        course.offer(task)
        return None


class Scripted(Activity):
    """A script task, run in the sandbox; a `BpmnError` is routed to an error boundary event."""

    def work(self, task: Task, course: Course) -> bool | None:
        what = self.node.element.script
        if what is None:
            course.finish(task)
            return None
        try:
            changes = script.run(what.language, what.text, course.variables(task), result=what.result)
        except BpmnError as error:
            course.throw_error(task, error.code, data=error.data)
            return None
        course.finish(task, data=changes)
        return None


class Served(Activity):
    """A service task: a job for the outbox, run after the transaction by a handler or connector."""

    rows = "job"

    def work(self, task: Task, course: Course) -> bool | None:
        element = self.node.element
        course.queue_errand(task, "run_service_task", {"topic": element.topic or element.id})
        return None


class Sent(Activity):
    """A send task: its message goes out after the transaction."""

    def work(self, task: Task, course: Course) -> bool | None:
        element = self.node.element
        key = course.evaluate(task, element.correlation_key) if element.correlation_key else None
        course.queue_errand(
            task,
            "deliver_message",
            {"name": element.message, "key": None if key is None else str(key), "data": dict(task.data)},
        )
        course.finish(task)
        return None


class Received(Activity):
    """A receive task: waits for its message."""

    rows = "wait"

    def work(self, task: Task, course: Course) -> bool | None:
        element = self.node.element
        if task.internal_data.pop("fired", False):
            course.finish(task)
            return None
        course.wait_for(
            task,
            EventDefinition(type="Message", name=element.message, correlation_key=element.correlation_key),
        )
        return None


class Scoped(Activity):
    """An embedded subprocess, a transaction or a called process: tokens run inside until none is left."""

    def work(self, task: Task, course: Course) -> bool | None:
        if self.node.inner is None:
            raise LookupError(f"{self.node.key} has nothing inside")
        course.open_scope(task, self.node.inner)
        return None


def localise(spec: Token, task: Task, course: Course) -> None:
    """Give the activity its mapped inputs as variables of its own."""
    element = spec.node.element
    if element.inputs:
        values = {target: course.evaluate(task, source) for source, target in element.inputs}
        task.data.update(values)
    isolated = spec.node.type == "CallActivity"
    if isolated:
        task.internal_data["isolated"] = True
        if not element.inputs:
            task.data = {**course.variables(task.parent), **task.data}
        task.internal_data["given"] = dict(task.data)
    elif element.inputs or element.outputs:
        task.internal_data["local"] = True
