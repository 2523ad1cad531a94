"""Ping-pong: the case goes from one desk to another and back (D10).

What it finds: In a model, a desk that hands the case to another which only records or passes on, and gets it back; in a
    log, how often cases go from one group to a second and return to the first.
Why it matters: Each turn is a pile of paper on somebody's desk, a wait, and nobody who answers for the whole.
Wrong:
    Specialist → registry stamps a number → specialist.
Right:
    The specialist's step takes the number from the register itself.
How sure: In a log with steps side by side, order alone can look like a turn; a review that finds something is no
    ping-pong.  A turn that a mandatory law demands is not reported from the model.
Source: vocabulary D10; edeaR `number_of_repetitions` by resource; Reijers & Limam Mansar (2005), integration.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import in_words, percent, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.case_set import Places
    from analytics.study import Study

#: A turn in fewer cases than this is an exception, not a habit.
MIN_SHARE, MIN_CASES = 0.1, 5


@detectors.register
def ping_pong(study: Study) -> Iterator[Finding]:
    """Yield the turns drawn in the model and those met in the log."""
    yield from _drawn(study)
    yield from _met(study)


def _drawn(study: Study) -> Iterator[Finding]:
    if study.model is None:
        return
    for step in study.steps:
        if step.step.purpose not in ("handover", "record") or law_behind(step) is not None:
            continue
        before, after = study.model.incoming(step.element.id), study.model.outgoing(step.element.id)
        if len(before) != 1 or len(after) != 1:
            continue
        first, last = study.model.element(before[0].source), study.model.element(after[0].target)
        turns = first.lane is not None and first.lane == last.lane != step.element.lane
        if not (turns and first.is_task and last.is_task):
            continue
        effort = typical(step.step.effort)
        yield Finding(
            detector="ping_pong",
            elements=(first.id, step.element.id, last.id),
            claim=_(
                "{desk} gives the case away for “{label}”, which only passes it on, and gets it back for “{last}”."
            ).format(
                desk=study.model.lanes[first.lane or ""].name, label=step.element.label, last=last.label
            ),
            evidence=grounds([step]),
            saving=study.saving(
                step.element.id,
                work=effort,
                formula=_("work {work}").format(work=in_words(effort)) if effort is not None else None,
            ),
            confidence=confidence([step]),
            refutation=_("In “{label}” something is decided that the model calls passing on.").format(
                label=step.element.label
            ),
            suggestion="task_elimination",
            data={"kind": "drawn"},
        )


def _met(study: Study) -> Iterator[Finding]:
    if study.log is None or not study.done.num_rows:
        return
    import numpy as np

    turned: dict[tuple[str, str], list[Places]] = {}
    known: list[Places] = []
    # What the applicant does elsewhere is no desk of the office.
    outside = {s.element.id for s in study.steps if s.is_applicant_side and s.element.type == "ManualTask"}
    done = study.passages
    inside = ~done.element.among(outside)
    for way, these in done.cases_by_way(done.group, rows=inside, finished=False):
        groups = [group for (group,) in way if group is not None]
        if len(groups) < len(way):
            continue
        known.append(these)
        desks = [group for group, _same in groupby(groups)]
        for turn in {(a, b) for a, b, c in zip(desks, desks[1:], desks[2:], strict=False) if a == c}:
            turned.setdefault(turn, []).append(these)
    turns = {turn: np.concatenate(sets) for turn, sets in turned.items()}
    for (desk, other), returned in sorted(turns.items(), key=lambda turn: -len(turn[1])):
        cases, count = sum(map(len, known)), len(returned)
        if count < MIN_CASES or count / cases < MIN_SHARE:
            continue
        yield Finding(
            detector="ping_pong",
            elements=(),
            claim=_("In {count} of {cases} cases {desk} gave the case to {other} and got it back.").format(
                count=count, cases=cases, desk=desk, other=other
            ),
            evidence=(
                Evidence(
                    text=_("{share} % of the cases whose groups are all known.").format(
                        share=percent(count / cases)
                    ),
                    n=cases,
                    against=cases - count,
                    origin=study.log.origin,
                    cases=study.sides(returned, np.setdiff1d(np.concatenate(known), returned)),
                ),
            ),
            confidence="medium",
            refutation=_("{other} finds or decides something on the way, or both work side by side.").format(
                other=other
            ),
            data={"kind": "met", "desk": desk, "other": other},
        )
