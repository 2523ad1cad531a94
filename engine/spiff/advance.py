"""The run loop: one token at a time, until nothing can move without a person, a message or the clock.

Every public method takes a tree that rests, changes it, lets it run until it rests again, and leaves in `effects` what
is to be written in the same transaction.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import SandboxError
from engine.expressions import feel
from engine.spiff import awaiting, choose, throwing, variables
from engine.spiff.effects import Effects, Errand, Happening, Stuck, Withdrawn
from engine.spiff.settling import is_token, settle
from engine.spiff.specs import rounds
from engine.spiff.specs.activities import Activity
from processes.text import Message, _

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Node
    from engine.spiff.tree import Tree
    from processes import WorkingCalendar
    from processes.model.elements import EventDefinition

#: After so many tokens moved without anybody waiting, a model is taken to run in circles.
MOST_MOVES = 250_000
#: Nor may one go take longer: its transaction holds others up.
MOST_SECONDS = 120.0
_ACTIVE_WAITS = ("Timer", "Message", "Signal", "Conditional")


class Advance:
    """One run of one instance's tree, from rest to rest."""

    def __init__(
        self, tree: Tree, *, now: datetime, by: str | None = None, calendar: WorkingCalendar | None = None
    ) -> None:
        self.tree = tree
        self.specification = tree.specification
        self.plan = tree.specification.plan
        self.now = now
        self.by = by
        self.calendar = calendar
        self.effects = Effects()
        self._queue = deque(t for t in tree.tasks.values() if t.has_state(TaskState.READY))
        tree.course = self

    def begin(self, data: Mapping[str, Any], *, start: str | None = None) -> None:
        """Start the process, at its plain start events or at the one a message, signal or timer names."""
        root = self.tree.plant()
        root.data = dict(data)
        container = self.plan.containers[self.plan.root]
        for key in (start,) if start else container.starts:
            self.add(root, key, fired=True)
        self._listen(root, container.key)
        self.run()

    def complete(
        self, number: int, *, data: Mapping[str, Any] | None = None, note: Mapping[str, Any] | None = None
    ) -> None:
        """End the activity that waits as `number`; `note` is what the history keeps, the data when None."""
        self.finish(self.tree.task(number), data=data, note=note)
        self.run()

    def fire(self, number: int, *, data: Mapping[str, Any] | None = None, exhausted: bool = True) -> None:
        """Let the waiting event `number` happen; `exhausted` says that it will not happen again."""
        task = self.tree.task(number)
        if self.tree.is_alive(task):
            self.happen(task, dict(data or {}), exhausted=exhausted)
        self.run()

    def throw(self, number: int, code: str, *, data: Mapping[str, Any] | None = None) -> None:
        """Throw a BPMN error at the activity `number`."""
        self.throw_error(self.tree.task(number), code, data=data)
        self.run()

    def resolve(self, number: int, *, data: Mapping[str, Any]) -> None:
        """End an activity by hand, also one that is stuck."""
        task = self.tree.task(number)
        task.internal_data.pop("phase", None)
        task._set_state(TaskState.STARTED)
        if isinstance(task.task_spec, Activity):
            self.finish(task, data=data)
        else:
            self.assign(task, data)
            self.record(task, "completed", data=data)
            task.complete()
        self.run()

    def retry(self, number: int) -> None:
        """Try again what got stuck at `number`."""
        task = self.tree.task(number)
        phase = task.internal_data.pop("phase", "enter")
        self.effects.unstuck.append(number)
        if phase == "leave":
            task._set_state(TaskState.COMPLETED)
            self.depart(task)
        elif phase == "close":
            task._set_state(TaskState.STARTED)
            self._close(task)
        elif phase == "join":
            task._set_state(TaskState.STARTED)
        else:
            self._make_ready(task)
        self.run()

    def cancel(self) -> None:
        """Withdraw everything that is alive."""
        for child in self.tree.living(self.tree.root):
            self.interrupt(child)
        self._end("cancelled")

    def run(self) -> None:
        """Move tokens until the tree rests."""
        until = time.monotonic() + MOST_SECONDS
        while self._queue or settle(self):
            while self._queue:
                task = self._queue.popleft()
                if not self.tree.is_alive(task) or not task.has_state(TaskState.READY):
                    continue
                self.effects.visited += 1
                if self.effects.visited > MOST_MOVES or time.monotonic() > until:
                    # The others that are ready are found again when the instance is next taken in hand.
                    text = _("The model runs on without ever waiting: {moves} moves in one go.")
                    self.stick(task, text.format(moves=self.effects.visited))
                    return
                try:
                    task.run()
                except SandboxError as error:
                    self.stick(task, error.message)
                self.tree.keep_state(task)

    def variables(self, task: Task) -> dict[str, Any]:
        """Return what an expression at `task` sees."""
        return variables.visible(task)

    def assign(self, task: Task, changes: Mapping[str, Any]) -> None:
        """Write variables."""
        variables.assign(task, changes)

    def evaluate(self, task: Task, expression: str) -> Any:
        """Return the value of a FEEL expression at `task`."""
        return feel.evaluate(expression, self.variables(task))

    def record(self, task: Task, kind: str, *, data: Mapping[str, Any] | None = None) -> None:
        """Note for the history what happened at `task`."""
        element = task.task_spec.node.element
        self.effects.history.append(
            Happening(
                element=element.id,
                label=element.label,
                type=element.type,
                kind=kind,
                by=self.by,
                activity=str(task.id),
                data=dict(data or {}),
            )
        )

    def add(self, parent: Task, node: str, **internal: Any) -> Task:
        """Put a token at `node`."""
        task = self.tree.add(self.specification.spec(node), parent, TaskState.READY)
        task.internal_data.update(internal)
        self._queue.append(task)
        return task

    def siblings(self, task: Task) -> list[Task]:
        """Return what is alive in the scope of `task`, itself included."""
        return self.tree.living(task.parent)

    def consume(self, task: Task) -> None:
        """Take a token out without a trace."""
        self._withdraw(task, "completed")
        self.tree.remove(task)

    def _withdraw(self, task: Task, status: str) -> None:
        rows = task.task_spec.rows
        if rows:
            self.effects.withdrawn.append(Withdrawn(task=task.id, rows=rows, status=status))

    def queue_errand(self, task: Task, kind: str, payload: Mapping[str, Any]) -> None:
        """Put a job into the outbox."""
        element = task.task_spec.node.element.id
        self.effects.errands.append(Errand(kind=kind, task=task.id, element=element, payload=dict(payload)))

    def finish(
        self, task: Task, *, data: Mapping[str, Any] | None = None, note: Mapping[str, Any] | None = None
    ) -> None:
        """End an activity: its result becomes variables, its boundary events are disarmed, its token goes on."""
        if data:
            self.assign(task, data)
        if not task.internal_data.get("body"):
            self.record(task, "completed", data=note if note is not None else data)
        self._withdraw(task, "completed")
        self._close(task)

    def _close(self, task: Task) -> None:
        try:
            if not task.internal_data.get("body"):
                variables.hand_out(task)
            if "round" in task.internal_data:
                rounds.round_done(task.task_spec, task.parent, task, self)
                return
        except SandboxError as error:
            self.stick(task, error.message, phase="close")
            return
        self._disarm(task)
        task.complete()

    def depart(self, task: Task) -> None:
        """Move a finished token on, along the ways its element chooses."""
        try:
            arcs = choose.choose(task.task_spec.node, self.variables(task.parent))
        except SandboxError as error:
            self.stick(task, error.message, phase="leave")
            return
        parent = task.parent
        for arc in arcs:
            self.add(parent, arc.target, flow=arc.key)
        self.tree.remove(task)
        if not arcs:
            self._quiet(parent)

    def _quiet(self, scope: Task) -> None:
        """End a scope in which no token is left."""
        if any(is_token(child) for child in self.tree.living(scope)):
            return
        for listener in self.tree.living(scope):
            self.consume(listener)
        if scope.parent is None:
            self._end("completed")
        else:
            self.finish(scope)

    def _end(self, status: str) -> None:
        if self.effects.status is None:
            self.effects.status = status

    def open_scope(self, task: Task, container: str) -> None:
        """Start what is inside an activity."""
        begins = task.internal_data.get("begins")
        starts = (begins,) if begins else self.plan.containers[container].starts
        if not starts:
            self.finish(task)
            return
        for key in starts:
            self.add(task, key, fired=True)
        self._listen(task, container)

    def _listen(self, scope: Task, container: str) -> None:
        for key in self.plan.containers[container].event_subprocesses:
            inner = self.plan.containers[self.plan.nodes[key].inner or key]
            for start in inner.event_starts:
                definition = self.plan.nodes[start].element.event_definition
                if definition is not None and definition.type in _ACTIVE_WAITS:
                    self.add(scope, start, listens=key)

    def arm(self, task: Task) -> None:
        """Let the boundary events of an activity wait."""
        for key in task.task_spec.node.boundaries:
            definition = self.plan.nodes[key].element.event_definition
            if definition is not None and definition.type in _ACTIVE_WAITS:
                self.add(task.parent, key, host=task.id)

    def _disarm(self, task: Task) -> None:
        if task.task_spec.node.boundaries:
            for other in self.siblings(task):
                if other.internal_data.get("host") == task.id:
                    self.consume(other)

    def interrupt(self, task: Task) -> None:
        """Cancel an activity or token with everything inside it and its boundary events."""
        if not self.tree.is_alive(task):
            # A boundary event that has gone with its host, met again among the host's siblings.
            return
        for each in [*self.tree.below(task), task]:
            spec = each.task_spec
            waits = each.internal_data.get("waits") and not (
                each.internal_data.get("host") is not None or each.internal_data.get("listens")
            )
            if (each.internal_data.get("begun") and not each.internal_data.get("body")) or (
                waits and not isinstance(spec, Activity)
            ):
                self.record(each, "cancelled")
            self._withdraw(each, "cancelled")
        self._disarm(task)
        self.tree.remove(task)

    def wait_for(self, task: Task, definition: EventDefinition) -> None:
        """Let an event wait."""
        awaiting.wait_for(self, task, definition, calendar=self.calendar)

    def offer(self, task: Task) -> None:
        """Offer a work item."""
        awaiting.offer(self, task, calendar=self.calendar)

    def happen(self, task: Task, data: dict[str, Any], *, exhausted: bool) -> None:
        node: Node = task.task_spec.node
        internal = task.internal_data
        race = internal.pop("race", None)
        if race is not None:
            for other in self.siblings(task):
                if other is not task and other.internal_data.get("race") == race:
                    self.interrupt(other)
        if internal.get("listens"):
            self._handle(task.parent, self.plan.nodes[internal["listens"]], node, data)
            if exhausted and self.tree.is_alive(task):
                self.consume(task)
        elif internal.get("host") is not None:
            self._catch(self.tree.task(internal["host"]), node, data)
            if exhausted and self.tree.is_alive(task):
                self.consume(task)
        elif isinstance(task.task_spec, Activity):
            self.finish(task, data=data)
        else:
            self.assign(task, data)
            self.record(task, "completed", data=data)
            self._withdraw(task, "completed")
            task.complete()

    def _catch(self, host: Task, boundary: Node, data: dict[str, Any]) -> None:
        """Send a token out of a boundary event, and end its host when the event interrupts."""
        scope = host.parent
        self.assign(scope, data)
        self.add(scope, boundary.key, fired=True)
        if boundary.element.is_interrupting:
            self.interrupt(host)

    def _handle(self, scope: Task, subprocess: Node, start: Node, data: dict[str, Any]) -> None:
        """Run an event subprocess in `scope`, alone when its start interrupts."""
        self.assign(scope, data)
        if start.element.is_interrupting:
            for child in self.tree.living(scope):
                self.interrupt(child)
        self.add(scope, subprocess.key, begins=start.key)

    def throw_error(self, task: Task, code: str, *, data: Mapping[str, Any] | None = None) -> None:
        """Route an error to whoever catches it; nobody: the instance fails."""
        found = throwing.catcher(task, self.plan, "Error", code)
        if found is None:
            self.record(task, "failed", data={"errorCode": code})
            for child in self.tree.living(self.tree.root):
                self.interrupt(child)
            self._end("failed")
            return
        at, event, subprocess = found
        carried = throwing.payload(code, data)
        if task is at and task.internal_data.get("begun"):
            self.record(task, "failed", data={"errorCode": code})
            task.internal_data["begun"] = False
        if subprocess is not None:
            self._handle(at, subprocess, event, carried)
        else:
            self._catch(at, event, carried)

    def throw_escalation(self, task: Task, code: str) -> None:
        """Route an escalation to whoever catches it; nobody: it passes."""
        found = throwing.catcher(task, self.plan, "Escalation", code)
        if found is None:
            return
        at, event, subprocess = found
        if subprocess is not None:
            self._handle(at, subprocess, event, {})
        else:
            self._catch(at, event, {})

    def terminate(self, task: Task) -> None:
        """End the scope of `task` at once."""
        scope = task.parent
        for other in self.tree.living(scope):
            if other is not task:
                self.interrupt(other)
        self.consume(task)
        if scope.parent is None:
            self._end("terminated")
        else:
            self.finish(scope)

    def stick(self, task: Task, message: Message, *, phase: str = "enter") -> None:
        """Stop a token with an incident; it can be retried."""
        task._set_state(TaskState.ERROR)
        task.internal_data["phase"] = phase
        element = task.task_spec.node.element
        self.effects.stuck.append(
            Stuck(task=task.id, element=element.id, label=element.label, kind=phase, message=message)
        )
        self.record(task, "failed", data={"reason": str(message)})

    def _make_ready(self, task: Task) -> None:
        task._set_state(TaskState.READY)
        self._queue.append(task)
