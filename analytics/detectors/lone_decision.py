"""Lone decision: one official decides as he sees fit (D14).

What it finds: A step with wide discretion and a single decider; face to face with the applicant it weighs more.
Why it matters: Wide discretion, one person, no second look, the applicant at the desk: that is where bribes are asked.
Wrong:
    “Approve sketch”, discretion wide, one decider, in person.
Right:
    Written criteria, or two who decide without seeing the applicant.
How sure: It is exposure, not an accusation.  Discretion bounded by criteria or shared by a commission is not reported,
    nor a discretion nobody has assessed.  A law can give discretion to one officer; the finding then says so.
Source: vocabulary D14, M12; Klitgaard (1988), Controlling Corruption: monopoly + discretion − accountability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Confidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study


@detectors.register
def lone_decision(study: Study) -> Iterator[Finding]:
    """Yield one finding for each wide decision of one person."""
    for step in study.steps:
        if step.step.discretion != "wide" or step.step.deciders != "one":
            continue
        claim = (
            _("In “{label}” one official decides as he sees fit, with the applicant at the desk.")
            if step.is_in_person
            else _("In “{label}” one official decides as he sees fit.")
        )
        sure: Confidence = "low" if law_behind(step) is not None else confidence([step])
        yield Finding(
            detector="lone_decision",
            elements=(step.element.id,),
            claim=claim.format(label=step.element.label),
            evidence=grounds([step]),
            saving=study.saving(step.element.id),
            confidence=sure,
            refutation=_(
                "Criteria that leave one right answer in “{label}”, or a second person who decides."
            ).format(label=step.element.label),
        )
