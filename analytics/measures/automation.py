"""Automation: how much of the offices' work machines do (M16).

What it measures: Of the tasks that are not the applicant's, the share that runs without a person
    (`automation="full"`, an actor that is a system, or a type of task a machine does); in `parts` how many are
    assisted and manual.
Why it matters: Retyping what a register holds is where mistakes and queues come from.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.automation(library["kg-spravka"].as_is).unit
    'ratio'

Misread: An automatic rejection is automation too; the share says nothing of whether it is right.
How sure: Tasks that say neither how nor by whom they are done are listed as unknown and not in the share.
Source: vocabulary M16; Digital Code of the Kyrgyz Republic (2025), automated decisions.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import APPLICANT_SIDE
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.model import Model

_MACHINES = frozenset({"ServiceTask", "BusinessRuleTask", "ScriptTask", "SendTask"})


@measures.register
def automation(model: Model) -> Figure:
    """Return the share of the offices' tasks that machines do, 0 to 1; None when none of them says how it is done."""
    tasks = [e for e in model.elements.values() if e.is_task and model.actor(e.id) not in APPLICANT_SIDE]
    known = {e.id: how for e in tasks if (how := _how(model, e)) is not None}
    counts = Counter(known.values())
    return Figure(
        name="automation",
        label=_("Automated work"),
        unit="ratio",
        value=counts["full"] / len(known) if known else None,
        elements=tuple(id_ for id_, how in known.items() if how == "full"),
        unknown=tuple(e.id for e in tasks if e.id not in known),
        parts={how: counts[how] for how in ("full", "assisted", "manual")},
    )


def _how(model: Model, element: Element) -> str | None:
    if element.step is not None and element.step.automation is not None:
        return element.step.automation
    if element.type in _MACHINES or model.actor(element.id) == "system":
        return "full"
    return "manual" if element.type in ("UserTask", "ManualTask") else None
