"""Visits: how many journeys the applicant makes (M2).

What it measures: The distinct trip numbers of the tasks that say which place they lead to; several desks on one trip
    are one visit.
Why it matters: A journey costs a villager half a day, whatever happens at the desk.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.visits(library["kg-spravka"].as_is).value
    2

Misread: It counts journeys of the model's full path, not of an average case.
How sure: As sure as the analyst's trip numbers; tasks done in person that name neither a trip nor a place somebody
    comes to are listed as unknown.
Source: UNCTAD eRegulations; vocabulary M2.
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
def visits(model: Model) -> Figure:
    """Return the number of distinct trips; None when no task has a channel."""
    steps = assessed_steps(model)
    going = [s for s in steps if s.step.visit is not None]
    silent = tuple(s.element.id for s in steps if s.is_in_person and s.step.where is None)
    anything = any(s.step.channel is not None for s in steps)
    return Figure(
        name="visits",
        label=_("Visits"),
        unit="visits",
        value=len({s.step.visit.trip for s in going if s.step.visit}) if anything else None,
        elements=tuple(s.element.id for s in going),
        unknown=silent + unassessed(model, "channel"),
        confidence=confidence_of(going, "visit"),
        about=("visit",),
    )
