"""Maturity: how digital the procedure is for the applicant (M11).

What it measures: For each interaction of the applicant a level from 0 to 5: 0 in person or on paper, 1 by telephone
    or post, 2 at a kiosk, 3 online with papers uploaded, 4 online without any, 5 the office asks the registers
    itself. The value is the lowest; the mean is in `parts`.
Why it matters: One visit to a desk undoes what nine online steps have won; the mean shows that there is progress.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> [an.maturity(library[key].as_is).value for key in ("kg-spravka", "kg-llc")]
    [0, 0]

Misread: A high level is no easy procedure: forty questions online are still forty questions.
How sure: As sure as the channels in the model; tasks without one are listed as unknown. The scale is our own
    reading of the German OZG maturity model.
Source: OZG maturity model 1.1, where the lowest criterion decides; vocabulary M11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from analytics.interactions import AssessedStep
    from processes.model.model import Model

_LEVELS = {"inPerson": 0, "phone": 1, "post": 1, "kiosk": 2}


@measures.register
def maturity(model: Model) -> Figure:
    """Return the lowest level of the interactions, 0 to 5; None when no task of the applicant has a channel."""
    met = {s.element.id: level for s in assessed_steps(model) if (level := _level(s)) is not None}
    steps = [s for s in assessed_steps(model) if s.element.id in met]
    return Figure(
        name="maturity",
        label=_("Digital maturity"),
        unit="level",
        value=min(met.values()) if met else None,
        elements=tuple(met),
        unknown=unassessed(model, "channel"),
        parts={"mean": round(sum(met.values()) / len(met), 2) if met else None, "levels": met},
        confidence=confidence_of(steps, "step"),
        about=("step",),
    )


def _level(step: AssessedStep) -> int | None:
    channel = step.step.channel
    if channel == "registryQuery":
        return 5
    if not step.is_interaction or channel is None:
        return None
    if channel == "online":
        return 3 if step.step.asks else 4
    return _LEVELS.get(channel)
