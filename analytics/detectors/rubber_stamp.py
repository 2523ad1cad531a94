"""Rubber stamp: a decision that nearly always comes out the same.

What it finds: In a log of a model, a decision after which at least 95 % of the cases go the same way, with 95 %
    confidence (Wilson); the cases that went another way are counted as counter-cases.
Why it matters: Ten thousand cases queue for a look that changes two of them.
Wrong:
    “Approve request”: 2,000 of 2,010 pass.
Right:
    A sample is looked at afterwards, or only cases above a threshold.
How sure: A question, not a verdict: a control can deter, and a law can demand it (then the finding is less sure).
    Cases still running are left out.  A way out that leads to no activity is told from unfinished cases by their end.
Source: Wilson (1927), doi:10.1080/01621459.1927.10502953; Reijers & Limam Mansar (2005), empower; methods, approvals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.bounds import wilson
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import law_behind
from analytics.lengths import in_words, percent, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.case_set import Places
    from analytics.interactions import AssessedStep
    from analytics.study import Study
    from processes.model.elements import SequenceFlow

MIN_SHARE, MIN_CASES = 0.95, 30


@detectors.register
def rubber_stamp(study: Study) -> Iterator[Finding]:
    """Yield one finding for each decision that hardly ever decides."""
    if study.model is None or study.log is None:
        return
    for step in study.steps:
        ways = _ways(study, step)
        if ways and step.step.purpose == "control" and not step.is_applicant_side:
            yield from _judged(study, step, _counted(study, step, ways))


def _ways(study: Study, step: AssessedStep) -> tuple[SequenceFlow, ...]:
    """Return the ways out of the gateway that follows the step directly."""
    assert study.model is not None
    onward = study.model.outgoing(step.element.id)
    if len(onward) != 1:
        return onward if len(onward) > 1 and any(f.condition for f in onward) else ()
    gateway = study.model.element(onward[0].target)
    return study.model.outgoing(gateway.id) if gateway.type == "ExclusiveGateway" else ()


def _counted(study: Study, step: AssessedStep, ways: tuple[SequenceFlow, ...]) -> Mapping[str, Places]:
    """Return which finished cases took each way after they last left the step."""
    import numpy as np

    marks = _marks(study, ways)
    silent = [flow for flow, tasks in marks.items() if not tasks]
    taken: dict[str, list[Places]] = {}
    for way, cases in study.passages.cases_by_way(study.passages.element):
        elements = [element for (element,) in way]
        if step.element.id not in elements:
            continue
        last = len(elements) - 1 - elements[::-1].index(step.element.id)
        after = set(elements[last + 1 :])
        met = [flow for flow, tasks in marks.items() if tasks & after]
        if len(met) == 1:
            taken.setdefault(met[0], []).append(cases)
        elif not met and len(silent) == 1:
            taken.setdefault(silent[0], []).append(cases)
    return {flow: np.concatenate(cases) for flow, cases in taken.items()}


def _marks(study: Study, ways: tuple[SequenceFlow, ...]) -> Mapping[str, frozenset[str]]:
    """Return for each way the tasks that only it leads to."""
    import networkx as nx

    assert study.model is not None
    graph = study.model.graph
    reached = {f.id: frozenset({f.target, *nx.descendants(graph, f.target)}) for f in ways}
    tasks = {e.id for e in study.model.elements.values() if e.is_task}
    marks = {}
    for flow, mine in reached.items():
        others = frozenset().union(*(r for f, r in reached.items() if f != flow))
        marks[flow] = (mine & tasks) - others
    return marks


def _judged(study: Study, step: AssessedStep, taken: Mapping[str, Places]) -> Iterator[Finding]:
    import numpy as np

    assert study.model is not None and study.log is not None
    n = sum(len(cases) for cases in taken.values())
    if n < MIN_CASES:
        return
    flow = max(taken, key=lambda f: len(taken[f]))
    count = len(taken[flow])
    low, high = wilson(count, n)
    if low < MIN_SHARE:
        return
    effort, queue = typical(step.step.effort), typical(step.step.queue)
    label = step.element.label
    yield Finding(
        detector="rubber_stamp",
        elements=(step.element.id,),
        claim=_("After “{label}” {count} of {n} cases went the same way: “{way}”.").format(
            label=label, count=count, n=n, way=study.model.label(flow)
        ),
        evidence=(
            Evidence(
                text=_(
                    "{share} % of the cases, between {low:.1f} and {high:.1f} % with 95 % confidence; {against} went "
                    "another way."
                ).format(share=percent(count / n), low=low * 100, high=high * 100, against=n - count),
                n=n,
                against=n - count,
                origin=study.log.origin,
                cases=study.sides(
                    taken[flow],
                    np.concatenate([taken[flow][:0], *(c for f, c in taken.items() if f != flow)]),
                ),
            ),
        ),
        saving=study.saving(
            step.element.id,
            work=effort,
            time=queue if step.takes_applicants_time else None,
            formula=_("the work of “{label}”: {work}").format(
                label=label, work=in_words(effort) if effort is not None else _("not assessed")
            ),
        ),
        confidence="low" if law_behind(step) is not None else "medium",
        refutation=_("Applicants who stay away because they know that “{label}” would refuse them.").format(
            label=label
        ),
        suggestion="empower",
    )
