"""Service standard: how many cases were done within their term (M14, when it runs).

What it measures: Of the cases that are done, how many ended by the end of their term, counted from the first event as
    the calendar counts terms: `n` the cases, `total` those in time, `mean` their share.
Why it matters: The term is what the state has promised; the average says nothing of those it failed.
Example:
    >>> import analytics as an
    >>> from datetime import timedelta
    >>> from processes.examples import two_certificates
    >>> an.service_standard(two_certificates(), limit=timedelta(days=1))["all"].mean
    1.0

Misread: Only stops of the clock that were recorded (work suspended until the applicant completes the file) move the
    term; in a log that records none, a case that waited for the applicant may be late here and in time by law.
How sure: Exact for what was recorded. A running case within its term is counted in `unknown`; one that is over already
    is late. Whether a case of a log of completions runs on nobody can tell: it counts as done.
Source: vocabulary M14; Civil Code of the Kyrgyz Republic, art. 189–193 (terms).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.case_times import case_spans, case_variants
from analytics.clock_stops import by_case, clock_stops
from analytics.errors import NotMeasurable
from analytics.measure import Level, Measure, Row, refuse_level, require
from analytics.measures import measures
from processes.errors import NotCovered
from processes.term import Term
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from processes.calendar import Unit, WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model
    from processes.term import Stop


@measures.register
def service_standard(
    log: EventLog,
    *,
    limit: timedelta | None = None,
    limit_unit: Unit = "working",
    model: Model | None = None,
    level: Level = "log",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return how many cases kept the term; levels log, variant.  Without `limit` the term of `model` counts."""
    import pyarrow.compute as pc

    from processes.calendar import WorkingCalendar as Calendar

    refuse_level("service standard", level, ("log", "variant"))
    require(log)
    limit, limit_unit = promised(limit, limit_unit, model)
    office = calendar or Calendar.default()
    spans = case_spans(log)
    running = log.activities.filter(pc.is_null(log.activities["ended_as"]))
    open_ = set(pc.unique(running["case"]).to_pylist())
    now = pc.max(spans["last"]).as_py()
    names = case_variants(log)["variant"].to_pylist() if level == "variant" else ["all"] * spans.num_rows
    stops = by_case(clock_stops(log, office))
    today = now.astimezone(office.zone).date() if now is not None else None
    ends: dict[tuple[datetime, tuple[Stop, ...]], datetime] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for name, row in zip(names, spans.to_pylist(), strict=True):
        done, kept, unknown = counts.setdefault(name, (0, 0, 0))
        if row["first"] is None:
            counts[name] = (done, kept, unknown + 1)
            continue
        own = stops.get(row["case"], ())
        due = ends.get((row["first"], own))
        if due is None:
            term = Term(start=row["first"], amount=limit, unit=limit_unit, stops=own)
            due = ends[row["first"], own] = due_of(office, term, today)
        is_open = row["case"] in open_
        if is_open and now <= due:
            counts[name] = (done, kept, unknown + 1)
        else:
            counts[name] = (done + 1, kept + int(not is_open and row["last"] <= due), unknown)
    rows = rows_of((name, *tally) for name, tally in counts.items())
    return Measure(
        name="service standard",
        level=level,
        unit="cases",
        rows=rows,
        origin=log.origin,
        working=limit_unit == "working",
    )


def promised(limit: timedelta | None, limit_unit: Unit, model: Model | None) -> tuple[timedelta, Unit]:
    """Return the term and its unit, without `limit` those of the model; raises `NotMeasurable` when nobody said it."""
    procedure = model.procedure if model is not None else None
    if limit is None and procedure is not None and procedure.limit is not None:
        return procedure.limit, "calendar" if procedure.limit_unit == "calendar" else "working"
    if limit is None:
        raise NotMeasurable(
            _("Nobody has said what the term is."), hint=_("Give limit=, or a model whose procedure has one.")
        )
    return limit, limit_unit


def rows_of(counts: Iterable[tuple[str, int, int, int]]) -> tuple[Row, ...]:
    """Return a row for each (key, cases done, those in time, cases nobody can tell of), the most cases first."""
    return tuple(
        Row(
            key=name,
            n=done,
            unknown=unknown,
            mean=kept / done if done else None,
            total=float(kept) if done else None,
        )
        for name, done, kept, unknown in sorted(counts, key=lambda c: (-c[1], c[0]))
    )


def due_of(office: WorkingCalendar, term: Term, today: date | None) -> datetime:
    """Return when a term ends; raises `NotMeasurable` where no calendar knows."""
    try:
        return term.due(office, today=today)
    except NotCovered as error:
        raise NotMeasurable(error.message, hint=error.hint) from error
    except ValueError as error:
        raise NotMeasurable(str(error)) from error
