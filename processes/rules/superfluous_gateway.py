"""A gateway that decides and joins nothing.

What it finds:
    Gateways with one way in and one way out.

Why it matters:
    It costs the reader attention and hides that a branch was removed.

Wrong:
    Register -> <> -> Decide

Right:
    Register -> Decide

How sure:
    note: harmless when run; often a left-over.

Source:
    bpmnlint, rule superfluous-gateway.
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
def superfluous_gateway(model: Model) -> Iterator[Problem]:
    """Yield each gateway with one way in and one way out."""
    for element in model.elements.values():
        if not element.is_gateway or element.type == "EventBasedGateway":
            continue
        if len(model.incoming(element.id)) == 1 and len(model.outgoing(element.id)) == 1:
            yield Problem.at(
                element,
                "note",
                _(
                    "The gateway “{label}” has one way in and one way out, so it decides nothing. "
                    "Leave it out, or draw the branch that is missing."
                ).format(label=element.label),
            )
