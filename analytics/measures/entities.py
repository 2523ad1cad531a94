"""Entities: how many places and portals the applicant deals with (M3).

What it measures: The distinct places of the interactions, at a journey's end or the other end of a line, and one more
    for all that is done online, by telephone or post without a place.
Why it matters: Each has its own hours, its own list of papers and its own queue.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.entities(library["kg-spravka"].as_is).value
    3

Misread: Two desks of one building are two entities when the model says so.
How sure: As sure as the places named in the model.
Source: UNCTAD eRegulations (institutions); vocabulary M3.
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
def entities(model: Model) -> Figure:
    """Return the number of places and portals; None when no task has a channel."""
    steps = assessed_steps(model)
    met = [s for s in steps if s.is_interaction]
    places = {s.step.where for s in met if s.step.where}
    remote = any(s.step.where is None and not s.is_in_person for s in met)
    silent = tuple(s.element.id for s in met if s.is_in_person and s.step.where is None)
    return Figure(
        name="entities",
        label=_("Offices and portals"),
        unit="entities",
        value=len(places) + remote if any(s.step.channel is not None for s in steps) else None,
        elements=tuple(s.element.id for s in met),
        unknown=silent + unassessed(model, "channel"),
        parts={"places": sorted(places)},
        confidence=confidence_of(met, "visit"),
        about=("visit",),
    )
