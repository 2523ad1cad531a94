"""A decision that can be left without a way.

What it finds:
    Exclusive and inclusive gateways whose ways all carry conditions with none as the default, or have one way that
    neither carries a condition nor is the default.

Why it matters:
    A case for which no condition holds stops there with an incident, often years later, when the first such case comes.

Wrong:
    ([fee paid] Register / [fee not paid] Return)

Right:
    ([fee paid] Register / Return), where Return is the default

How sure:
    warning: conditions may together cover everything, which often only a person can see; two plain opposites are
    recognised.  Drawings without any condition are left in peace.

Source:
    OMG BPMN 2.0.2, 10.6.2 and 13.4.2 (an exclusive gateway without a true condition throws).
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
def missing_default_flow(model: Model) -> Iterator[Problem]:
    """Yield each gateway that some case may not be able to leave."""
    for element in model.elements.values():
        ways = model.outgoing(element.id)
        if element.type not in ("ExclusiveGateway", "InclusiveGateway") or len(ways) < 2:
            continue
        if any(f.is_default for f in ways) or not any(f.condition for f in ways):
            continue
        bare = [f for f in ways if not f.condition]
        if len(ways) == 2 and not bare and _are_opposite(ways[0].condition or "", ways[1].condition or ""):
            continue
        if bare:
            message = _(
                "At the decision “{label}” the way to “{target}” has no condition and is not marked as the default, "
                "so it is unclear when it is taken. Mark it as the default flow."
            ).format(label=element.label, target=model.label(bare[0].target))
        else:
            message = _(
                "The decision “{label}” has no default: a case for which no condition holds would stop there. "
                "Mark the way for all other cases as the default flow."
            ).format(label=element.label)
        yield Problem.at(element, "warning", message)


_OPPOSITES = (("=", "!="), ("<", ">="), (">", "<="))


def _are_opposite(one: str, other: str) -> bool:
    """Return whether one of two conditions holds exactly when the other does not, as far as their texts tell."""
    a, b = one.strip(), other.strip()
    if f"not({a})" == b or f"not({b})" == a:
        return True
    if {a.rpartition(" ")[2], b.rpartition(" ")[2]} == {"true", "false"}:
        return a.rpartition(" ")[0] == b.rpartition(" ")[0] != ""
    for sign, opposite in _OPPOSITES:
        for left, right in ((a, b), (b, a)):
            if f" {sign} " in left and left.replace(f" {sign} ", f" {opposite} ", 1) == right:
                return " and " not in left and " or " not in left
    return False
