"""A duty that names a step which is not there.

What it finds:
    Steps kept apart from others (`separateFrom`), bound to another (`boundTo`) or given to the performer of another
    (`performerOf`), where the other is no user task of the same process.

Why it matters:
    The engine holds people apart by these names. A name that leads nowhere holds nobody apart, and nobody notices.

Wrong:
    Check @expert -> Decide @head, separateFrom="chek"

Right:
    Check @expert -> Decide @head, separateFrom="check"

How sure:
    error: the name is there or it is not.

Source:
    Separation of duties: NIST SP 800-53 r5, AC-5; the workflow patterns of Russell and van der Aalst, R-SOD and R-RF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.duties import unknown_duties
from processes.problem import Problem
from processes.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def duty_names_no_step(model: Model) -> Iterator[Problem]:
    """Yield each step with a duty towards a step that does not exist."""
    for id_, message in unknown_duties(model):
        yield Problem.at(model.element(id_), "error", message)
