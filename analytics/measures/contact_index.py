"""Contact index: how often an official and an applicant stand face to face in an average case (M18).

What it measures: The expected number of tasks done in person with an official or another agency, each weighted by how
    likely a case comes by.
Why it matters: Each such contact is a journey for one and an opening for favours at the other; the e-governance
    strategy of 2014 asks to minimise them.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.contact_index(library["kg-spravka"].as_is).value
    4.88

Misread: A contact is not an offence, and its absence is not honesty.
How sure: As sure as the channels and the probabilities of the model; equal chances are assumed where none are given.
Source: UNDP Kyrgyzstan, 10 April 2014; vocabulary M18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.critical_path import expected_path
from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def contact_index(model: Model) -> Figure:
    """Return the expected number of contacts in a case, to two decimals; None when no task has a channel."""
    steps = assessed_steps(model)
    contacts = [s for s in steps if s.is_in_person and s.actor != "thirdParty"]
    assumed: set[str] = set()
    expected = sum(expected_path(model, {s.element.id: 1.0}, assumed=assumed) for s in contacts)
    return Figure(
        name="contact_index",
        label=_("Contacts in a case"),
        unit="contacts",
        value=round(expected, 2) if any(s.step.channel is not None for s in steps) else None,
        elements=tuple(s.element.id for s in contacts),
        unknown=unassessed(model, "channel"),
        parts={"assumed": sorted(assumed)},
        confidence=confidence_of(contacts, "step"),
        about=("step",),
    )
