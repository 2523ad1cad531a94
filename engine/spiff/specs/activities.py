"""Activities: what a token does at a task, a call or a subprocess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import BpmnError, SandboxError
from engine.expressions import script, unknown_names
from engine.spiff import patience, variables
from engine.spiff.specs import rounds
from engine.spiff.specs.token import Token, inner_of
from processes.model.elements import EventDefinition
from processes.text import _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Plan
    from engine.spiff.specs.token import Course


class Activity(Token):
    """An activity: its boundary events are armed and its start is written before it works."""

    def enter(self, task: Task, course: Course) -> bool | None:
        if not self._are_enough(task, course):
            return None
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
        if self.node.element.sets_at_start and not task.internal_data.get("set"):
            task.internal_data["set"] = True
            course.assign(task.parent, valued(self.node.element.sets_at_start, task, course))
        return self.work(task, course)

    def _are_enough(self, task: Task, course: Course) -> bool:
        """Whether as many tokens have come as the activity needs to start; the others are taken (`startQuantity`)."""
        needed = self.node.element.start_quantity
        internal = task.internal_data
        if needed == 1 or "round" in internal or internal.get("begun"):
            return True
        waiting = [t for t in course.siblings(task) if t.task_spec is self and t.internal_data.get("joins")]
        waiting = [t for t in waiting if t is not task]
        if len(waiting) + 1 < needed:
            internal["joins"] = True
            return False
        for token in waiting[: needed - 1]:
            course.consume(token)
        internal.pop("joins", None)
        return True

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


class Decided(Activity):
    """A task with a decision: decided in the same transaction; what was seen and which rules matched is written."""

    def work(self, task: Task, course: Course) -> bool | None:
        element = self.node.element
        pinned = self._wf_spec.decisions.get(self.node.key)
        if pinned is None:
            text = _("“{label}” asks for the decision “{name}”, which is not deployed.")
            raise SandboxError(text.format(label=element.label, name=element.decision))
        outcome = pinned.decide(course.variables(task))
        course.record(task, "decided", data=pinned.account(outcome))
        course.finish(task, data=pinned.result(outcome, element))
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
        key = course.evaluate_given(task, element.correlation_key) if element.correlation_key else None
        sent = {k: v for k, v in task.data.items() if k not in task.internal_data.get("snapshot", ())}
        course.queue_errand(
            task,
            "deliver_message",
            {"name": element.message, "key": None if key is None else str(key), "data": sent},
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
        name = self.node.element.called_element or ""
        if self.node.inner is None and name.startswith("="):
            task.internal_data["inner"] = course.called(task, name)
        inner = inner_of(task)
        if inner is None:
            raise LookupError(f"{self.node.key} has nothing inside")
        if self.node.type == "CallActivity":
            self._check_depth(task, course.plan)
            if "begins" not in task.internal_data:
                self._check_begins(course.plan, inner)
        course.open_scope(task, inner)
        return None

    def _check_depth(self, task: Task, plan: Plan) -> None:
        """Raise `SandboxError` when so many calls stand around this one that nothing else explains it."""
        depth, around = 0, task.parent
        while around.parent is not None:
            depth += "isolated" in around.internal_data
            around = around.parent
        if depth >= (patience.MOST_UNDOABLE_CALLS_DEEP if plan.compensates else patience.MOST_CALLS_DEEP):
            text = _(
                "“{label}” is a call within {depth} calls: the process calls itself without end. Give it a way that "
                "ends without another call."
            )
            raise SandboxError(text.format(label=self.node.element.label, depth=depth))

    def _check_begins(self, plan: Plan, inner: str) -> None:
        """Raise `SandboxError` when it cannot be said where a called process begins."""
        container = plan.containers[inner]
        begins = [key for key in container.starts if plan.nodes[key].type == "StartEvent"]
        if len(begins) > 1 or not container.starts:
            text = _("“{label}” calls “{name}”, which does not begin at one start event without a trigger.")
            raise SandboxError(text.format(label=self.node.element.label, name=container.process))

    def begins_with(self, task: Task, course: Course) -> tuple[str, ...]:
        """Return the nodes at which the inside begins."""
        return course.plan.containers[inner_of(task) or ""].starts


def valued(pairs: tuple[tuple[str, str], ...], task: Task, course: Course) -> dict[str, Any]:
    """Return the values of (FEEL, name) pairs, by name; each sees those before it."""
    seen = course.variables(task)
    values: dict[str, Any] = {}
    for source, target in pairs:
        values[target] = unknown_names.evaluate_given(source, {**seen, **values})
    return values


def localise(spec: Token, task: Task, course: Course) -> None:
    """Give the activity its mapped inputs as variables of its own."""
    element = spec.node.element
    if element.data_inputs:
        task.data.update(variables.moved(element.data_inputs, course.variables(task)))
    if element.properties or element.data_inputs or element.data_outputs:
        own = [move.target for move in element.data_inputs]
        own += [move.source for move in element.data_outputs if not move.is_computed]
        task.internal_data["declares"] = [*element.properties, *own]
    if element.inputs:
        values = {target: course.evaluate_given(task, source) for source, target in element.inputs}
        task.data.update(values)
    isolated = spec.node.type == "CallActivity"
    if isolated:
        task.internal_data["isolated"] = True
        if element.takes_all if element.takes_all is not None else not element.inputs:
            task.data = {**course.variables(task.parent), **task.data}
        task.internal_data["given"] = dict(task.data)
    elif element.inputs or element.outputs:
        task.internal_data["local"] = True
