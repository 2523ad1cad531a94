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

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.bounds import wilson
from analytics.clock_stops import by_case, counted_seconds
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent, typical
from processes.calendar import WorkingCalendar
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from analytics.case_set import CaseSides, Places
    from analytics.study import Study

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
        took, case = _measured(study, promise)
        over = took > promise.days
        if len(took) >= MIN_CASES and wilson(int(over.sum()), len(took))[0] > 0.5:
            yield _finding(study, promise, took, study.sides(case[over], case[~over]))


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


def _measured(study: Study, promise: _Promise) -> tuple[npt.NDArray[np.float64], Places]:
    """Return how long each finished case, or each time the step was done, really took, in days of the promise.

    With the place of each one's case in the log.

    A limit runs from the moment the step could begin to its end; a wait is what lies behind a step, until the next one
    is begun (in a log that does not record starts: ended).  Days on which the clock stood still for the applicant do
    not count.
    """

    from analytics.measure import length, unit_of

    rows = _whole(study) if promise.element is None else _each(study, promise.element, promise.is_limit)
    unit = "working days" if promise.is_working else "days"
    factor, working = unit_of(unit, study.calendar)
    took: npt.NDArray[np.float64] = length(
        rows.begins, rows.ends, working=working, calendar=study.calendar
    ).clip(min=0)
    if study.stops and rows.counts_stops:
        _without_stops(study, promise, rows, took, working=working)
    return took / factor, study.passages.case[rows.rows]


class _Spans(NamedTuple):
    """From when to when, and the rows of the log at the end of each."""

    begins: npt.NDArray[np.float64]
    ends: npt.NDArray[np.float64]
    rows: npt.NDArray[np.int64]
    counts_stops: bool = True


def _whole(study: Study) -> _Spans:
    """Return the finished cases, from the first offer to the last completion."""
    import numpy as np

    done = study.passages
    rows, case = _in_order(study)
    begins = np.flatnonzero(np.diff(case, prepend=-1))
    if not len(begins):
        return _Spans(np.zeros(0), np.zeros(0), begins)
    firsts = done.completed[rows]
    for known in (done.claimed[rows], done.started[rows], done.offered[rows]):
        firsts = np.where(np.isnan(known), firsts, known)
    last = rows[np.append(begins[1:], len(rows)) - 1]
    finished = ~done.runs[done.case[last]]
    return _Spans(
        np.minimum.reduceat(firsts, begins)[finished], done.completed[last][finished], last[finished]
    )


def _each(study: Study, element: str, is_limit: bool) -> _Spans:
    """Return each passage through `element`, or the wait behind it."""
    import numpy as np

    done = study.passages
    rows, case = _in_order(study)
    at = np.flatnonzero(done.element.codes[rows] == done.element.code(element))
    first, last = case[at] != case[np.maximum(at - 1, 0)], case[at] != case[np.minimum(at + 1, len(case) - 1)]
    first |= at == 0
    last |= at == len(case) - 1
    ends = done.completed[rows[at]]
    if is_limit:
        before = np.where(first, np.nan, done.completed[rows[np.maximum(at - 1, 0)]])
        begins = done.offered[rows[at]]
        begins = np.where(np.isnan(begins), before, begins)
        known = ~np.isnan(begins)
        return _Spans(begins[known], ends[known], rows[at][known])
    after = rows[at[~last] + 1]
    begun = np.where(np.isnan(done.begun[after]), done.completed[after], done.begun[after])
    return _Spans(ends[~last], begun, after, counts_stops=False)


def _in_order(study: Study) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.signedinteger[Any]]]:
    """Return the rows with a known completion by case and completion, and the case of each."""
    import numpy as np

    done = study.passages
    rows = np.lexsort((done.completed, done.case))
    rows = rows[~np.isnan(done.completed[rows])]
    return rows, done.case[rows]


def _without_stops(
    study: Study, promise: _Promise, spans: _Spans, took: npt.NDArray[np.float64], *, working: bool
) -> None:
    """Take the days on which the clock stood still out of `took`, in seconds."""
    office = study.calendar or WorkingCalendar.default()
    stopped = by_case(study.stops)
    names = study.done.select(["case", "instance"]).take(spans.rows).to_pylist()
    for at, row in enumerate(names):
        own = (
            stopped.get(row["case"], ())
            if promise.element is None
            else study.stops.get((row["case"], row["instance"]), ())
        )
        if own:
            begin, end = (datetime.fromtimestamp(s, UTC) for s in (spans.begins[at], spans.ends[at]))
            took[at] = counted_seconds(begin, end, own, working=working, calendar=office)


def _finding(study: Study, promise: _Promise, took: npt.NDArray[np.float64], cases: CaseSides) -> Finding:
    import numpy as np

    assert study.model is not None and study.log is not None
    over = int((took > promise.days).sum())
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
                cases=cases,
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
