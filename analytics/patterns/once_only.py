"""Once only: stop asking for what a register holds or an earlier step already has.

What it does: The steps no longer ask the applicant for the paper; they read it themselves, from the register or
    from the file of the case.
Why it matters: It removes the paper, the copy, and often the whole visit it was brought on.
Before:
    “Look in the household book” asks for a copy of the passport.
After:
    “Look in the household book” reads the passport data from the population register.
How sure: It needs a connection to the register and, where an order names the paper, its amendment; both are named.  For
    a paper of the applicant's own, the first step still asks for it and the later ones read the file.
Source: Reijers & Limam Mansar (2005), buffering and trusted party, doi:10.1016/j.omega.2004.04.012; Regulation (EU)
    2018/1724, art. 14.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from analytics.papers import holder, is_state_held
from analytics.patterns import patterns
from analytics.proposals import proposal, steps_by_id
from processes.model.edits import read_instead
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Finding, Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def once_only(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each paper that need not be asked for, or not again."""
    by_paper: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        paper = finding.data.get("document")
        if finding.suggestion == "once_only" and paper in model.documents:
            by_paper[str(paper)].append(finding)
    for paper, answers in by_paper.items():
        yield from _for_paper(model, paper, answers)


def _for_paper(model: Model, paper: str, answers: list[Finding]) -> Iterator[Rewrite]:
    from dataclasses import replace

    document = model.documents[paper]
    wanted = {step for finding in answers for step in _steps_of(finding)}
    known = steps_by_id(model)
    asking = [
        id_ for id_, s in known.items() if id_ in wanted and any(a.document == paper for a in s.step.asks)
    ]
    if not asking:
        return
    held = is_state_held(document)
    where = holder(document) if held else _("the file of the case")
    frequency = model.procedure.frequency if model.procedure is not None else None
    labels = listed([model.label(id_) for id_ in asking])
    yield from proposal(
        model,
        pattern="once_only",
        title=_("Stop asking for “{document}” in {steps}").format(document=document.name, steps=labels),
        reason=_("{where} has it already.").format(where=where),
        heuristic="Trusted party" if held else "Buffering",
        edits=[partial(read_instead, id=id_, document=paper) for id_ in asking],
        steps=[
            _("“{label}” reads “{document}” from {where}, the applicant brings nothing.").format(
                label=model.label(id_), document=document.name, where=where
            )
            for id_ in asking
        ],
        elements=asking,
        findings=answers,
        expected=replace(
            answers[0].saving,
            documents=len(asking),
            frequency=frequency,
            formula=_("{count} times asked").format(count=len(asking)),
        ),
        key=paper,
        is_separable=True,
        is_certain=True,
    )


def _steps_of(finding: Finding) -> list[str]:
    """Return the steps the finding says need not ask: all but the first when it is about asking again."""
    if "again" in finding.data:
        return str(finding.data["again"]).split(",")
    return [str(finding.data["step"])] if "step" in finding.data else list(finding.elements)
