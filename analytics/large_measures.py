"""Measures of a large log: the same quantities as on one machine, as expressions that DuckDB and Spark both run.

Only those are here that an engine counts as exactly as one machine does.  Any other is refused by its name: working
time needs the calendar of an office, and why a case waits needs its whole day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.errors import NotMeasurable
from analytics.measure import UNITS, Measure, Row
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.large_log import LargeLog

    Asked = Callable[[LargeLog, float], tuple[Row, ...]]


def measurable() -> tuple[str, ...]:
    """Return the names of the measures a large log can be asked, in order.

    >>> measurable()[:3]
    ('directly_follows', 'end_activities', 'frequency')
    """
    return tuple(sorted(_ASKED))


def measure_large(name: str, log: LargeLog, *, unit: str = "hours") -> Measure:
    """Return the measure of that name, times in calendar time of `unit`.

    Raises `NotMeasurable` for one that cannot be asked of a large log, and for working time.
    """
    if name not in _ASKED:
        what = (
            _("{name} cannot be measured on a large log.")
            if name in measures
            else _("There is no measure {name}.")
        )
        raise NotMeasurable(
            what.format(name=name),
            hint=_("On {on} can be measured: {measurable}; the others on one machine.").format(
                on=log.on, measurable=", ".join(measurable())
            ),
        )
    if unit not in UNITS:
        raise NotMeasurable(
            _("A large log is not measured in {unit}.").format(unit=unit),
            hint=_(
                "Known: {known}. Working time needs the calendar of an office: measure on one machine."
            ).format(known=", ".join(UNITS)),
        )
    asked, level, counted = _ASKED[name]
    return Measure(
        name=name.replace("_", "-") if name in ("directly_follows", "self_loops") else name.replace("_", " "),
        level=level,
        unit=counted or unit,
        rows=asked(log, UNITS[unit]),
        origin=log.origin,
    )


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


def _told(log: LargeLog, expression: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = log.connection.to_pyarrow(expression).to_pylist()
    return rows


def _cases(log: LargeLog) -> int:
    [row] = _told(log, log.table.agg(cases=log.table.case.nunique()))
    return int(row["cases"])


def _spread(log: LargeLog, table: Any, *, factor: float) -> list[Row]:
    """Return the distribution of `value` for each `key`, the largest total first."""
    value = table.value / factor
    found = table.group_by("key").agg(
        n=value.count(),
        unknown=value.isnull().sum(),
        median=value.quantile(0.5),
        p90=value.quantile(0.9),
        mean=value.mean(),
        minimum=value.min(),
        maximum=value.max(),
        total=value.sum(),
    )
    rows = [Row(**row | {"unknown": int(row["unknown"] or 0)}) for row in _told(log, found)]
    return sorted(rows, key=lambda row: (-(row.total or 0.0), row.key))


def _directly_follows(log: LargeLog, factor: float) -> tuple[Row, ...]:
    from dataclasses import replace

    t = _following(log)
    t = t.select(key=t.activity.concat(" → ", t.then), value=t.end - t.completed)
    return tuple(replace(row, n=row.n + row.unknown) for row in _spread(log, t, factor=factor))


def _throughput_time(log: LargeLog, factor: float) -> tuple[Row, ...]:
    import ibis

    cases = log.table.group_by("case").agg(value=log.table["last"].max() - log.table["first"].min())
    return tuple(_spread(log, cases.mutate(key=ibis.literal("all")), factor=factor))


def _variants(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    import ibis

    t = _done(log)
    # Collected with their positions and put in order afterwards: Spark collects in no order of its own.
    steps = t.group_by("case").agg(
        steps=ibis.struct({"at": t.position, "activity": t.activity}).collect().sort()
    )
    ways = steps.select(way=steps.steps.map(lambda step: step.activity).join(" → "))
    found = _told(log, ways.group_by("way").agg(n=ways.count()))
    whole = _cases(log)
    rows = [(row["way"], row["n"]) for row in found]
    if idle := whole - sum(n for _way, n in rows):
        rows.append(("—", idle))
    return tuple(
        Row(key=way, n=n, unknown=0, mean=n / whole, total=float(n))
        for way, n in sorted(rows, key=lambda row: (-row[1], row[0]))
    )


def _rework(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    t = _done(log)
    times = t.group_by(["case", "activity"]).agg(times=t.count())
    found = times.group_by("activity").agg(
        n=(times.times > 1).sum(), cases=times.count(), extra=(times.times - 1).sum()
    )
    rows = [
        Row(key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / r["cases"], total=float(r["extra"]))
        for r in _told(log, found.filter(found.n > 0))
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


def _handovers(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    t = _following(log)
    lost = t.group.isnull() | t.taker.isnull()
    found = t.filter(lost | (t.group != t.taker)).group_by(["group", "taker"]).agg(n=lambda t: t.count())
    rows, unknown = [], 0
    for row in _told(log, found):
        if row["group"] is None or row["taker"] is None:
            unknown += row["n"]
        else:
            key = f"{row['group']} → {row['taker']}"
            rows.append(Row(key=key, n=row["n"], unknown=0, total=float(row["n"])))
    rows.sort(key=lambda row: (-row.n, row.key))
    return (*rows, *([Row(key="—", n=0, unknown=unknown, total=0.0)] if unknown else []))


def _frequency(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    t = _done(log)
    found = t.group_by("activity").agg(n=t.count(), cases=t.case.nunique())
    rows = [
        Row(key=r["activity"], n=r["n"], unknown=0, mean=r["n"] / r["cases"], total=float(r["cases"]))
        for r in _told(log, found)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.key)))


def _self_loops(log: LargeLog, _factor: float) -> tuple[Row, ...]:
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
        for r in _told(log, found.filter(found.extra > 0))
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


def _outermost(log: LargeLog, *, last: bool) -> tuple[Row, ...]:
    import ibis

    t = _done(log)
    window = ibis.window(group_by="case", order_by=ibis.desc("position") if last else "position")
    t = t.mutate(place=ibis.row_number().over(window)).filter(lambda t: t.place == 0)
    found = _told(log, t.group_by("activity").agg(n=t.count()))
    whole = _cases(log)
    rows = [
        Row(key=r["activity"], n=r["n"], unknown=0, mean=r["n"] / whole, total=float(r["n"])) for r in found
    ]
    rows.sort(key=lambda row: (-row.n, row.key))
    idle = whole - sum(row.n for row in rows)
    return (*rows, *([Row(key="—", n=0, unknown=idle)] if idle else []))


def _start_activities(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    return _outermost(log, last=False)


def _end_activities(log: LargeLog, _factor: float) -> tuple[Row, ...]:
    return _outermost(log, last=True)


#: What is asked, at which level, and in which unit where that is no time.
_ASKED: dict[str, tuple[Asked, str, str | None]] = {
    "directly_follows": (_directly_follows, "activity", None),
    "end_activities": (_end_activities, "activity", "cases"),
    "frequency": (_frequency, "activity", "times"),
    "handovers": (_handovers, "group", "times"),
    "rework": (_rework, "activity", "times"),
    "self_loops": (_self_loops, "activity", "times"),
    "start_activities": (_start_activities, "activity", "cases"),
    "throughput_time": (_throughput_time, "log", None),
    "variants": (_variants, "variant", "cases"),
}
