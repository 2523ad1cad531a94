"""Needless certification: a copy, certified or not, of a paper the state itself has (D07).

What it finds: A step that asks for a copy or a notarised copy of a paper a state body issued or a register holds.
Why it matters: A certified copy proves to the state what the state knows; the notary's fee buys nothing.
Wrong:
    “Submit file” asks for a copy of the passport.
Right:
    The number of the document is typed or read; the register confirms it.
How sure: As sure as the noted form and issuer.  A mandatory law behind the step excuses: it may name the copy.
Source: vocabulary D07; European Commission, eGovernment Benchmark (key enabler: authentic sources).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import asked_papers, form_name, holder, is_state_held
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study


@detectors.register
def needless_certification(study: Study) -> Iterator[Finding]:
    """Yield one finding for each copy asked of a paper the state has."""
    for asked in asked_papers(study):
        step, document = asked.step, asked.document
        if asked.form not in ("copy", "notarised") or not is_state_held(document):
            continue
        if law_behind(step) is not None:
            continue
        yield Finding(
            detector="needless_certification",
            elements=(step.element.id,),
            claim=_(
                "“{label}” wants {form} of “{document}”: a proof, for the state, of what {holder} says anyway."
            ).format(
                label=step.element.label,
                form=form_name(asked.form),
                document=document.name,
                holder=holder(document),
            ),
            evidence=grounds([step]),
            saving=study.saving(step.element.id, documents=1, formula=_("one copy fewer to make and bring")),
            confidence=confidence([step], about=("document",)),
            refutation=_("The copy carries something the register does not, such as a handwritten note."),
            suggestion="once_only",
            data={"document": document.id},
        )
