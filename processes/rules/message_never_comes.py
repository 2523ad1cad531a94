"""A step that waits for a message another pool can never have sent.

What it finds:
    Steps and events that wait for a message drawn from another pool, where that pool cannot come to send it: two pools
    that each wait for the other first, or a sender nothing leads to.

Why it matters:
    Both sides wait for ever, and each believes that the other is late.

Wrong:
    the office waits for the fee before it sends the bill, the applicant waits for the bill before paying

Right:
    the office sends the bill, then waits for the fee

How sure:
    error: whatever is decided on either side, the message cannot come. Pools drawn as black boxes may send anything.

Source:
    OMG BPMN 2.0.2, 9.3 (Message Flow); Decker & Weske (2007), "Local enforceability in interaction Petri nets",
    doi:10.1007/978-3-540-75183-0_22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.message_waits import waits_in_vain
from processes.problem import Problem
from processes.rules import rules
from processes.text import _, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def message_never_comes(model: Model) -> Iterator[Problem]:
    """Yield each place where a case waits in vain, with the ways that lead there on both sides."""
    for wait in waits_in_vain(model):
        element = model.elements[wait.element]
        yield Problem.at(
            element,
            "error",
            _(
                "“{label}” waits for a message of “{sender}”, which can never be sent: {reason}. "
                "Change the order on one side, or let something else set it off."
            ).format(
                label=element.label,
                sender=joined((model.label(s) for s in wait.senders), ", "),
                reason=_("“{sender}” is behind “{blocked}”, which waits itself").format(
                    sender=model.label(wait.senders[0]), blocked=model.label(wait.blocked_by)
                )
                if wait.blocked_by
                else _("no case can come to “{sender}”").format(sender=model.label(wait.senders[0])),
            ),
            path=wait.path,
        )
