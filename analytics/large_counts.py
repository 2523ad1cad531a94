"""What a large log is asked to count: the same quantities as on one machine, as expressions that DuckDB and Spark run.

Each function is a measure of its own name; `counted` says at which level and in what unit it counts.  Figures by person
are not among them, and a desk of too few people is hidden as it is on one machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.measure import Row, ordered, spread_by_key
from analytics.people import SMALLEST_GROUP, suppressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.large_log import LargeLog

    Count = Callable[[LargeLog, float], tuple[Row, ...]]


class Counted(NamedTuple):
    """How something is counted; without a `unit` in the unit of time asked for."""

    ask: Count
    level: str
    unit: str | None


#: What can be counted, by the name of its measure.
COUNTS: dict[str, Counted] = {}


def counted(level: str, unit: str | None) -> Callable[[Count], Count]:
    """Register a function as the count of the measure it is named after."""

    def register(count: Count) -> Count:
        COUNTS[count.__name__] = Counted(count, level, unit)
        return count

    return register


def _done(log: LargeLog) -> Any:
    return log.table.filter(log.table.activity.notnull())


def _following(log: LargeLog) -> Any:
    """Return the completions with what came next in their case."""
    import ibis

    done = _done(log)
    window = ibis.window(group_by="case", order_by="position")
    return done.mutate(
        then=done.activity.lead().over(window),
        end=done.completed.lead().over(window),
        taker=done.group.lead().over(window),
    ).filter(lambda t: t.then.notnull())


def told(log: LargeLog, expression: Any) -> list[dict[str, Any]]:
    """Return what the engine answers, as rows."""
    rows: list[dict[str, Any]] = log.connection.to_pyarrow(expression).to_pylist()
    return rows


def _cases(log: LargeLog) -> int:
    [row] = told(log, log.table.agg(cases=log.table.case.nunique()))
    return int(row["cases"])


def spread(log: LargeLog, table: Any, *, factor: float) -> tuple[Row, ...]:
    """Return the distribution of `value`, divided by `factor`, for each `key`, the largest total first."""
    return ordered(told(log, spread_by_key(table.mutate(value=table.value / factor))))


@counted("activity", None)
def directly_follows(log: LargeLog, factor: float) -> tuple[Row, ...]:
    """Count how often, and after how long, one activity comes right after another."""
    from dataclasses import replace

    t = _following(log)
    t = t.select(key=t.activity.concat(" → ", t.then), value=t.end - t.completed)
    return tuple(replace(row, n=row.n + row.unknown) for row in spread(log, t, factor=factor))


def ways_of_cases(log: LargeLog) -> Any:
    """Return the expression of the way each case went that completed something: `case`, `way`."""
    import ibis

    t = _done(log)
    # Collected with their positions and put in order afterwards: Spark collects in no order of its own.
    steps = t.group_by("case").agg(
        steps=ibis.struct({"at": t.position, "activity": t.activity}).collect().sort()
    )
    return steps.select("case", way=steps.steps.map(lambda step: step.activity).join(" → "))


@counted("variant", "cases")
def variants(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count the ways that cases go."""
    ways = ways_of_cases(log)
    found = told(log, ways.group_by("way").agg(n=ways.count()))
    whole = _cases(log)
    rows = [(row["way"], row["n"]) for row in found]
    if idle := whole - sum(n for _way, n in rows):
        rows.append(("—", idle))
    return tuple(
        Row(key=way, n=n, unknown=0, mean=n / whole, total=float(n))
        for way, n in sorted(rows, key=lambda row: (-row[1], row[0]))
    )


