"""The run loop and what a spec may ask of it: one token at a time, until only a person, a message or the clock helps.

What is to be written in the same transaction is left in `effects`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import SandboxError
from engine.expressions import feel, unknown_names
from engine.spiff import awaiting, choose, ending, happening, undoing, variables
from engine.spiff.effects import Effects, Errand, Happening, Stuck, Withdrawn
from engine.spiff.patience import Patience
from engine.spiff.settling import conditions_moved, settle
from engine.spiff.specs import rounds
from engine.spiff.specs.activities import Activity
from processes.text import Message, _

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Arc, Node
    from engine.spiff.tree import Tree
    from processes import WorkingCalendar
    from processes.model.elements import EventDefinition


class Run:
    """One run of one instance's tree, from rest to rest."""

    def __init__(
        self, tree: Tree, *, now: datetime, by: str | None = None, calendar: WorkingCalendar | None = None
    ) -> None:
        self.tree = tree
        self.specification = tree.specification
        self.plan = tree.specification.plan
        self.now = now
        self.by = by
        #: Who started the case.
        self.starter = by
        self.calendar = calendar
        self.effects = Effects()
        #: Finds what a computed call means: the definition and its container.
        self.find_called: Callable[[str], tuple[str, str] | None] = lambda _name: None
        self.stirred = tree.specification.plan.conditionals
        self._queue: deque[Task] = deque()
        self._last: deque[Task] = deque()
        #: Scopes that may have come to their end, while one after the other is looked at.
        self.quieted: list[Task] = []
        for task in tree.tasks.values():
            if task.has_state(TaskState.READY):
                self._push(task)
        tree.course = self

    def run(self) -> None:
        """Move tokens until the tree rests."""
        patience = Patience()
        if self.stirred and self.plan.conditionals:
            conditions_moved(self)
        while self._queue or self._last or settle(self):
            while self._queue or self._last:
                task = (self._queue or self._last).popleft()
                if not self.tree.is_alive(task) or not task.has_state(TaskState.READY):
                    continue
                self.effects.visited += 1
                if patience.is_over(self.effects.visited):
                    # The others that are ready are found again when the instance is next taken in hand.
                    text = _("The model runs on without ever waiting: {moves} moves in one go.")
                    self.stick(task, text.format(moves=self.effects.visited))
                    return
                try:
                    task.run()
                except SandboxError as error:
                    self.stick(task, error.message)
                self.tree.keep_state(task)
                if self.stirred and self.plan.conditionals:
                    conditions_moved(self)

    def _push(self, task: Task) -> None:
        (self._last if task.task_spec.comes_last else self._queue).append(task)

    def variables(self, task: Task) -> dict[str, Any]:
        """Return what an expression at `task` sees."""
        return variables.visible(task)

    def assign(self, task: Task, changes: Mapping[str, Any]) -> None:
        """Write variables."""
        variables.assign(task, changes)
        self.stirred = True

    def evaluate(self, task: Task, expression: str) -> Any:
        """Return the value of a FEEL expression at `task`."""
        return feel.evaluate(expression, self.variables(task))

    def evaluate_given(self, task: Task, expression: str) -> Any:
        """Return the value of a FEEL expression at `task` that is kept or sent: what nobody set is no null."""
        return unknown_names.evaluate_given(expression, self.variables(task))

    def record(self, task: Task, kind: str, *, data: Mapping[str, Any] | None = None) -> None:
        """Note for the history what happened at `task`."""
        self.record_node(task, task.task_spec.node, kind, data=data)

    def record_node(
        self, task: Task, node: Node, kind: str, *, data: Mapping[str, Any] | None = None
    ) -> None:
        """Note for the history what happened at a node other than the task's own."""
        element = node.element
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
        self._push(task)
        return task

    def mark(self, parent: Task, node: str, **internal: Any) -> Task:
        """Keep something at `node` that is no token."""
        task = self.tree.add(self.specification.spec(node), parent, TaskState.STARTED)
        task.internal_data.update(internal)
        return task

    def inside(self, task: Task) -> list[Task]:
        """Return what is alive directly inside `task`."""
        return self.tree.living(task)

    def siblings(self, task: Task) -> list[Task]:
        """Return what is alive in the scope of `task`, itself included."""
        return self.tree.living(task.parent)

    def consume(self, task: Task) -> None:
        """Take a token out without a trace."""
        for each in self.tree.below(task):
            self.withdraw(each, "completed")
        self.withdraw(task, "completed")
        self.tree.remove(task)

    def withdraw(self, task: Task, status: str) -> None:
        """Take back what the store keeps for a waiting token."""
        rows = task.task_spec.rows
        if rows:
            step = task.task_spec.node.element.step
            limited = step is not None and step.limit is not None
            self.effects.withdrawn.append(
                Withdrawn(task=task.id, rows=rows, status=status, has_limit=limited)
            )
        if task.internal_data.pop("unaddressed", False):
            self.effects.unstuck.append(task.id)

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
            if task.task_spec.node.undone_by and self.plan.compensates:
                task.internal_data["wrote"] = dict(data)
        if not task.internal_data.get("body"):
            self.record(task, "completed", data=note if note is not None else data)
        self.withdraw(task, "completed")
        self.close(task)

    def close(self, task: Task) -> None:
        """Let an activity whose work is done hand out its variables and go on."""
        entries = undoing.completed(self, task)
        try:
            if not task.internal_data.get("body"):
                variables.hand_out(task)
                self.stirred = True
            if "round" in task.internal_data:
                undoing.keep(task, entries)
                rounds.round_done(task.task_spec, task.parent, task, self)
                return
        except SandboxError as error:
            self.stick(task, error.message, phase="close")
            return
        undoing.keep(task, entries)
        self.disarm(task)
        task.complete()

    def depart(self, task: Task) -> None:
        """Move a finished token on, along the ways its element chooses."""
        if "undoes" in task.internal_data:
            undoing.over(self, task)
            return
        node = task.task_spec.node
        seen = self.variables(task.parent)
        if node.type == "ComplexGateway":
            seen["waitingForStart"] = True
        try:
            arcs = choose.choose(node, seen, declared=self.plan.declared)
        except SandboxError as error:
            self.stick(task, error.message, phase="leave")
            return
        self.take(task, [arc for arc in arcs for _each in range(node.element.completion_quantity)])

    def take(self, task: Task, arcs: Iterable[Arc]) -> None:
        """Put a token on each of these ways, and take the one at `task` out."""
        parent, came_from, moved = task.parent, task.task_spec.node.key, False
        for arc in arcs:
            self.add(parent, arc.target, flow=arc.key)
            moved = True
        self.tree.remove(task)
        if parent.parent is not None:
            try:
                parent.task_spec.departed(parent, self, came_from)
            except SandboxError as error:
                self.stick(parent, error.message, phase="empty")
                return
        if not moved or parent.internal_data.get("closing"):
            self.quiet(parent)

    def quiet(self, scope: Task) -> None:
        """End a scope in which no token is left, and then those around it that wait for nothing else."""
        ending.quiet(self, scope)

    def end(self, status: str) -> None:
        """End the instance, unless it has ended already."""
        if self.effects.status is None:
            self.effects.status = status

    def called(self, task: Task, expression: str) -> str:
        """Return the container of the process that a computed call means now; the instance stays with that version."""
        label = task.task_spec.node.element.label
        name = unknown_names.evaluate_given(
            expression, {**self.variables(task.parent), **self.variables(task)}
        )
        found = self.find_called(name) if isinstance(name, str) else None
        if found is None:
            raise SandboxError(
                _("“{label}” calls “{name}”, which is not deployed.").format(label=label, name=name)
            )
        definition, container = found
        kept = self.tree.root.internal_data.setdefault("called", [])
        if definition not in kept:
            kept.append(definition)
        self.plan = self.specification.plan
        return container

    def open_scope(self, task: Task, container: str) -> None:
        """Start what is inside an activity."""
        begins = task.internal_data.get("begins")
        starts = (begins,) if begins else task.task_spec.begins_with(task, self)
        if not starts:
            self.finish(task)
            return
        self.listen(task, container)
        for key in starts:
            self.add(task, key)

    def listen(self, scope: Task, container: str) -> None:
        """Let the event subprocesses of a container wait for their triggers."""
        for key in self.plan.containers[container].event_subprocesses:
            inner = self.plan.containers[self.plan.nodes[key].inner or key]
            for start in inner.event_starts:
                if self._waits(start):
                    self.add(scope, start, listens=key)

    def _waits(self, node: str) -> bool:
        return any(d.type in awaiting.ACTIVE for d in self.plan.nodes[node].element.event_definitions)

    def arm(self, task: Task) -> None:
        """Let the boundary events of an activity wait."""
        for key in task.task_spec.node.boundaries:
            if self._waits(key):
                self.add(task.parent, key, host=task.id)

    def disarm(self, task: Task) -> None:
        """Take away the boundary events of an activity."""
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
                each.internal_data.get("host") is not None
                or each.internal_data.get("listens")
                or "trigger" in each.internal_data
            )
            if (each.internal_data.get("begun") and not each.internal_data.get("body")) or (
                waits and not isinstance(spec, Activity)
            ):
                self.record(each, "cancelled")
            self.withdraw(each, "cancelled")
            if each.has_state(TaskState.ERROR) or each.task_spec.rows == "job":
                # What got stuck here is nobody's worry any more.
                self.effects.unstuck.append(each.id)
        self.disarm(task)
        self.tree.remove(task)

    def wait_for(self, task: Task, definition: EventDefinition) -> None:
        """Let an event wait."""
        awaiting.wait_for(self, task, definition, calendar=self.calendar)

    def await_triggers(self, task: Task) -> None:
        """Let an event wait for its trigger, or for its several triggers."""
        awaiting.await_triggers(self, task)

    def offer(self, task: Task) -> None:
        """Offer a work item."""
        awaiting.offer(self, task, calendar=self.calendar)

    def happen(self, task: Task, data: dict[str, Any], *, exhausted: bool) -> None:
        """Let a waiting event happen; `exhausted` says that it will not happen again."""
        happening.happen(self, task, data, exhausted=exhausted)

    def throw_error(self, task: Task, code: str, *, data: Mapping[str, Any] | None = None) -> None:
        """Route an error to whoever catches it; nobody: the instance fails."""
        happening.error(self, task, code, data=data)

    def throw_escalation(self, task: Task, code: str) -> None:
        """Route an escalation to whoever catches it; nobody: it passes."""
        happening.escalation(self, task, code)

    def throw_signal(self, task: Task, name: str, data: Mapping[str, Any]) -> None:
        """Let everybody hear a signal: who waits in this instance at once, the others after the transaction."""
        happening.signal(self, task, name, data)

    def throw_from_round(self, body: Task, definition: EventDefinition) -> bool:
        """Throw what a round of `body` throws when it is done; whether the rounds that are left are to end."""
        return happening.from_round(self, body, definition)

    def compensate(self, task: Task, definition: EventDefinition) -> bool:
        """Undo what a throwing event means; True when there is nothing to wait for."""
        return undoing.compensate(self, task, definition)

    def cancel_transaction(self, task: Task) -> None:
        """Cancel the transaction around `task`: undo what is completed in it, and leave by its cancel event."""
        transaction = task.parent
        while transaction.task_spec.node.type != "Transaction":
            transaction = transaction.parent
        self.disarm(transaction)
        undoing.cancel(self, transaction)

    def leave_cancelled(self, transaction: Task) -> None:
        """Leave a transaction in which everything is undone."""
        ending.leave_cancelled(self, transaction)

    def terminate(self, task: Task) -> None:
        """End the scope of `task` at once."""
        ending.terminate(self, task)

    def stick(self, task: Task, message: Message, *, phase: str = "enter") -> None:
        """Stop a token with an incident; it can be retried."""
        task._set_state(TaskState.ERROR)
        task.internal_data["phase"] = phase
        element = task.task_spec.node.element
        self.effects.stuck.append(
            Stuck(task=task.id, element=element.id, label=element.label, kind=phase, message=message)
        )
        self.record(task, "failed", data={"reason": str(message)})

    def try_again(self, task: Task) -> None:
        """Let a waiting token enter its element anew."""
        task._set_state(TaskState.READY)
        self._push(task)
