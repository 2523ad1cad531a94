"""Steps: how often the applicant has to deal with somebody (M1).

What it measures: The tasks in which the applicant, or a third party the applicant goes to, deals with somebody: in
    `parts` how many in person, how many online, how many by other ways.
Why it matters: It is the figure by which procedures are compared across countries, and the first one a citizen feels.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.steps(library["kg-spravka"].as_is).value
    5

Misread: It counts tasks of the model, not of a case: alternatives count each, loops once.
How sure: As sure as actor and channel of each task; tasks without a channel are listed as unknown, not left out.
Source: UNCTAD eRegulations, "any necessary interaction between user and administration".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def steps(model: Model) -> Figure:
    """Return the number of interactions; None when no task has a channel."""
    met = [s for s in assessed_steps(model) if s.is_interaction]
    unknown = unassessed(model, "channel")
    anything = any(s.step.channel is not None for s in assessed_steps(model))
    in_person = sum(s.is_in_person for s in met)
    online = sum(s.step.channel == "online" for s in met)
    return Figure(
        name="steps",
        label=_("Steps"),
        unit="steps",
        value=len(met) if anything else None,
        elements=tuple(s.element.id for s in met),
        unknown=unknown,
        parts={"in person": in_person, "online": online, "other": len(met) - in_person - online},
        confidence=confidence_of(met, "step"),
        about=("step",),
    )
