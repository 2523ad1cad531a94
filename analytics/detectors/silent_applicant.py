"""Silent applicant: for weeks nobody tells the applicant anything (D19).

What it finds: In a model, the longest stretch between two moments the applicant takes part or is written to, when its
    waits (or, where none is given, its limits) come to more than ten working days; in a log of a model, cases in which
    that long passed between two such moments.
Why it matters: Whoever hears nothing comes and asks; each such visit costs a trip and an officer's time.
Wrong:
    “Apply”, then three offices with 30 days each, then “Collect”.
Right:
    After each office a message says where the case is and what comes next.
How sure: Only messages drawn in the model are seen; a page where the applicant can follow the case would refute it.
    Calendar days count five sevenths.  Steps nobody has timed are counted and named, never taken for zero; a log in
    which the drawn messages are not recorded says nothing.  No law demands silence, so none excuses it.
Source: vocabulary D19; Recommendation CM/Rec(2007)7 of the Council of Europe on good administration, art. 10 and 13.
    Ten working days are our own bound.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.bounds import wilson
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import confidence
from analytics.lengths import percent, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from analytics.study import Study
    from processes.model.elements import Element
    from processes.model.gov import Step

#: Working days without a word that are too many.
DAYS = 10
#: Silence in fewer cases than this is an exception, not a habit.
MIN_SHARE, MIN_CASES = 0.1, 5


@detectors.register
def silent_applicant(study: Study) -> Iterator[Finding]:
    """Yield the longest silence drawn in the model, and the one met most often in the log."""
    if study.model is None:
        return
    heard = {e.id for e in study.model.elements.values() if _is_told(study, e)}
    if not any(s.element.id in heard for s in study.steps):
        return  # nobody has said where an applicant is met: it may be a procedure without one
    yield from _drawn(study, heard)
    yield from _met(study, heard)


def _is_told(study: Study, element: Element) -> bool:
    """Whether the applicant takes part in it or is sent something by it."""
    if element.type == "SendTask":
        return True
    if element.type in ("IntermediateThrowEvent", "EndEvent") and element.event_definition is not None:
        return element.event_definition.type == "Message"
    step = study.step(element.id)
    return step is not None and (step.is_interaction or step.is_applicant_side)


def _days(step: Step | None) -> float | None:
    """Return the working days behind a step: its wait, else its limit; None when nobody has said.

    What a third party takes is no silence of the office: the applicant sent for it, and asks it.
    """
    if step is None:
        return None
    if step.actor == "thirdParty":
        return 0.0
    wait = typical(step.wait)
    length, unit = (wait, step.wait_unit) if wait is not None else (step.limit, step.limit_unit)
    if length is None:
        return None
    return length / timedelta(days=1) * (5 / 7 if unit == "calendar" else 1)


def _drawn(study: Study, heard: set[str]) -> Iterator[Finding]:
    assert study.model is not None
    days, way = _longest_silence(study, heard)
    if days <= DAYS:
        return
    steps = [s for s in study.steps if s.element.id in way]
    timed = [s for s in steps if _days(s.step)]
    by_limit = any(typical(s.step.wait) is None and s.step.limit is not None for s in steps)
    untimed = sum(
        1 for id_ in way if study.model.element(id_).is_task and _days(study.model.element(id_).step) is None
    )
    yield Finding(
        detector="silent_applicant",
        elements=tuple(way),
        claim=_("From “{first}” on nobody tells the applicant anything for {days} working days.").format(
            first=study.model.label(way[0]), days=round(days)
        ),
        evidence=(
            *(
                Evidence(
                    text=_("“{label}”: {days} working days.").format(
                        label=s.element.label, days=round(_days(s.step) or 0.0, 1)
                    )
                )
                for s in timed
            ),
            *(
                [
                    Evidence(
                        text=_("{count} steps on the way say neither wait nor limit.").format(count=untimed)
                    )
                ]
                if untimed
                else []
            ),
        ),
        saving=study.saving(
            way[0], formula=_("unknown: what the applicants' questions cost is not in the model")
        ),
        confidence=confidence(timed, about=("limit",) if by_limit else ("wait",), less=1 if by_limit else 0),
        refutation=_("A message, or a page with the state of the case, that the model does not draw."),
        data={"kind": "drawn"},
    )


def _longest_silence(study: Study, heard: set[str]) -> tuple[float, list[str]]:
    """Return the working days of the longest way through the model without a word, and its tasks; loops count once.

    A silence begins with the step the applicant was last part of, as the case waits behind it.
    """
    import networkx as nx

    assert study.model is not None
    model = study.model
    reached = set(study.visits)
    graph = model.graph.subgraph(reached).copy()
    graph.remove_edges_from([(a, b) for a, b in graph.edges if b in heard])
    parts = nx.condensation(graph)
    best: dict[int, tuple[float, list[str]]] = {}
    for node in nx.topological_sort(parts):
        length, way = max((best[p] for p in parts.predecessors(node)), key=lambda b: b[0], default=(0.0, []))
        own = [m for m in sorted(parts.nodes[node]["members"]) if model.element(m).is_task]
        length += sum(_days(model.element(m).step) or 0.0 for m in own)
        best[node] = (length, [*way, *own])
    return max(best.values(), key=lambda b: b[0], default=(0.0, []))


def _silences(study: Study, heard: set[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the rows of finished cases after which the applicant heard nothing for too long, and the working days.

    A case's first and last steps count as words.
    """
    import numpy as np

    from analytics.measure import length, unit_of

    factor, _working = unit_of("working days", study.calendar)
    done = study.passages
    order = np.lexsort((done.completed, done.case))
    order = order[~done.runs[done.case[order]] & ~np.isnan(done.completed[order])]
    case = done.case[order]
    begins = np.diff(case, prepend=-1) != 0
    ends = np.append(begins[1:], True)[: len(case)]
    words = order[done.element.among(heard)[order] | begins | ends]
    before, after = words[:-1], words[1:]
    together = done.case[before] == done.case[after]
    before, after = before[together], after[together]
    gaps = length(done.completed[before], done.completed[after], working=True, calendar=study.calendar)
    gaps = gaps / factor
    return before[gaps > DAYS], gaps[gaps > DAYS]


