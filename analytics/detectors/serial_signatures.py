"""Serial signatures: one decides, the next signs, a third approves (D12).

What it finds: Three or more approvals in a row, and a second signature under a paper already issued.
Why it matters: Where everybody signs, nobody answers; each signature adds its queue and one more door to knock at.
Wrong:
    The specialist issues the certificate; “Head signs, stamp” issues it again, a day later.
Right:
    Who decides signs, electronically; the head looks at a sample afterwards.
How sure: An approval is a control step with somebody who decides.  A mandatory law that demands the signature excuses;
    a decree or order makes the finding less sure.  Whether the second look ever changes anything, a log can tell.
Source: vocabulary D12; Reijers & Limam Mansar (2005), empower, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import in_words, typical
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from analytics.interactions import AssessedStep
    from analytics.study import Study


@detectors.register
def serial_signatures(study: Study) -> Iterator[Finding]:
    """Yield one finding for each second signature and each row of three approvals."""
    for step in study.steps:
        if not _approves(step) or law_behind(step) is not None:
            continue
        behind = study.before.get(step.element.id, frozenset())
        issued = [
            s
            for s in study.steps
            if s.element.id in behind
            and s.element.lane != step.element.lane
            and s.step.deciders is not None
            and set(s.step.issues) & set(step.step.issues)
        ]
        if issued:
            yield _second(study, issued[-1], step)
    yield from _rows(study)


def _approves(step: AssessedStep) -> bool:
    """Whether somebody of an office approves: a control with deciders, not the applicant's own errand."""
    return (
        step.step.purpose == "control"
        and step.step.deciders not in (None, "system")
        and not step.is_applicant_side
    )


def _second(study: Study, first: AssessedStep, second: AssessedStep) -> Finding:
    papers = [study.document_name(p) for p in second.step.issues if p in first.step.issues]
    wait, effort, queue = (typical(v) for v in (second.step.wait, second.step.effort, second.step.queue))
    return Finding(
        detector="serial_signatures",
        elements=(first.element.id, second.element.id),
        claim=_(
            "“{first}” issues {papers}; “{second}” signs the same once more. Two answer for one decision."
        ).format(first=first.element.label, papers=listed(papers), second=second.element.label),
        evidence=grounds([first, second]),
        saving=study.saving(
            second.element.id,
            time=queue if second.takes_applicants_time else None,
            work=effort,
            lead=wait,
            formula=_("queue {queue}, work {work} and the wait behind it {wait} of “{label}”").format(
                queue=_words(queue), work=_words(effort), wait=_words(wait), label=second.element.label
            ),
        ),
        confidence=confidence([second]),
        refutation=_("Cases in which “{second}” refused or changed what “{first}” had decided.").format(
            first=first.element.label, second=second.element.label
        ),
        suggestion="empower",
        data={"kind": "second"},
    )


def _words(length: timedelta | None) -> str:
    return in_words(length) if length is not None else _("not assessed")


def _rows(study: Study) -> Iterator[Finding]:
    if study.model is None:
        return
    approving = [s for s in study.steps if _approves(s)]
    ids = {s.element.id for s in approving}
    for step in approving:
        before = [f.source for f in study.model.incoming(step.element.id)]
        if any(source in ids for source in before):
            continue
        row = [step]
        while True:
            onward = study.model.outgoing(row[-1].element.id)
            following = study.step(onward[0].target) if len(onward) == 1 else None
            if following is None or following.element.id not in ids or following in row:
                break
            row.append(following)
        free = [s for s in row[1:] if law_behind(s) is None]
        if len(row) >= 3 and free:
            efforts = [typical(s.step.effort) for s in free]
            known = [e for e in efforts if e is not None]
            yield Finding(
                detector="serial_signatures",
                elements=tuple(s.element.id for s in row),
                claim=_("{count} approvals in a row: {steps}.").format(
                    count=len(row), steps=listed([s.element.label for s in row])
                ),
                evidence=grounds(row),
                saving=study.saving(
                    free[0].element.id,
                    work=sum(known[1:], known[0]) if known else None,
                    formula=_("the work of {steps}, as far as assessed").format(
                        steps=listed([s.element.label for s in free])
                    ),
                ),
                confidence=confidence(free),
                refutation=_("Cases in which a later approval refused what an earlier one had let pass."),
                suggestion="empower",
                data={"kind": "row", "free": ",".join(s.element.id for s in free)},
            )
