"""Rework source: what is done again, and which activity sends it back.

What it finds: In a log, an activity done again in at least 5 % of its cases, with the activity that came right before
    the repetition most often.
Why it matters: Done twice is paid twice and waited for twice; the cause sits where the fault was made, not where it was
    found.
Wrong:
    In 300 of 1,000 cases “Register application” is done again after “Check”.
Right:
    The form checks what “Check” looks for, before the application is accepted.
How sure: The count is exact.  Repetition can be meant (one inspection for each building), which would refute it.
Source: edeaR `number_of_repetitions`; Reijers & Limam Mansar (2005), control relocation,
    doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from analytics.study import Study

MIN_SHARE, MIN_CASES = 0.05, 5


@detectors.register
def rework_source(study: Study) -> Iterator[Finding]:
    """Yield one finding for each activity that is often done again."""
    if study.log is None:
        return
    done = study.passages
    cases: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for way, n in done.ways(done.activity, finished=False):
        for (activity,), times in Counter(way).items():
            cases[str(activity)] += n
            again[str(activity)] += n if times > 1 else 0
    for activity, count in sorted(again.items(), key=lambda a: (-a[1], a[0])):
        if count >= MIN_CASES and count / cases[activity] >= MIN_SHARE:
            yield _finding(study, activity, count, cases[activity])


def _repeated(study: Study, activity: str) -> npt.NDArray[np.int64]:
    """Return the rows in which a case came to the activity again."""
    import numpy as np

    done = study.passages
    mine = np.flatnonzero(done.activity.codes == done.activity.code(activity))
    same = done.case[mine]
    again: npt.NDArray[np.int64] = mine[1:][same[1:] == same[:-1]]
    return again


def _sender(study: Study, rows: npt.NDArray[np.int64]) -> tuple[str, int]:
    """Return the activity directly before most of `rows`, of several the first met, and how often it was."""
    done = study.passages
    [(code, times)] = Counter(done.activity.codes[rows - 1].tolist()).most_common(1)
    return done.activity.names[code], times


def _lost(study: Study, rows: npt.NDArray[np.int64]) -> timedelta | None:
    """Return the work on `rows`, divided by all cases; None where a time is unknown."""
    import numpy as np

    assert study.log is not None
    work = study.passages.completed[rows] - study.passages.begun[rows]
    return timedelta(seconds=float(work.sum()) / len(study.log)) if not np.isnan(work).any() else None


def _finding(study: Study, activity: str, count: int, cases: int) -> Finding:
    assert study.log is not None
    import numpy as np

    rows = _repeated(study, activity)
    sender, times = _sender(study, rows)
    done = study.passages
    mine = done.activity.codes == done.activity.code(activity)
    codes = set(done.element.codes[mine].tolist()) - {-1}
    elements = [done.element.names[code] for code in codes]
    element = elements[0] if len(elements) == 1 else ""
    claim = (
        _("In {count} of {cases} cases “{activity}” is done again, right after itself.")
        if sender == activity
        else _("In {count} of {cases} cases “{activity}” is done again, mostly after “{sender}”.")
    )
    return Finding(
        detector="rework_source",
        elements=(element,) if element else (),
        claim=claim.format(count=count, cases=cases, activity=activity, sender=sender),
        evidence=(
            Evidence(
                text=_("{share} % of its cases; {times} of {all} repetitions came after “{sender}”.").format(
                    share=percent(count / cases), times=times, all=len(rows), sender=sender
                ),
                n=cases,
                against=cases - count,
                origin=study.log.origin,
                cases=study.sides(done.case[rows], np.setdiff1d(done.case[mine], done.case[rows])),
            ),
        ),
        saving=study.saving(
            element,
            work=_lost(study, rows),
            formula=_("the work on all repetitions, divided by all {n} cases").format(n=len(study.log)),
        ),
        confidence="high",
        refutation=_(
            "A reason to do “{activity}” more than once in a case, such as several buildings."
        ).format(activity=activity),
        data={"activity": activity, "sender": sender},
    )
