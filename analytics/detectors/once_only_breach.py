"""Once-only breach: the applicant is asked for what the state already holds (D03).

What it finds: A paper asked of the applicant that a state register holds or a state body has issued, outside this
    procedure.
Why it matters: The citizen carries the state's own data from one of its counters to the next, and pays for each copy.
Wrong:
    “Look in the household book” asks for a copy of the passport, which the population register holds.
Right:
    The step queries the population register (Tunduk) by the personal number.
How sure: High when the model names the register, less when it only names the state body that issued the paper.  A
    mandatory law behind the step makes it unsure (the law may name the paper), and so does a private party that asks
    (a notary, a utility): the register may be closed to it.
Source: vocabulary D03, M10; Once-Only principle, Regulation (EU) 2018/1724, art. 14; vocabulary of `heldIn`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import asked_papers, asks_privately, form_name, holder, is_state_held, issuing_steps
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.papers import Asked
    from analytics.study import Study


@detectors.register
def once_only_breach(study: Study) -> Iterator[Finding]:
    """Yield one finding for each step and paper it asks for although the state has it."""
    for asked in asked_papers(study):
        if is_state_held(asked.document) and not issuing_steps(study, asked.document.id):
            yield _breach(study, asked)


def _breach(study: Study, asked: Asked) -> Finding:
    step, document = asked.step, asked.document
    doubts = sum((law_behind(step) is not None, document.held_in is None, asks_privately(study, step)))
    return Finding(
        detector="once_only_breach",
        elements=(step.element.id,),
        claim=_(
            "“{label}” asks the applicant for “{document}” ({form}), although {holder} already has it."
        ).format(
            label=step.element.label,
            document=document.name,
            form=form_name(asked.form),
            holder=holder(document),
        ),
        evidence=grounds([step]),
        saving=study.saving(step.element.id, documents=1, formula=_("one paper fewer to bring")),
        confidence=confidence([step], about=("document",), less=doubts),
        refutation=_("“{document}” cannot be looked up there for this purpose, in law or in fact.").format(
            document=document.name
        ),
        suggestion="once_only",
        data={"document": document.id},
    )
