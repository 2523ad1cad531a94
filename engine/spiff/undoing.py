"""Compensation: what has been completed is undone, the last thing first.

Each scope keeps a log of what has completed in it and can be undone: an activity with a handler on its border, a round
of a repeated one, a subprocess with such things inside or with an event subprocess for it.  An entry holds what the
activity knew and wrote, so that its handler sees those values however the case has changed since.

Whoever asks for it (a throwing event, a cancelled transaction, a subprocess that is undone from outside) takes the
entries it means out of the log and undoes them one after another; the handlers are ordinary tokens of the scope they
were drawn in.

Source: BPMN 2.0.2, 10.7 (compensation), 13.5.5 (its execution).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from SpiffWorkflow.util.task import TaskState

from engine.spiff.specs.token import Course, inner_of

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification
    from engine.spiff.tree import Tree
    from processes.model.elements import EventDefinition

Entry = dict[str, Any]


class Undoing(Course, Protocol):
    """What is asked of the run while something is undone."""

    tree: Tree
    specification: Specification

    def quiet(self, scope: Task) -> None: ...
    def leave_cancelled(self, transaction: Task) -> None: ...


def completed(course: Undoing, task: Task) -> list[Entry]:
    """Return what the log of its scope gains when `task` completes."""
    if not course.plan.compensates or "undoes" in task.internal_data:
        return []
    log: list[Entry] = task.internal_data.get("log", [])
    if task.internal_data.get("body"):
        return log
    node = task.task_spec.node
    if node.undone_by:
        return [{"node": node.key, "data": {**task.data, **task.internal_data.get("wrote", {})}}]
    inner = inner_of(task)
    container = course.plan.containers.get(inner) if inner else None
    if container is None:
        return []
    entry: Entry = {"node": node.key, "log": log} | ({"inner": inner} if inner != node.inner else {})
    if container.undone_by:
        return [entry | {"data": course.variables(task)}]
    return [entry | {"data": dict(task.data)}] if log else []


def keep(task: Task, entries: list[Entry]) -> None:
    """Write entries into the log of the scope of `task`."""
    if entries:
        task.parent.internal_data.setdefault("log", []).extend(entries)


def compensate(course: Undoing, task: Task, definition: EventDefinition) -> bool:
    """Undo what a throwing event means; True when there is nothing to wait for.

    Inside an event subprocess what its parent has completed is meant too.
    """
    undo: list[tuple[int, Entry]] = []
    scope = task.parent
    while True:
        undo = [(scope.id, entry) for entry in _taken(course, scope, definition.reference)] + undo
        if scope.parent is None or not scope.task_spec.node.element.is_event_subprocess:
            break
        scope = scope.parent
    if not undo:
        return True
    asks = task
    if not definition.waits:
        # Somebody has to see to it while the token goes on.
        asks = course.tree.add(task.task_spec, task.parent, TaskState.STARTED)
        asks.internal_data["beside"] = True
    else:
        course.record(task, "started")
    asks.internal_data["undo"] = undo
    go_on(course, asks)
    return not definition.waits


def cancel(course: Undoing, transaction: Task) -> None:
    """Undo everything that has completed inside a transaction whose tokens are about to go, then leave it."""
    undo = [(transaction.id, entry) for entry in _collected(course, transaction)]
    for child in course.tree.living(transaction):
        course.interrupt(child)
    transaction.internal_data.update(undo=undo, cancels=True)
    go_on(course, transaction)


def go_on(course: Undoing, asks: Task) -> None:
    """Undo the next thing somebody asked for; with nothing left, let them go on."""
    undo = asks.internal_data["undo"]
    if not undo:
        _done(course, asks)
        return
    scope_id, entry = undo.pop()
    _undo(course, course.tree.task(scope_id), entry, asks)


def _taken(course: Undoing, scope: Task, reference: str | None) -> list[Entry]:
    log: list[Entry] = scope.internal_data.get("log", [])
    meant = [e for e in log if reference in (None, course.plan.nodes[e["node"]].element.id)]
    if meant:
        scope.internal_data["log"] = [e for e in log if e not in meant]
    return meant


def _collected(course: Undoing, scope: Task) -> list[Entry]:
    """Return the log of a scope, with what has completed in the subprocesses still running in it."""
    found: list[Entry] = list(scope.internal_data.get("log", ()))
    for child in course.tree.living(scope):
        inner = _collected(course, child)
        node = child.task_spec.node
        if child.internal_data.get("body") or node.undone_by:
            # It has not completed, so it is not undone as a whole.
            found.extend(inner)
        elif inner:
            found.append({"node": node.key, "data": dict(child.data), "log": inner})
    return found


def _undo(course: Undoing, scope: Task, entry: Entry, asks: Task) -> None:
    node = course.plan.nodes[entry["node"]]
    data = dict(entry["data"])
    if node.undone_by:
        handler = course.add(scope, node.undone_by, undoes=asks.id, snapshot=sorted(data))
        handler.data = data
        return
    # The subprocess is over: it is set up again around what is undone in it, with the values it had.
    again = course.tree.add(course.specification.spec(node.key), scope, TaskState.STARTED)
    again.internal_data.update(undoes=asks.id, again=True, snapshot=sorted(data))
    again.data = data
    if node.type == "CallActivity":
        again.internal_data.update(isolated=True, given=dict(data))
    if "inner" in entry:
        again.internal_data["inner"] = entry["inner"]
    undone_by = course.plan.containers[inner_of(again) or ""].undone_by
    if undone_by:
        again.internal_data["log"] = entry["log"]
        inner = course.plan.containers[course.plan.nodes[undone_by].inner or undone_by]
        course.add(again, undone_by, begins=inner.event_starts[0])
        return
    again.internal_data["undo"] = [(again.id, each) for each in entry["log"]]
    go_on(course, again)


def _done(course: Undoing, asks: Task) -> None:
    internal = asks.internal_data
    internal.pop("undo", None)
    if internal.get("cancels"):
        course.leave_cancelled(asks)
    elif internal.get("again"):
        course.quiet(asks)
    elif internal.get("beside"):
        scope = asks.parent
        course.consume(asks)
        course.quiet(scope)
    else:
        course.record(asks, "completed")
        asks.complete()


def over(course: Undoing, task: Task) -> None:
    """Take out a handler (or a subprocess that was set up again) that is done, and let who asked for it go on."""
    asks = course.tree.tasks.get(task.internal_data["undoes"])
    scope = task.parent
    if task.internal_data.get("again") and task.internal_data.get("isolated"):
        given = task.internal_data["given"]
        course.assign(scope, {k: v for k, v in task.data.items() if k not in given or given[k] != v})
    course.consume(task)
    if asks is not None and course.tree.is_alive(asks):
        go_on(course, asks)
    else:
        course.quiet(scope)