@counted("activity", "times")
def rework(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count the cases in which an activity is done more than once."""
    t = _done(log)
    times = t.group_by(["case", "activity"]).agg(times=t.count())
    found = times.group_by("activity").agg(
        n=(times.times > 1).sum(), cases=times.count(), extra=(times.times - 1).sum()
    )
    rows = [
        Row(key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / r["cases"], total=float(r["extra"]))
        for r in told(log, found.filter(found.n > 0))
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


@counted("group", "times")
def handovers(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count how often work passes from one group to another."""
    t = _following(log)
    lost = t.group.isnull() | t.taker.isnull()
    found = t.filter(lost | (t.group != t.taker)).group_by(["group", "taker"]).agg(n=lambda t: t.count())
    rows, unknown = [], 0
    for row in told(log, found):
        if row["group"] is None or row["taker"] is None:
            unknown += row["n"]
        else:
            key = f"{row['group']} → {row['taker']}"
            rows.append(Row(key=key, n=row["n"], unknown=0, total=float(row["n"])))
    rows.sort(key=lambda row: (-row.n, row.key))
    return (*rows, *([Row(key="—", n=0, unknown=unknown, total=0.0)] if unknown else []))


@counted("activity", "times")
def frequency(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count how often each activity is completed."""
    t = _done(log)
    found = t.group_by("activity").agg(n=t.count(), cases=t.case.nunique())
    rows = [
        Row(key=r["activity"], n=r["n"], unknown=0, mean=r["n"] / r["cases"], total=float(r["cases"]))
        for r in told(log, found)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.key)))


@counted("activity", "times")
def self_loops(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count how often an activity is done again at once."""
    import ibis

    t = _done(log)
    window = ibis.window(group_by="case", order_by="position")
    t = t.mutate(again=(t.activity.lag().over(window) == t.activity).fill_null(False))
    t = t.mutate(begins=t.again & ~t.again.lag().over(window).fill_null(False))
    found = t.group_by("activity").agg(n=t.begins.sum(), extra=t.again.sum(), instances=t.count())
    rows = [
        Row(
            key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / r["instances"], total=float(r["extra"])
        )
        for r in told(log, found.filter(found.extra > 0))
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


def _outermost(log: LargeLog, *, last: bool) -> tuple[Row, ...]:
    import ibis

    t = _done(log)
    window = ibis.window(group_by="case", order_by=ibis.desc("position") if last else "position")
    t = t.mutate(place=ibis.row_number().over(window)).filter(lambda t: t.place == 0)
    found = told(log, t.group_by("activity").agg(n=t.count()))
    whole = _cases(log)
    rows = [
        Row(key=r["activity"], n=r["n"], unknown=0, mean=r["n"] / whole, total=float(r["n"])) for r in found
    ]
    rows.sort(key=lambda row: (-row.n, row.key))
    idle = whole - sum(row.n for row in rows)
    return (*rows, *([Row(key="—", n=0, unknown=idle)] if idle else []))


@counted("activity", "cases")
def start_activities(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count with what cases begin."""
    return _outermost(log, last=False)


@counted("activity", "cases")
def end_activities(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count with what cases end."""
    return _outermost(log, last=True)


@counted("activity", "times")
def repetitions(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count how often a case comes back to an activity it has left."""
    import ibis

    t = _done(log)
    case, same = (ibis.window(group_by=by, order_by="position") for by in ("case", ["case", "activity"]))
    t = t.mutate(before=t.activity.lag().over(case), nth=ibis.row_number().over(same))
    t = t.mutate(back=((t.nth > 0) & (t.before != t.activity)).fill_null(False))
    found = t.group_by("activity").agg(
        n=t.back.sum(), instances=t.count(), cases=t.case.nunique(where=t.back)
    )
    rows = [
        Row(
            key=r["activity"],
            n=int(r["n"]),
            unknown=0,
            mean=r["n"] / r["instances"],
            total=float(r["cases"]),
        )
        for r in told(log, found.filter(found.n > 0))
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.key)))


@counted("group", "times")
def ping_pong_rate(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count how often work comes back to the group that gave it away."""
    import ibis

    t = _done(log).select("case", "position", who="group")
    window = ibis.window(group_by="case", order_by="position")
    t = t.mutate(before=t.who.lag().over(window), began=ibis.row_number().over(window))
    [lost] = told(log, t.agg(unknown=t.who.isnull().sum()))
    stays = t.filter((t.began == 0) | t.who.isnull() | t.before.isnull() | (t.who != t.before))
    stays = stays.mutate(middle=stays.who.lag().over(window), first=stays.who.lag(2).over(window))
    turns = stays.filter(stays.first == stays.who).filter(stays.middle != stays.who)
    found = turns.group_by(["who", "middle"]).agg(n=turns.count(), cases=turns.case.nunique())
    whole = _cases(log)
    rows = [
        Row(
            key=f"{r['who']} → {r['middle']} → {r['who']}",
            n=int(r["n"]),
            unknown=0,
            mean=r["cases"] / whole,
            total=float(r["cases"]),
        )
        for r in told(log, found)
    ]
    rows.sort(key=lambda row: (-row.n, row.key))
    unknown = int(lost["unknown"] or 0)
    return (*rows, *([Row(key="—", n=0, unknown=unknown)] if unknown else []))


@counted("activity", "cases")
def concurrency(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count the cases in which two activities go on side by side."""
    from analytics.measures.concurrency import row_of, side_by_side

    t = _done(log).select("case", "activity", "begun", ended="completed")
    rows = [row_of(pair) for pair in told(log, side_by_side(t))]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.key)))


@counted("group", "cases")
def involvement(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count the cases in which a group takes part."""
    t = _done(log)
    whole = _cases(log)
    found = told(log, t.group_by("group").agg(n=t.case.nunique(), heads=t.resource.nunique()))
    rows = [
        Row(key=r["group"] or "—", n=int(r["n"]), unknown=0, mean=r["n"] / whole, total=float(r["n"]))
        for r in found
    ]
    return _of_desks(rows, found)


@counted("group", "activities")
def specialisation(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    """Count the kinds of activities a group does."""
    t = _done(log)
    [kinds] = told(log, t.agg(kinds=t.activity.nunique()))
    found = told(
        log,
        t.group_by("group").agg(n=t.activity.nunique(), instances=t.count(), heads=t.resource.nunique()),
    )
    rows = [
        Row(
            key=r["group"] or "—",
            n=int(r["n"]) if r["group"] else int(r["instances"]),
            unknown=0,
            mean=r["n"] / kinds["kinds"],
            total=float(r["instances"]),
        )
        for r in found
    ]
    return _of_desks(rows, found)


def _of_desks(rows: list[Row], found: list[dict[str, Any]]) -> tuple[Row, ...]:
    """Return the rows, those of too few people hidden, and what nobody is named for as unknown."""
    rows.sort(key=lambda row: (-row.n, row.key))
    heads = {r["group"]: int(r["heads"]) for r in found if r["group"] is not None}
    shown = suppressed((row for row in rows if row.key != "—"), heads, smallest=SMALLEST_GROUP)
    lost = tuple(Row(key="—", n=0, unknown=row.n) for row in rows if row.key == "—")
    return shown + lost