def _met(study: Study, heard: set[str]) -> Iterator[Finding]:
    import numpy as np

    assert study.model is not None
    sends = {id_ for id_ in heard if study.step(id_) is None or study.model.element(id_).type == "SendTask"}
    if study.log is None:
        return
    done = study.passages
    recorded = set(done.element.names)
    if not heard & recorded or (sends and not sends & recorded):
        return
    rows, gaps = _silences(study, heard)
    finished = np.unique(done.case[~done.runs[done.case]])
    cases = len(finished)
    silences: dict[str, list[int]] = {}
    lengths: dict[str, list[float]] = {}
    longest: dict[tuple[int, str], float] = {}
    for row, gap in zip(rows.tolist(), gaps.tolist(), strict=True):
        element = done.element.text(row)
        if element is not None and element in study.model.elements:
            key = int(done.case[row]), element
            longest[key] = max(gap, longest.get(key, 0.0))
    for (case, element), gap in longest.items():
        silences.setdefault(element, []).append(case)
        lengths.setdefault(element, []).append(gap)
    if not silences:
        return
    element = max(silences, key=lambda id_: len(silences[id_]))
    count = len(silences[element])
    if count < MIN_CASES or count / cases < MIN_SHARE:
        return
    low, high = wilson(count, cases)
    yield Finding(
        detector="silent_applicant",
        elements=(element,),
        claim=_(
            "In {count} of {cases} cases the applicant heard nothing for more than {days} working days after “{label}”."
        ).format(count=count, cases=cases, days=DAYS, label=study.model.label(element)),
        evidence=(
            Evidence(
                text=_(
                    "{share} % of the cases, between {low:.1f} and {high:.1f} % with 95 % confidence; half of these "
                    "silences lasted more than {median:.0f} working days."
                ).format(
                    share=percent(count / cases),
                    low=low * 100,
                    high=high * 100,
                    median=float(np.median(lengths[element])),
                ),
                n=cases,
                against=cases - count,
                origin=study.log.origin,
                cases=study.sides(np.array(silences[element]), np.setdiff1d(finished, silences[element])),
            ),
        ),
        saving=study.saving(
            element, formula=_("unknown: what the applicants' questions cost is not in the model")
        ),
        confidence="medium",
        refutation=_("Messages that were sent and not recorded in the log."),
        data={"kind": "met"},
    )
