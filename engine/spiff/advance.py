"""What a verb asks of an instance: to begin, to go on from something that happened, to be put right by hand.

Every method takes a tree that rests, changes it, lets it run until it rests again, and leaves in `effects` what is to
be written in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.run import Run
from engine.spiff.settling import is_token
from engine.spiff.specs.activities import Activity

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


class Advance(Run):
    """One run of one instance's tree, from rest to rest, for one reason."""

    def begin(self, data: Mapping[str, Any], *, start: str | None = None) -> None:
        """Start the process, at its plain start events or at the one a message, signal or timer names."""
        root = self.tree.plant()
        root.data = dict(data)
        container = self.plan.containers[self.plan.root]
        self.listen(root, container.key)
        if start:
            self._begin_race(root, start)
            self.add(root, start, fired=True)
        else:
            for key in container.starts:
                self.add(root, key)
        self.run()

    def _begin_race(self, root: Task, start: str) -> None:
        """Record the event-based gateway that begins the process, if one does; it may let its other events wait too."""
        for flow in self.plan.nodes[start].incoming:
            gateway = self.plan.nodes[self.plan.arcs[flow][0]]
            if not (gateway.type == "EventBasedGateway" and gateway.element.instantiate):
                continue
            self.record_node(root, gateway, "completed")
            for arc in gateway.arcs if gateway.element.starts_all else ():
                if arc.target != start:
                    self.add(root, arc.target, flow=arc.key)

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
            self.close(task)
        elif phase == "join":
            task._set_state(TaskState.STARTED)
        elif phase == "empty":
            task._set_state(TaskState.STARTED)
            self.quiet(task)
        else:
            self.try_again(task)
        self.run()

    def move(self, tokens: Sequence[Task], scope: Task, key: str) -> None:
        """Withdraw `tokens` and put one at `key` in `scope`; what is left empty between them is withdrawn too."""
        for token in tokens:
            self.effects.unstuck.append(token.id)
            self.interrupt(token)
            emptied = token.parent
            while emptied is not scope and not any(is_token(t) for t in self.tree.living(emptied)):
                self.interrupt(emptied)
                emptied = emptied.parent
        self.add(scope, key)
        self.run()

    def restart(self, key: str) -> None:
        """Withdraw everything that is alive and put one token at `key`, in the process itself."""
        root = self.tree.root
        for child in self.tree.living(root):
            self.interrupt(child)
        self.listen(root, self.plan.root)
        self.add(root, key)
        self.run()

    def cancel(self) -> None:
        """Withdraw everything that is alive."""
        for child in self.tree.living(self.tree.root):
            self.interrupt(child)
        self.end("cancelled")
