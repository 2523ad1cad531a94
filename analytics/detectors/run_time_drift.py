"""Run-time drift: cases take longer than the procedure promises (D22).

What it finds: In a log of a model, the whole procedure, or a step with its wait, whose measured median is above what
    the model promises: its limit, or, where a step has none, its typical wait.
Why it matters: A promise half of the applicants do not get is no promise; savings counted from it are not real.
Wrong:
    Limit 5 working days; half of 200 cases took more than 9.
Right:
    Nine in ten cases are done within the limit.
How sure: Drift is claimed only when, with 95 % confidence (Wilson), more than half of the cases are over the promise.
    Cases still running are left out, so the truth can be worse.  Time the law does not count (papers the applicant has
    yet to bring, an objection period) would refute it and makes nothing sure that the log does not show.  A simulated
    log shows what was assumed, not what happened: low confidence.
Source: vocabulary D22; Wilson (1927), doi:10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from analytics.bounds import wilson
from analytics.clock_stops import by_case, clock_stops, counted_seconds
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent, typical
from processes.calendar import WorkingCalendar
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import numpy as np
    import numpy.typing as npt

    from analytics.study import Study
    from processes.term import Stop

#: Fewer cases than this are an anecdote.
MIN_CASES = 10


class _Promise(NamedTuple):
    """What was promised, in days of its unit; `element` None for the whole procedure."""

    element: str | None
    days: float
    is_working: bool
    is_limit: bool


@detectors.register
def run_time_drift(study: Study) -> Iterator[Finding]:
    """Yield the promises of the model that most cases of the log do not keep."""
    if study.model is None or study.log is None:
        return
    for promise in _promises(study):
        took = _measured(study, promise)
        over = int((took > promise.days).sum())
        if len(took) >= MIN_CASES and wilson(over, len(took))[0] > 0.5:
            yield _finding(study, promise, took, over)


def _promises(study: Study) -> Iterator[_Promise]:
    assert study.model is not None
    procedure = study.model.procedure
    day = timedelta(days=1)
    if procedure is not None and procedure.limit is not None:
        yield _Promise(None, procedure.limit / day, procedure.limit_unit == "working", is_limit=True)
    for step in study.steps:
        if step.is_applicant_side:
            continue  # when applicants come is theirs
        wait = typical(step.step.wait)
        # Shorter than a day is hours of an open office, and the two units of the model do not say which.
        if step.step.limit is not None and step.step.limit >= day:
            is_working = step.step.limit_unit == "working"
            yield _Promise(step.element.id, step.step.limit / day, is_working, is_limit=True)
        elif step.step.limit is None and wait is not None and wait >= day:
            is_working = step.step.wait_unit == "working"
            yield _Promise(step.element.id, wait / day, is_working, is_limit=False)


def _measured(study: Study, promise: _Promise) -> npt.NDArray[np.float64]:
    """Return how long each finished case, or each time the step was done, really took, in days of the promise.

    A limit runs from the moment the step could begin to its end; a wait is what lies behind a step, until the next one
    is begun (in a log that does not record starts: ended).  Days on which the clock stood still for the applicant do
    not count.
    """
    import numpy as np

    from analytics.measure import length, unit_of

    office = study.calendar or WorkingCalendar.default()
    stops = clock_stops(study.log, office) if study.log is not None else {}
    stopped = by_case(stops)
    spans: list[tuple[datetime, datetime, tuple[Stop, ...]]] = []
    for case, found in groupby(study.completed, key=lambda r: r["case"]):
        rows = sorted(found, key=lambda r: r["completed"])
        if promise.element is None:
            firsts = [r["offered"] or r["started"] or r["claimed"] or r["completed"] for r in rows]
            if case not in study.running:
                spans.append((min(firsts), rows[-1]["completed"], stopped.get(case, ())))
            continue
        for at, row in enumerate(rows):
            if row["element"] != promise.element:
                continue
            if promise.is_limit:
                begin = row["offered"] or (rows[at - 1]["completed"] if at else None)
                own = stops.get((case, row["instance"]), ())
                spans += [(begin, row["completed"], own)] if begin is not None else []
            elif at + 1 < len(rows):
                after = rows[at + 1]
                begun = after["started"] or after["claimed"] or after["completed"]
                spans.append((row["completed"], begun, ()))
    if not spans:
        return np.array([])
    begins = np.array([begin.timestamp() for begin, _end, _own in spans])
    ends = np.array([end.timestamp() for _begin, end, _own in spans])
    unit = "working days" if promise.is_working else "days"
    factor, working = unit_of(unit, study.calendar)
    took: npt.NDArray[np.float64] = length(begins, ends, working=working, calendar=study.calendar).clip(min=0)
    for at, (begin, end, own) in enumerate(spans):
        if own:
            took[at] = counted_seconds(begin, end, own, working=working, calendar=office)
    return took / factor


def _finding(study: Study, promise: _Promise, took: npt.NDArray[np.float64], over: int) -> Finding:
    import numpy as np

    assert study.model is not None and study.log is not None
    n, median = len(took), float(np.median(took))
    low, high = wilson(over, n)
    unit: Message = _("working days") if promise.is_working else _("calendar days")
    if promise.element is None:
        claim = _(
            "The procedure promises {promised:g} {unit}; half of {n} finished cases took more than {median:.1f}."
        ).format(promised=round(promise.days, 1), unit=unit, n=n, median=median)
    elif promise.is_limit:
        claim = _(
            "“{label}” has a limit of {promised:g} {unit}; half of {n} times it took more than {median:.1f}."
        )
    else:
        claim = _(
            "Behind “{label}” the model says {promised:g} {unit}; half of {n} times it lay more than {median:.1f}."
        )
    if promise.element is not None:
        claim = claim.format(
            label=study.model.label(promise.element),
            promised=round(promise.days, 1),
            unit=unit,
            n=n,
            median=median,
        )
    gained = median - promise.days
    lead = timedelta(days=gained)
    return Finding(
        detector="run_time_drift",
        elements=() if promise.element is None else (promise.element,),
        claim=claim,
        evidence=(
            Evidence(
                text=_(
                    "{share} % were over it, between {low:.1f} and {high:.1f} % with 95 % confidence; nine in ten took "
                    "up to {p90:.1f} {unit}."
                ).format(
                    share=percent(over / n),
                    low=low * 100,
                    high=high * 100,
                    p90=float(np.quantile(took, 0.9)),
                    unit=unit,
                ),
                n=n,
                against=n - over,
                origin=study.log.origin,
            ),
        ),
        saving=study.saving(
            promise.element or "",
            lead=lead,
            formula=_("median − promise: {median:.1f} − {promised:g} {unit}").format(
                median=median, promised=round(promise.days, 1), unit=unit
            ),
        ),
        confidence="low" if study.log.origin == "simulated" else "high" if promise.is_limit else "medium",
        refutation=_(
            "Days that do not count by law: the applicant had to bring papers, or the clock stood still."
        ),
        data={"kind": "limit" if promise.is_limit else "wait"},
    )
