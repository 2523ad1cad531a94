"""Events that happen: what was waited for comes, what was thrown is caught.

A boundary event sends a token out, and ends its activity when it interrupts.  An event subprocess runs in its scope,
alone when its start interrupts.  Who catches an error or escalation is found by `engine.spiff.throwing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from engine.spiff import awaiting, choose, throwing, undoing
from engine.spiff.specs.activities import Activity
from engine.spiff.undoing import Undoing

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Node
    from processes.model.elements import EventDefinition


class Happening(Undoing, Protocol):
    """What is asked of the run when an event happens."""

    def withdraw(self, task: Task, status: str) -> None: ...
    def end(self, status: str) -> None: ...


def happen(course: Happening, task: Task, data: dict[str, Any], *, exhausted: bool) -> None:
    """Let a waiting event happen; `exhausted` says that it will not happen again."""
    node: Node = task.task_spec.node
    internal = task.internal_data
    if "trigger" in internal:
        _happen_in_part(course, task, data, exhausted=exhausted)
        return
    race = internal.pop("race", None)
    if race is not None:
        for other in course.siblings(task):
            if other is not task and other.internal_data.get("race") == race:
                course.interrupt(other)
    if internal.get("listens"):
        _handle(course, task.parent, course.plan.nodes[internal["listens"]], node, data)
    elif internal.get("host") is not None:
        _catch(course, course.tree.task(internal["host"]), node, data)
    elif isinstance(task.task_spec, Activity):
        course.finish(task, data=data)
        return
    else:
        _go_on(course, task, data, rings=race is None and not exhausted and bool(internal.get("rings")))
        return
    if exhausted and course.tree.is_alive(task):
        course.consume(task)


def _go_on(course: Happening, task: Task, data: dict[str, Any], *, rings: bool) -> None:
    """Send the token of an intermediate event on; a timer that rings several times sends one each time."""
    course.assign(task, data)
    course.record(task, "completed", data=data)
    if rings:
        for arc in choose.choose(
            task.task_spec.node, course.variables(task.parent), declared=course.plan.declared
        ):
            course.add(task.parent, arc.target, flow=arc.key)
        return
    for each in (*course.tree.below(task), task):
        course.withdraw(each, "completed")
    task.complete()


def _happen_in_part(course: Happening, task: Task, data: dict[str, Any], *, exhausted: bool) -> None:
    """Let one of several triggers of an event happen: the event happens with it, or with the last of them."""
    event = task.parent
    element = event.task_spec.node.element
    if not element.parallel_multiple:
        if exhausted:
            course.consume(task)
        happen(course, event, data, exhausted=not course.tree.living(event))
        return
    course.assign(event, data)
    came = event.internal_data.setdefault("came", [])
    came.append(task.internal_data["trigger"])
    course.consume(task)
    if len(came) < len(element.event_definitions):
        return
    event.internal_data["came"] = []
    happen(course, event, {}, exhausted=False)
    if course.tree.is_alive(event):
        awaiting.arm_each(course, event)


def _catch(course: Happening, host: Task, boundary: Node, data: dict[str, Any]) -> None:
    """Send a token out of a boundary event, and end its host when the event interrupts."""
    scope = host.parent
    course.assign(scope, data)
    course.add(scope, boundary.key, fired=True)
    if boundary.element.is_interrupting:
        course.interrupt(host)
        asks = course.tree.tasks.get(host.internal_data.get("undoes"))
        if asks is not None and course.tree.is_alive(asks):
            undoing.go_on(course, asks)


def _handle(course: Happening, scope: Task, subprocess: Node, start: Node, data: dict[str, Any]) -> None:
    """Run an event subprocess in `scope`, alone when its start interrupts."""
    course.assign(scope, data)
    if start.element.is_interrupting:
        for child in course.tree.living(scope):
            course.interrupt(child)
    course.add(scope, subprocess.key, begins=start.key)


def error(course: Happening, task: Task, code: str, *, data: Mapping[str, Any] | None = None) -> None:
    """Route an error to whoever catches it; nobody: the instance fails."""
    found = throwing.catcher(task, course.plan, "Error", code)
    if found is None:
        course.record(task, "failed", data={"errorCode": code})
        for child in course.tree.living(course.tree.root):
            course.interrupt(child)
        course.end("failed")
        return
    at, event, subprocess = found
    carried = throwing.payload(code, data)
    if task is at and task.internal_data.get("begun"):
        course.record(task, "failed", data={"errorCode": code})
        task.internal_data["begun"] = False
    if subprocess is not None:
        _handle(course, at, subprocess, event, carried)
    else:
        _catch(course, at, event, carried)


def escalation(course: Happening, task: Task, code: str) -> None:
    """Route an escalation to whoever catches it; nobody: it passes."""
    found = throwing.catcher(task, course.plan, "Escalation", code)
    if found is None:
        return
    at, event, subprocess = found
    if subprocess is not None:
        _handle(course, at, subprocess, event, {})
    else:
        _catch(course, at, event, {})


def signal(course: Happening, task: Task, name: str, data: Mapping[str, Any]) -> None:
    """Let everybody hear a signal: who waits in this instance at once, the others after the transaction."""
    _tell(course, task, name, data, besides=frozenset())


def from_round(course: Happening, body: Task, definition: EventDefinition) -> bool:
    """Throw what a round of `body` throws when it is done; whether the rounds that are left are to end."""
    caught = throwing.caught_by_rounds(body, course.plan, definition)
    for boundary in caught:
        course.add(body.parent, boundary.key, fired=True)
    name = definition.name or definition.reference or ""
    if definition.type == "Signal":
        _tell(course, body, name, {}, besides=frozenset(boundary.key for boundary in caught))
    elif definition.type == "Escalation" and not caught:
        escalation(course, body, definition.code or name)
    many = body.task_spec.node.element.multi_instance
    is_complex = many is not None and many.behavior == "Complex"
    return is_complex and any(boundary.element.is_interrupting for boundary in caught)


def _tell(
    course: Happening, task: Task, name: str, data: Mapping[str, Any], *, besides: frozenset[str]
) -> None:
    """Tell who waits for a signal by its name, or for any signal at all; not again at the nodes `besides`."""
    course.queue_errand(task, "deliver_signal", {"name": name, "data": dict(data), "heard_here": True})
    heard = [t for t in course.tree.tasks.values() if t.internal_data.get("signal") in (name, "")]
    for listener in [t for t in heard if course.tree.is_alive(t)]:
        if course.tree.is_alive(listener) and listener.task_spec.node.key not in besides:
            happen(course, listener, dict(data), exhausted=False)
