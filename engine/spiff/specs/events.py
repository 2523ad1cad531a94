"""Events: what is waited for and what is thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actor import is_person
from engine.spiff.specs.token import Token

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Node
    from engine.spiff.specs.token import Course
    from processes.model.elements import EventDefinition


class Catching(Token):
    """An event that waits: intermediate, boundary, or one of its several triggers."""

    rows = "wait"

    def enter(self, task: Task, course: Course) -> bool | None:
        if task.internal_data.get("fired"):
            course.record(task, "completed")
            return True
        definition = self.node.element.event_definition
        if definition is None or definition.type == "Link":
            course.record(task, "completed")
            return True
        course.await_triggers(task)
        return None


class Throwing(Token):
    """An event that throws and goes on, or ends; with several triggers it throws all of them."""

    def __init__(self, specification: object, node: Node) -> None:
        super().__init__(specification, node)
        self.comes_last = any(d.type == "Signal" for d in node.element.event_definitions)

    def enter(self, task: Task, course: Course) -> bool | None:
        definitions = self.node.element.event_definitions
        compensations = [d for d in definitions if d.type == "Compensate"]
        if not compensations:
            course.record(task, "completed")
        for definition in definitions:
            if not self._throw(task, course, definition):
                return None
        # An event that undoes one thing only has one such trigger; it waits for it with everything else thrown.
        for definition in compensations:
            if not course.compensate(task, definition):
                return None
        if compensations:
            course.record(task, "completed")
        return True

    def _throw(self, task: Task, course: Course, definition: EventDefinition) -> bool:
        """Return whether the token is still there afterwards."""
        element = self.node.element
        ends = element.type == "EndEvent"
        name = definition.name or definition.reference or ""
        match definition.type:
            case "Message":
                key = None
                if definition.correlation_key:
                    key = course.evaluate_given(task, definition.correlation_key)
                payload = {target: course.evaluate_given(task, source) for source, target in element.inputs}
                course.queue_errand(
                    task,
                    "deliver_message",
                    {"name": name, "key": None if key is None else str(key), "data": payload},
                )
            case "Signal":
                payload = {target: course.evaluate_given(task, source) for source, target in element.inputs}
                course.throw_signal(task, name, payload)
                return bool(task.workflow.is_alive(task))
            case "Escalation":
                course.throw_escalation(task, definition.code or name)
                return bool(task.workflow.is_alive(task))
            case "Error" if ends:
                course.throw_error(task, definition.code or name)
                return False
            case "Terminate" if ends:
                course.terminate(task)
                return False
            case "Cancel" if ends:
                course.cancel_transaction(task)
                return False
        return True


class Starting(Token):
    """A start event: the token is born here, or (in an event subprocess) waits to be."""

    rows = "wait"

    def enter(self, task: Task, course: Course) -> bool | None:
        if task.internal_data.get("listens") or "trigger" in task.internal_data:
            course.await_triggers(task)
            return None
        told: dict[str, str | None] = {}
        if name := self.node.element.initiator:
            # What a clock or a message has begun nobody started: work is never kept for the name of a machine.
            starter = course.starter
            told = {name: str(starter) if starter is not None and is_person(starter) else None}
            course.assign(task, told)
        course.record(task, "completed", data=told)
        return True
