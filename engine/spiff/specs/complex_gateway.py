"""The complex gateway: it opens when its activation condition holds, and then lets the late ones in.

The condition sees the variables, `activationCount` (on how many of its incoming flows a token waits) and, where an id
is a FEEL name, each incoming flow's id with the number of tokens on it.  When it holds, one token of each such flow is
taken and the ways out are chosen as behind an inclusive gateway, with `waitingForStart` true.  Then it waits for a
token on each other incoming flow that one can still reach, takes them, and chooses again with `waitingForStart` false:
now only flows whose condition asks for it are taken.  After that it begins anew.

Source: BPMN 2.0.2, 13.4.5 (complex gateway).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import SandboxError
from engine.expressions import feel
from engine.spiff import choose
from engine.spiff.specs.token import Token
from processes.text import _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course


class ComplexGateway(Token):
    """A complex gateway with several ways in."""

    def enter(self, task: Task, course: Course) -> bool | None:
        late = self._late(task, course)
        flow = task.internal_data["flow"]
        if late is not None:
            if flow not in late.internal_data["late"]:
                # A token of the next time: the gateway has to be done with this one first.
                task.internal_data["joins"] = True
                return None
            late.internal_data["late"].remove(flow)
            course.consume(task)
            if not late.internal_data["late"]:
                self.begin_anew(late, course)
            return None
        return self._open(task, course)

    def _late(self, task: Task, course: Course) -> Task | None:
        return next(
            (t for t in course.siblings(task) if t.task_spec is self and "late" in t.internal_data), None
        )

    def _open(self, task: Task, course: Course) -> bool | None:
        waiting: dict[str, list[Task]] = {flow: [] for flow in self.node.incoming}
        for other in course.siblings(task):
            if other.task_spec is self and (other is task or other.internal_data.get("joins")):
                waiting[other.internal_data["flow"]].append(other)
        counts = {flow: len(tokens) for flow, tokens in waiting.items()}
        condition = self.node.element.activation_condition or "false"
        given = {"activationCount": sum(count > 0 for count in counts.values()), "waitingForStart": True}
        holds = feel.evaluate(condition, {**course.variables(task), **counts, **given})
        if not isinstance(holds, bool):
            raise SandboxError(
                _("The activation condition “{text}” of “{label}” is neither true nor false.").format(
                    text=condition, label=self.node.element.label
                )
            )
        if not holds:
            task.internal_data["joins"] = True
            return None
        for flow, tokens in waiting.items():
            if tokens and flow != task.internal_data["flow"]:
                course.consume(tokens[0])
        late = [flow for flow, tokens in waiting.items() if not tokens]
        if late:
            course.mark(task.parent, self.node.key, late=late)
        course.record(task, "completed")
        return True

    def begin_anew(self, late: Task, course: Course) -> None:
        """Let the last tokens of this time go on, where a flow asks for it, and those of the next time in."""
        variables = {**course.variables(late.parent), "waitingForStart": False}
        arcs = choose.reopened(self.node, variables)
        waiting = [t for t in course.siblings(late) if t.task_spec is self and t.internal_data.get("joins")]
        course.take(late, arcs)
        for token in waiting:
            course.try_again(token)
