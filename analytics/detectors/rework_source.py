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

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study

MIN_SHARE, MIN_CASES = 0.05, 5


@detectors.register
def rework_source(study: Study) -> Iterator[Finding]:
    """Yield one finding for each activity that is often done again."""
    if study.log is None:
        return
    cases: Counter[str] = Counter()
    again: Counter[str] = Counter()
    senders: dict[str, Counter[str]] = defaultdict(Counter)
    work: dict[str, list[timedelta | None]] = defaultdict(list)
    elements: dict[str, set[str]] = defaultdict(set)
    for _case, group in groupby(study.completed, key=lambda r: r["case"]):
        seen: set[str] = set()
        repeated: set[str] = set()
        before: str | None = None
        for row in group:
            activity = row["activity"]
            if row["element"]:
                elements[activity].add(row["element"])
            if activity in seen:
                repeated.add(activity)
                started = row["started"] or row["claimed"]
                work[activity].append(row["completed"] - started if started and row["completed"] else None)
                if before is not None:
                    senders[activity][before] += 1
            seen.add(activity)
            before = activity
        cases.update(seen)
        again.update(repeated)
    for activity, count in again.most_common():
        if count < MIN_CASES or count / cases[activity] < MIN_SHARE:
            continue
        sender, times = senders[activity].most_common(1)[0]
        yield _finding(
            study, activity, count, cases[activity], sender, times, work[activity], elements[activity]
        )


def _finding(
    study: Study,
    activity: str,
    count: int,
    cases: int,
    sender: str,
    times: int,
    work: list[timedelta | None],
    elements: set[str],
) -> Finding:
    assert study.log is not None
    known = [w for w in work if w is not None]
    lost = sum(known, timedelta()) / len(study.log) if len(known) == len(work) and known else None
    element = next(iter(elements)) if len(elements) == 1 else ""
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
                    share=percent(count / cases), times=times, all=len(work), sender=sender
                ),
                n=count,
                against=cases - count,
                origin=study.log.origin,
            ),
        ),
        saving=study.saving(
            element,
            work=lost,
            formula=_("the work on all repetitions, divided by all {n} cases").format(n=len(study.log)),
        ),
        confidence="high",
        refutation=_(
            "A reason to do “{activity}” more than once in a case, such as several buildings."
        ).format(activity=activity),
        data={"activity": activity, "sender": sender},
    )
