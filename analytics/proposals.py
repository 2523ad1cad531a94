"""Making proposals: what the redesign patterns share.

A proposal answers one or several findings; its saving is the largest one any of them names, never their sum, since they
speak of the same minutes.  What it saves together with others is measured on the models, before and after.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analytics.finding import Saving
from analytics.grounds import acts_to_amend
from analytics.interactions import assessed_steps
from analytics.rewrite import Rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analytics.finding import Finding
    from analytics.interactions import AssessedStep
    from processes.model.model import Model
    from processes.text import Message

    Edit = Callable[[Model], Model]

#: The list of best practices every pattern refers to.
REIJERS = "Reijers & Limam Mansar (2005), Omega 33:283–306, doi:10.1016/j.omega.2004.04.012"


def steps_by_id(model: Model) -> dict[str, AssessedStep]:
    """Return the annotated steps of the model by their ids."""
    return {step.element.id: step for step in assessed_steps(model)}


def answered(
    findings: Iterable[Finding], suggestion: str, *, last: bool = False
) -> Mapping[str, list[Finding]]:
    """Return the findings that suggest a pattern, by the element to change: the first of a finding, or its last."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.suggestion == suggestion and finding.elements:
            found[finding.elements[-1 if last else 0]].append(finding)
    return found


def largest(findings: Iterable[Finding]) -> Saving:
    """Return the largest saving any of the findings names."""
    return max((f.saving for f in findings), key=lambda s: s.weight, default=Saving())


def proposal(
    model: Model,
    *,
    pattern: str,
    title: Message,
    reason: Message,
    heuristic: str,
    edits: Iterable[Edit],
    steps: Iterable[Message],
    elements: Iterable[str],
    findings: Iterable[Finding],
    expected: Saving | None = None,
    key: str = "",
    is_separable: bool = False,
    is_certain: bool = False,
) -> Iterator[Rewrite]:
    """Yield the rewrite when its edits can be made on the model, else nothing; one known to fit is not tried."""
    answers, touched = list(findings), tuple(elements)
    known = steps_by_id(model)
    rewrite = Rewrite(
        pattern=pattern,
        title=title,
        reason=reason,
        source=f"{heuristic}: {REIJERS}",
        edits=tuple(edits),
        steps=tuple(steps),
        elements=touched,
        expected=expected or largest(answers),
        findings=tuple(dict.fromkeys(f.fingerprint for f in answers)),
        legal=acts_to_amend(known[id_] for id_ in touched if id_ in known),
        is_separable=is_separable,
        data={"key": key} if key else {},
    )
    if is_certain or rewrite.fits(model):
        yield rewrite
