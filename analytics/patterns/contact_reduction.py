"""Contact reduction: what is done at a counter is done online, or without the applicant.

What it does: A step in person of the applicant goes online (to a kiosk, where its place has one); a step of an official
    goes on without the applicant.  Journey and queue fall away.
Why it matters: It removes the visit, and the counter at which somebody could ask for more than the law does.
Before:
    “Submit file at one-stop shop”, in person, 40 minutes of queue, an hour of travel.
After:
    “Submit file at one-stop shop”, online.
How sure: Steps a mandatory law wants done in person stay.  People without a phone need a kiosk or a helper: the step
    can stay open for them.  That the work behind the counter takes as long as before is assumed.
Source: Reijers & Limam Mansar (2005), contact reduction, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.patterns import patterns
from analytics.proposals import answered, proposal, steps_by_id
from processes.model.edits import set_step
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def contact_reduction(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each step in person that need not be."""
    known = steps_by_id(model)
    for element, answers in answered(findings, "contact_reduction").items():
        step = known.get(element)
        if step is None or not step.is_in_person:
            continue
        place = model.places.get(step.step.visit.place) if step.step.visit is not None else None
        if not step.is_applicant_side:
            channel, how = "internal", _("“{label}” goes on without the applicant.")
        elif place is not None and place.kiosk:
            channel, how = "kiosk", _("“{label}” is done at a kiosk, without a queue.")
        else:
            channel, how = "online", _("“{label}” is done online.")
        visit = step.step.visit if channel == "kiosk" else None
        yield from proposal(
            model,
            pattern="contact_reduction",
            title=how.format(label=step.element.label),
            reason=_("No law demands that the applicant appears in person for {steps}.").format(
                steps=listed([step.element.label])
            ),
            heuristic="Contact reduction",
            edits=[partial(set_step, id=element, channel=channel, visit=visit, queue=None)],
            steps=[
                how.format(label=step.element.label),
                _("Queue and journey of this step fall away."),
            ],
            elements=[element],
            findings=answers,
            is_certain=True,
        )
