"""Outcome without effect: whatever a check finds, the case goes on the same way.

What it finds: In a log of a model, a check with no choice of its own behind it, after which every finished case went
    through the same steps, and whose answers no later condition, decision or script reads.
Why it matters: If nothing depends on what was found, nobody was checking; the case could have gone on without it.
Wrong:
    “Check file” in 300 cases; “Register” and “Issue” after it in all 300, and nothing reads its answers.
Right:
    “Check file” finds papers missing in one case of eight, and those go back.
How sure: None among n cases leaves room: the evidence says how many could still differ, with 95 % confidence (Wilson).
    The outcome may matter outside the log (a note, a fine) or deter.  A check with a choice behind it is the rubber
    stamp's business.  What a law demands is found with low confidence.  Cases still running are left out; fewer than
    thirty prove nothing.
Source: Reijers & Limam Mansar (2005), task elimination, doi:10.1016/j.omega.2004.04.012; Wilson (1927),
    doi:10.1080/01621459.1927.10502953; Aho et al., Compilers (2006), 9.2.5 (definitions and uses).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.bounds import wilson
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import grounds, law_behind
from analytics.lengths import in_words, typical
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.case_set import Places
    from analytics.interactions import AssessedStep
    from analytics.study import Study

MIN_CASES = 30


@detectors.register
def outcome_without_effect(study: Study) -> Iterator[Finding]:
    """Yield one finding for each check nothing after it depended on."""
    if study.model is None or study.log is None:
        return
    for step in study.steps:
        if step.step.purpose != "control" or step.is_applicant_side or _decides(study, step):
            continue
        ways = _ways_after(study, step)
        # A last step has no path behind it that could tell.
        if len(ways) == 1 and next(iter(ways)):
            [(after, cases)] = ways.items()
            if len(cases) >= MIN_CASES:
                yield _finding(study, step, after, cases)


def _decides(study: Study, step: AssessedStep) -> bool:
    """Whether the model lets something depend on it: a choice directly behind it, or a reader of its answers."""
    from processes.model.data_flow import data_dependencies

    assert study.model is not None
    id_ = step.element.id
    onward = study.model.outgoing(id_)
    behind = [study.model.element(f.target) for f in onward]
    chooses = any(e.type in ("ExclusiveGateway", "InclusiveGateway", "ComplexGateway") for e in behind)
    splits = [e for e in behind if e.is_gateway and len(study.model.outgoing(e.id)) > 1]
    if any(f.condition for f in onward) or (chooses and splits) or study.model.boundary_events(id_):
        return True
    return bool(data_dependencies(study.model).out_degree(id_))


def _ways_after(study: Study, step: AssessedStep) -> Mapping[tuple[str, ...], Places]:
    """Return which steps followed the first time it was done, sorted, and in which finished cases.

    From the first time on: a case that was sent back and checked again went another way.
    """
    import numpy as np

    ways: dict[tuple[str, ...], list[Places]] = {}
    done = study.passages
    for way, cases in done.cases_by_way(done.element, done.activity):
        elements = [element or activity or "" for element, activity in way]
        if step.element.id in elements:
            after = tuple(sorted(elements[elements.index(step.element.id) + 1 :]))
            ways.setdefault(after, []).append(cases)
    return {after: np.concatenate(cases) for after, cases in ways.items()}


def _finding(study: Study, step: AssessedStep, after: tuple[str, ...], cases: Places) -> Finding:
    assert study.model is not None and study.log is not None
    n = len(cases)
    label, effort = step.element.label, typical(step.step.effort)
    names = [study.model.label(a) for a in dict.fromkeys(after)]
    return Finding(
        detector="outcome_without_effect",
        elements=(step.element.id,),
        claim=_("Whatever “{label}” found, all {n} cases went on alike: {after}.").format(
            label=label, n=n, after=listed(names)
        ),
        evidence=(
            Evidence(
                text=_(
                    "0 of {n} cases went another way; with 95 % confidence fewer than {high:.1f} % would. Nothing in "
                    "the model reads its answers."
                ).format(n=n, high=wilson(0, n)[1] * 100),
                n=n,
                against=0,
                origin=study.log.origin,
                cases=study.sides(cases),
            ),
            *grounds([step]),
        ),
        saving=study.saving(
            step.element.id,
            work=effort,
            formula=_("the work of “{label}”: {work}").format(
                label=label, work=in_words(effort) if effort is not None else _("not assessed")
            ),
        ),
        confidence="low" if law_behind(step) is not None or study.log.origin == "simulated" else "medium",
        refutation=_(
            "Something outside the log that depends on “{label}”, or people who are honest because of it."
        ).format(label=label),
        suggestion="task_elimination",
    )
