"""Rule candidate: an officer looks up what written criteria have decided already (D15).

What it finds: A step of an office with bounded discretion, whose criteria are written down, that people still decide by
    hand; it could be a table of rules that a business rule task applies.
Why it matters: What a table can answer in a second, people answer in days and not all alike.
Wrong:
    “Check entitlement”, by an official, discretion bounded, criteria “Law on benefits, art. 6”.
Right:
    A business rule task decides by a table whose rows quote the article; the odd case goes to an official.
How sure: That criteria are written does not make them countable: words such as “sufficient” need a person, and the
    facts have to be at hand as data.  So it is never of high confidence.  Criteria nobody has entered are not assessed;
    a step where the applicant is met, or where several decide, is left alone.  A law that demands the officer's own
    decision makes it unsure.
Source: vocabulary D15; Reijers & Limam Mansar (2005), task automation; OMG DMN 1.5, 5.2 (decision logic in a process).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Confidence, Evidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import in_words, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study

_BY_HAND = frozenset({"UserTask", "ManualTask", "Task"})


@detectors.register
def rule_candidate(study: Study) -> Iterator[Finding]:
    """Yield one finding for each decision by written criteria that people still take by hand."""
    for step in study.steps:
        if not _is_candidate(step):
            continue
        label, effort = step.element.label, typical(step.step.effort)
        sure: Confidence = (
            "low" if law_behind(step) is not None else confidence([step], less=0 if _is_assessed(step) else 1)
        )
        yield Finding(
            detector="rule_candidate",
            elements=(step.element.id,),
            claim=_("“{label}” is decided by hand, although the criteria are written: {criteria}.").format(
                label=label, criteria=(step.step.criteria or "").strip().rstrip(".")
            ),
            evidence=(
                Evidence(text=_("The discretion is bounded; nobody has to weigh anything but the criteria.")),
                *grounds([step]),
            ),
            saving=study.saving(
                step.element.id,
                work=effort,
                formula=_("at most the work of “{label}”: {work}").format(
                    label=label, work=in_words(effort) if effort is not None else _("not assessed")
                ),
            ),
            confidence="medium" if sure == "high" else sure,
            refutation=_(
                "Criteria in “{label}” that a person has to judge, or facts that no register or form gives."
            ).format(label=label),
        )


def _is_candidate(step: AssessedStep) -> bool:
    return (
        step.element.type in _BY_HAND
        and step.actor in ("official", "otherAgency")
        and not step.is_in_person
        and step.step.discretion == "bounded"
        and bool((step.step.criteria or "").strip())
        and step.step.deciders not in ("commission", "fourEyes", "system")
        and step.step.automation != "full"
        and step.step.purpose != "wait"
    )


def _is_assessed(step: AssessedStep) -> bool:
    """Whether somebody has said how it is decided and where it is done."""
    return step.step.deciders is not None and step.step.channel is not None
