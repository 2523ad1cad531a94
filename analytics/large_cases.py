"""What became of the cases of a large log: in time or late, refused and why, and what they cost; who hands to whom."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from analytics.large_counts import COUNTS, spread, told, ways_of_cases
from analytics.large_registry import asked
from analytics.large_times import lengths_at, require_covered
from analytics.measure import Level, Measure, refuse_level
from analytics.measures.handover_network import hubs
from analytics.measures.narrowest_seam import seam
from analytics.measures.refusals import no_attribute, refuse_unsaid
from analytics.measures.refusals import rows_of as reasons_of
from analytics.measures.service_standard import due_of, promised
from analytics.measures.service_standard import rows_of as kept_of
from processes.term import Stop, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

    from analytics.large_log import LargeLog
    from processes.calendar import Unit, WorkingCalendar
    from processes.model.model import Model


@asked
def service_standard(
    log: LargeLog,
    *,
    limit: timedelta | None = None,
    limit_unit: Unit = "working",
    model: Model | None = None,
    level: Level = "log",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return how many cases kept the term; each different beginning of a term is reckoned once, by the calendar."""
    import ibis
    import pyarrow as pa

    from processes.calendar import WorkingCalendar as Calendar

    refuse_level("service standard", level, ("log", "variant"))
    limit, limit_unit = promised(limit, limit_unit, model)
    office = calendar or Calendar.default()
    cases = log.cases
    [row] = told(log, cases.agg(now=cases.last.max()))
    now = row["now"]
    today = datetime.fromtimestamp(now, office.zone).date() if now is not None else None
    # A term of whole days depends on the day it begins; a shorter one on its moment.
    since = "day" if not limit % timedelta(days=1) else "first"
    begins = cases.filter(cases["first"].notnull()).group_by([since, "stops"]).agg(start=cases["first"].min())
    terms = told(log, begins)
    due = [
        due_of(office, _term(row["start"], row["stops"], limit, limit_unit), today).timestamp()
        for row in terms
    ]
    ends = ibis.memtable(
        pa.table(
            {
                "since": pa.array(
                    [row[since] for row in terms], pa.string() if since == "day" else pa.float64()
                ),
                "stood": pa.array([row["stops"] for row in terms], pa.string()),
                "due": pa.array(due, pa.float64()),
            }
        )
    )
    t = cases.left_join(ends, [cases[since] == ends.since, cases.stops == ends.stood])
    t = t.select("case", "last", "runs", "due")
    if level == "variant":
        ways = ways_of_cases(log)
        t = t.left_join(ways, "case").mutate(key=lambda t: t.way.fill_null("—"))
    else:
        t = t.mutate(key=ibis.literal("all"))
    untold = t.due.isnull() | (t.runs & (ibis.literal(now, "float64") <= t.due))
    kept = ~t.runs & (t["last"] <= t.due)
    t = t.select("key", untold=untold.fill_null(True), kept=kept.fill_null(False))
    found = t.group_by("key").agg(
        done=(~t.untold).sum(), kept=(t.kept & ~t.untold).sum(), unknown=t.untold.sum()
    )
    return Measure(
        name="service standard",
        level=level,
        unit="cases",
        rows=kept_of(
            (row["key"], int(row["done"] or 0), int(row["kept"] or 0), int(row["unknown"] or 0))
            for row in told(log, found)
        ),
        origin=log.origin,
        working=limit_unit == "working",
    )


def _term(start: float, stops: str, limit: timedelta, unit: Unit) -> Term:
    told_stops = []
    for written in filter(None, stops.split(";")):
        first, _dash, last = written.partition("/")
        told_stops.append(
            Stop(first=date.fromisoformat(first), last=date.fromisoformat(last) if last else None)
        )
    return Term(start=datetime.fromtimestamp(start, UTC), amount=limit, unit=unit, stops=tuple(told_stops))


@asked
def refusals(
    log: LargeLog,
    *,
    activities: Collection[str] = (),
    outcome: str | None = None,
    refused: Collection[str] = (),
    reason: str | None = None,
) -> Measure:
    """Return the refused cases by reason."""
    refuse_unsaid(activities, outcome, refused)
    parts = []
    if activities:
        t = log.table
        parts.append(t.filter(t.activity.isin(sorted(activities))).select("case"))
    if outcome is not None and refused:
        values = _attribute(log, outcome)
        parts.append(values.filter(values.value.isin(sorted(refused))).select("case"))
    cases = (parts[0] if len(parts) == 1 else parts[0].union(parts[1])).distinct()
    counts: Counter[str | None] = Counter()
    if reason is None:
        [row] = told(log, cases.agg(n=cases.count()))
        counts.update({None: row["n"]} if row["n"] else {})
    else:
        found = cases.left_join(_attribute(log, reason), "case").group_by("value").agg(n=lambda t: t.count())
        counts.update({row["value"]: row["n"] for row in told(log, found)})
    [whole] = told(log, log.cases.agg(n=log.cases.count()))
    rows = reasons_of(counts, whole=whole["n"])
    return Measure(name="refusals", level="log", unit="cases", rows=rows, origin=log.origin)


def _attribute(log: LargeLog, name: str) -> Any:
    """Return the last known value of an attribute of each case; raises `NotMeasurable` where the log has none."""
    t = log.attributes
    known = {row["attribute"] for row in told(log, t.filter(t.case.isnull()).select("attribute").distinct())}
    if name not in known:
        raise no_attribute(name, known)
    return t.filter((t.attribute == name) & t.case.notnull()).select("case", "value")


@asked
def cost(
    log: LargeLog,
    *,
    rates: Mapping[str, float | Decimal] | None = None,
    currency: str = "KGS",
    level: Level = "case",
) -> Measure:
    """Return the cost in `currency`; levels log, case, activity, group.  `rates` is money an hour by group."""
    import ibis

    refuse_level("cost", level, ("log", "case", "activity", "group"))
    t = log.times.filter(log.times.measure == "processing_time")
    require_covered(log, t, {"seconds": "working"})
    known = {name: float(rate) for name, rate in (rates or {}).items()}
    rate: Any = ibis.null("float64")
    for name, amount in known.items():
        rate = (t.group == name).ifelse(ibis.literal(amount), rate)
    t = lengths_at(t.mutate(value=t.working / 3600 * rate), level)
    return Measure(
        name="cost",
        level=level,
        unit=currency,
        rows=spread(log, t, factor=1.0),
        origin=log.origin,
        working=True,
    )


@asked
def handover_network(log: LargeLog, *, level: Level = "group") -> Measure:
    """Return the desks, the greatest hub first."""
    refuse_level("handover network", level, ("group",))
    rows = hubs(COUNTS["handovers"].ask(log, 1.0), level=level)
    return Measure(name="handover network", level=level, unit="times", rows=tuple(rows), origin=log.origin)


@asked
def narrowest_seam(log: LargeLog, *, level: Level = "group") -> Measure:
    """Return the pairs of groups across the narrowest seam, the most frequent first."""
    refuse_level("narrowest seam", level, ("group",))
    rows = seam(COUNTS["handovers"].ask(log, 1.0), level=level)
    return Measure(name="narrowest seam", level=level, unit="times", rows=tuple(rows), origin=log.origin)
