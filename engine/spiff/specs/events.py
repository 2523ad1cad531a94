"""Events: what is waited for and what is thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.spiff.specs.token import Token

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course


class Catching(Token):
    """An event that waits: intermediate, boundary, or the start of a listening event subprocess."""

    rows = "wait"

    def enter(self, task: Task, course: Course) -> bool | None:
        if task.internal_data.get("fired"):
            course.record(task, "completed")
            return True
        definition = self.node.element.event_definition
        if definition is None or definition.type == "Link":
            course.record(task, "completed")
            return True
        course.wait_for(task, definition)
        return None


class Throwing(Token):
    """An event that throws and goes on, or ends."""

    def enter(self, task: Task, course: Course) -> bool | None:
        element = self.node.element
        course.record(task, "completed")
        ends = element.type == "EndEvent"
        for definition in element.event_definitions or ():
            name = definition.name or definition.reference or ""
            match definition.type:
                case "Message":
                    key = None
                    if definition.correlation_key:
                        key = course.evaluate(task, definition.correlation_key)
                    payload = {target: course.evaluate(task, source) for source, target in element.inputs}
                    course.queue_errand(
                        task,
                        "deliver_message",
                        {"name": name, "key": None if key is None else str(key), "data": payload},
                    )
                case "Signal":
                    payload = {target: course.evaluate(task, source) for source, target in element.inputs}
                    course.queue_errand(task, "deliver_signal", {"name": name, "data": payload})
                case "Escalation":
                    course.throw_escalation(task, definition.code or name)
                    if not task.workflow.is_alive(task):
                        return None
                case "Error" if ends:
                    course.throw_error(task, definition.code or name)
                    return None
                case "Terminate" if ends:
                    course.terminate(task)
                    return None
        return True


class Starting(Token):
    """A start event: the token is born here, or (in an event subprocess) waits to be."""

    rows = "wait"

    def enter(self, task: Task, course: Course) -> bool | None:
        if task.internal_data.get("listens"):
            definition = self.node.element.event_definition
            if definition is not None and definition.type not in ("Error", "Escalation"):
                course.wait_for(task, definition)
            return None
        course.record(task, "completed")
        return True
