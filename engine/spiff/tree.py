"""The live tree: the guest's workflow, kept as small as what is alive.

Tokens are direct children of their scope's task and numbered by the tree, so that a run is the same run wherever it is
repeated.  With `keeps` on, finished tasks stay in the tree (as the guest would have it): nothing but the size may
change, and a differential test holds the two against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.spiff.asleep import Sleepers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.spiff.build import Specification
    from engine.spiff.specs.token import Course, Token


class LiveTask(Task):
    """A task that is made and changes its state in silence: the guest gathers facts for log lines nobody reads."""

    def __init__(self, tree: Tree, spec: Token, parent: Task | None, *, state: int, number: int) -> None:
        # All that the guest's own would set: it also makes an identity and asks the clock, which a verb does often.
        self.id = number
        self.workflow = tree
        self.task_spec = spec
        self._parent = None if parent is None else parent.id
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0.0
        tree.tasks[number] = self
        if parent is not None:
            parent._children.append(number)

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def children(self) -> list[Task]:
        """The tasks below this one; those that sleep are woken."""
        tree = self.workflow
        if tree.sleepers.parts and "body" in self.internal_data:
            tree.sleepers.wake_in(tree, self.id)
        return [tree.tasks[number] for number in self._children]


class Tree(Workflow):
    """The tasks of one instance."""

    course: Course

    def __init__(self, specification: Specification, *, keeps: bool = False) -> None:
        super().__init__(specification, deserializing=True)
        self.specification = specification
        self.next_id = 1  # the guest takes 0 for “no id”
        self.keeps = keeps
        self.task_tree: Task | None = None
        self.sleepers = Sleepers()
        #: What stands of the instance in the search, None when nobody has looked.
        self.searched: frozenset[tuple[str, str]] | None = None
        self._gone: dict[int, int] = {}

    @property
    def root(self) -> Task:
        """The task of the process itself; its data are the process's variables."""
        if self.task_tree is None:
            raise LookupError("Nothing has been planted yet.")
        return self.task_tree

    def add(self, spec: Token, parent: Task | None, state: int, *, number: int | None = None) -> Task:
        """Add a task for `spec` below `parent`."""
        if number is None:
            number = self.next_id
        self.next_id = max(self.next_id, number + 1)
        task = LiveTask(self, spec, parent, state=state, number=number)
        if parent is None:
            self.task_tree = task
        return task

    def task(self, number: int) -> Task:
        """Return the task with this number."""
        found: Task = self.tasks[number]
        return found

    def plant(self) -> Task:
        """Add the root: the process itself, whose data are the process's variables."""
        root = self.add(self.specification.start, None, TaskState.STARTED)
        root.internal_data["isolated"] = True
        return root

    def remove(self, task: Task) -> None:
        """Take a task, and what hangs below it, out of the tree (or, when it `keeps`, only out of play)."""
        if self.keeps:
            for child in list(self.below(task)):
                child._set_state(TaskState.CANCELLED)
                self._gone[child.id] = child.state
            if not task.has_state(TaskState.COMPLETED):
                task._set_state(TaskState.CANCELLED)
            self._gone[task.id] = task.state
            return
        if task.parent is not None:
            task.parent._children.remove(task.id)
        doomed = [task]
        for each in doomed:
            doomed.extend(each.children)
        for each in doomed:
            self.tasks.pop(each.id, None)
            # Whoever is still at one of them finds nothing below it.
            each._children.clear()

    def keep_state(self, task: Task) -> None:
        """Undo what the guest writes behind a run.

        It calls every task *started* whose run is not over at once, also one that has meanwhile gone or got stuck.
        """
        if task.id in self._gone:
            task._set_state(self._gone[task.id])
        elif "phase" in task.internal_data and self.is_alive(task):
            task._set_state(TaskState.ERROR)

    def is_alive(self, task: Task) -> bool:
        """Whether the task is still in play."""
        return self.tasks.get(task.id) is task and not task.has_state(
            TaskState.COMPLETED | TaskState.CANCELLED
        )

    def living(self, task: Task) -> list[Task]:
        """Return the children of `task` that are in play, oldest first."""
        return [c for c in task.children if not c.has_state(TaskState.COMPLETED | TaskState.CANCELLED)]

    def below(self, task: Task) -> Iterator[Task]:
        """Yield what is in play below `task`, innermost first."""
        # No recursion: calls within calls may lie deeper than Python's own.
        inside: list[tuple[Task | None, Iterator[Task]]] = [(None, iter(self.living(task)))]
        while inside:
            around, members = inside[-1]
            member = next(members, None)
            if member is not None:
                inside.append((member, iter(self.living(member))))
                continue
            inside.pop()
            if around is not None:
                yield around

    def _task_completed_notify(self, task: Any) -> None:
        """Do nothing: the guest would look at every waiting task, and end at a spec called “End”."""
