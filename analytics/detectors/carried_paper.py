"""Carried paper: one office writes it, the applicant carries it to the next (D05).

What it finds: A paper issued by a step of the procedure and asked of the applicant by a later step.
Why it matters: The applicant is the state's messenger; papers get lost, forged and late, and each hand-over is a visit.
Wrong:
    “Fire opinion” issues an opinion; “State expertise” asks the applicant for it.
Right:
    The opinion goes from body to body through the exchange system; nobody carries it.
How sure: Derived from what the steps issue and ask, never typed in.  Papers of private parties (a notary, a designer)
    are not reported: the state cannot be asked to send them itself.  A mandatory law behind
    the asking step, or a private party that asks, makes it unsure.
Source: vocabulary D05; World Bank, Doing Business methodology (procedures between agencies).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import asked_papers, asks_privately, is_state_held, issuing_steps
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.papers import Asked
    from analytics.study import Study


@detectors.register
def carried_paper(study: Study) -> Iterator[Finding]:
    """Yield one finding for each paper that is carried from one step to another."""
    for asked in asked_papers(study):
        if not is_state_held(asked.document):
            continue
        behind = study.before.get(asked.step.element.id, frozenset())
        origins = [s for s in issuing_steps(study, asked.document.id) if s.element.id in behind]
        if origins:
            yield _carried(study, origins[-1], asked)


def _carried(study: Study, origin: AssessedStep, asked: Asked) -> Finding:
    document, label = asked.document, asked.step.element.label
    same = origin.element.lane is not None and origin.element.lane == asked.step.element.lane
    claim = (
        _("“{label}” asks the applicant for “{document}”, which the same desk wrote in “{origin}”.")
        if same
        else _(
            "The applicant carries “{document}” from “{origin}” to “{label}”; the offices do not exchange it."
        )
    )
    return Finding(
        detector="carried_paper",
        elements=(origin.element.id, asked.step.element.id),
        claim=claim.format(document=document.name, label=label, origin=origin.element.label),
        evidence=grounds([asked.step]),
        saving=study.saving(asked.step.element.id, documents=1, formula=_("one paper fewer to carry")),
        confidence=confidence(
            [asked.step],
            about=("document",),
            less=sum((asks_privately(study, asked.step), 2 * (law_behind(asked.step) is not None))),
        ),
        refutation=_(
            "“{document}” serves a purpose only when the applicant holds it, such as proof of payment."
        ).format(document=document.name),
        suggestion="once_only",
        data={"document": document.id, "step": asked.step.element.id},
    )
