"""A step nobody is named for.

What it finds:
    User tasks without an assignee, candidate users, candidate groups or a lane.

Why it matters:
    Its work item would lie in nobody's inbox, and the report cannot say who carries the load.

Wrong:
    Register -> Decide   (no lanes)

Right:
    Register @clerk -> Decide @head

How sure:
    warning: an engine may be told at run time who does it; a procedure should say it.

Source:
    OMG BPMN 2.0.2, 10.3.4 (Resource Assignment).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def user_task_without_performer(model: Model) -> Iterator[Problem]:
    """Yield each user task that names nobody."""
    for element in model.elements.values():
        if element.type == "UserTask" and not (
            element.candidate_groups or element.candidate_users or element.assignee
        ):
            yield Problem.at(
                element,
                "warning",
                _(
                    "Nobody is named for “{label}”, so it would lie in no inbox. "
                    "Put it into the lane of those who do it, or name a group."
                ).format(label=element.label),
            )
