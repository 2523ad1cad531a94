"""A procedure without any deadline.

What it finds:
    Processes with user tasks that have no statutory limit, no limit on a step and no timer.

Why it matters:
    Without a deadline nobody is late, and nobody can complain; the applicant does not know when to come back.

Wrong:
    Register -> Decide   (no limit anywhere)

Right:
    Register -> Decide   (limit of the procedure: 3 working days)

How sure:
    note: a drawing may leave deadlines to the law's text.

Source:
    Law on administrative activity, terms; vocabulary: gov:procedure limit, gov:step limit.
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
def no_deadline(model: Model) -> Iterator[Problem]:
    """Yield the main process when nothing in it sets a term."""
    elements = model.elements.values()
    if not any(e.type == "UserTask" for e in elements):
        return
    limited = (model.procedure is not None and model.procedure.limit is not None) or any(
        (e.step is not None and e.step.limit is not None) or e.due for e in elements
    )
    if limited or any(d.type == "Timer" for e in elements for d in e.event_definitions):
        return
    yield Problem.at(
        model.main_process,
        "note",
        _(
            "“{label}” sets no deadline for anything, so nobody can be late and nobody can complain. "
            "Enter the statutory limit of the procedure, or a limit for a step."
        ).format(label=model.name),
    )
