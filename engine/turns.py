"""One after the other: in a sequential ad-hoc subprocess nobody takes a second thing up while a first is being done.

All are offered, because who does them chooses; what somebody holds is being done, and so is whatever needs nobody.

Source: BPMN 2.0.2, 10.3.5 and 13.3.5 (ordering).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import WrongState
from engine.spiff.specs.activities import Activity
from engine.store import work_items
from processes.text import _

if TYPE_CHECKING:
    from engine.live import Live
    from engine.store import Unit


def check(unit: Unit, live: Live, number: int) -> None:
    """Raise `WrongState`, naming what is being done, when the work item of token `number` has to wait for its turn."""
    within: Any = live.tree.task(number)
    claimed: set[int] | None = None
    while within.parent is not None:
        scope = within.parent
        # Rounds of a repeated subprocess stand beside one another in its body, whatever is the order inside each.
        is_round = "round" in within.internal_data
        if scope.parent is not None and not is_round and scope.task_spec.node.element.sequential:
            for other in live.tree.living(scope):
                if other is within or not isinstance(other.task_spec, Activity):
                    continue
                if claimed is None:
                    claimed = work_items.claimed_of(unit, live.row.id)
                if _is_being_done(live, other, claimed):
                    raise _must_wait(within, other, scope)
        within = scope


def _is_being_done(live: Live, task: Any, claimed: set[int]) -> bool:
    if task.task_spec.node.type != "UserTask":
        return bool(task.internal_data.get("begun"))
    return task.id in claimed or any(each.id in claimed for each in live.tree.below(task))


def _must_wait(task: Any, other: Any, scope: Any) -> WrongState:
    text = _(
        "“{label}” has to wait: in “{scope}” one thing is done after the other, and “{other}” is being done."
    )
    element = task.task_spec.node.element
    return WrongState(
        text.format(
            label=element.label,
            scope=scope.task_spec.node.element.label,
            other=other.task_spec.node.element.label,
        ),
        element=element.id,
        hint=_("Let that be completed or given back first."),
    )
