"""Avoidable contact: somebody is made to stand before somebody, and no law says so (D01).

What it finds: A step done in person that no mandatory law demands.
Why it matters: Each contact costs the citizen a journey and a queue, and is the place where a favour can be asked for.
Wrong:
    “Find the specialist” in person, on practice.
Right:
    The same request online or at a kiosk; presence only where a law demands it.
How sure: The channel is what the analyst noted.  A law that demands the step is taken to demand presence, so contacts
    that a law merely allows are missed; a decree or an order makes the finding less sure and is named.
Source: vocabulary D01; UNCTAD eRegulations (interactions); Reijers & Limam Mansar (2005), contact reduction,
    doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.going_there import time_of_going
from analytics.grounds import basis, confidence, grounds, law_behind
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study


@detectors.register
def avoidable_contact(study: Study) -> Iterator[Finding]:
    """Yield one finding for each step in person that no law demands."""
    for step in study.steps:
        if not step.is_in_person or law_behind(step) is not None:
            continue
        label, place = step.element.label, study.place_name(step)
        time, formula = time_of_going(study, step)
        spares_trip = step.step.visit is not None and not study.shares_its_trip(step)
        said = (
            _("The applicant has to appear at {place} for “{label}”. {basis}").format(
                place=place, label=label, basis=basis(step)
            )
            if place
            else _("The applicant has to appear in person for “{label}”. {basis}").format(
                label=label, basis=basis(step)
            )
        )
        yield Finding(
            detector="avoidable_contact",
            elements=(step.element.id,),
            claim=said,
            evidence=grounds([step]),
            saving=study.saving(
                step.element.id, time=time, contacts=1.0, visits=1 if spares_trip else None, formula=formula
            ),
            confidence=confidence([step]),
            refutation=_("A law that says the applicant must be present for “{label}” in person.").format(
                label=label
            ),
            suggestion="contact_reduction",
        )
