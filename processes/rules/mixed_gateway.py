"""A gateway that joins and splits at once.

What it finds:
    Gateways with several ways in and several ways out.

Why it matters:
    Whether it waits, and what it decides, are two questions; in one symbol readers see only one of them.

Wrong:
    two ways into a gateway, and two out of the same gateway

Right:
    two ways into a gateway that joins, an arrow, a gateway that splits

How sure:
    note: it is well defined, and many real models draw loops so.

Source:
    OMG BPMN 2.0.2, 10.6.1 (mixed gateways); bpmnlint, rule no-gateway-join-fork.
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
def mixed_gateway(model: Model) -> Iterator[Problem]:
    """Yield each gateway that does both."""
    for element in model.elements.values():
        if element.is_gateway and len(model.incoming(element.id)) > 1 and len(model.outgoing(element.id)) > 1:
            yield Problem.at(
                element,
                "note",
                _(
                    "The gateway “{label}” joins {into} ways and splits into {out} at once. "
                    "Draw two gateways, one behind the other, so that both can be read."
                ).format(
                    label=element.label,
                    into=len(model.incoming(element.id)),
                    out=len(model.outgoing(element.id)),
                ),
            )
