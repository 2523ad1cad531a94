"""Useless document: it is written, and nobody ever reads it (D17).

What it finds: A paper issued by a step that no step of a case asks for or reads, and that is not a result of the
    procedure.
Why it matters: Somebody writes it, somebody stores it, somebody may lose it; it changes nothing.
Wrong:
    “Pay” issues a receipt; no step ever looks at it.
Right:
    The payment is a note in the case; the receipt comes by message if somebody wants it.
How sure: *Final* marks what the applicant keeps; where nobody has said whether it is final, the finding is less sure.
    A step a mandatory law demands excuses its papers.
Source: vocabulary D17; methods: dead definitions in the definition-use graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import issuing_steps, using_steps
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study


@detectors.register
def useless_document(study: Study) -> Iterator[Finding]:
    """Yield one finding for each paper nobody uses."""
    if study.model is None:
        return
    for document in study.model.documents.values():
        origins = issuing_steps(study, document.id)
        if not origins or document.final or using_steps(study, document.id):
            continue
        if any(law_behind(step) is not None for step in origins):
            continue
        step = origins[-1]
        yield Finding(
            detector="useless_document",
            elements=(step.element.id,),
            claim=_("“{label}” issues “{document}”, which no later step asks for or reads.").format(
                label=step.element.label, document=document.name
            ),
            evidence=grounds([step]),
            saving=study.saving(step.element.id, documents=1, formula=_("one paper fewer to write and keep")),
            confidence=confidence([step], about=("document",), less=0 if document.final is False else 1),
            refutation=_(
                "Somebody outside this procedure needs “{document}”, such as the applicant or an auditor."
            ).format(document=document.name),
            data={"document": document.id},
        )
