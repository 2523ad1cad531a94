"""What the files of a large log hold: completions, times, work, cases and their attributes, as of its preparation.

Moments are seconds since 1970, so that they mean the same in every engine.  How long work waited, lay and was worked
on is counted by the measures' own lines, once in calendar time and once in working time, and each moment of work is
told by the office's clock too: an engine far from the office's calendar has only to add up.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from analytics.errors import NotMeasurable

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pyarrow as pa

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

#: What a row of a completion says.
COLUMNS = (
    "case",
    "position",
    "activity",
    "group",
    "resource",
    "begun",
    "completed",
    "origin",
)


def completions(log: EventLog) -> pa.Table:
    """Return a row for each completed activity instance, and one without an activity for a case that has none."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.stages import started

    done = log.completions
    table = log.activities
    begun = started(table)[pc.fill_null(pc.equal(table["ended_as"], "completed"), False).to_numpy()]
    idle = np.setdiff1d(np.arange(len(log), dtype=np.int32), done.case)
    case = np.concatenate([done.case, idle])
    begins = np.flatnonzero(np.diff(done.case, prepend=-1))
    lengths = np.diff(np.append(begins, len(done.case)))
    position = np.arange(len(done.case)) - np.repeat(begins, lengths)

    def texts(codes: np.ndarray, names: list[str]) -> pa.Array:
        codes = np.concatenate([codes, np.full(len(idle), -1, dtype=np.int32)])
        return pa.array(names, pa.string()).take(pa.array(codes, mask=codes < 0))

    columns = {
        "case": log.cases["case"].take(pa.array(case)),
        "position": pa.array(np.concatenate([position, np.zeros(len(idle), dtype=np.int64)])),
        "activity": texts(done.activity, done.names),
        "group": texts(done.group, done.groups),
        "resource": texts(done.resource, done.people),
        "begun": _known(np.concatenate([begun, np.full(len(idle), np.nan)])),
        "completed": _known(np.concatenate([done.moment, np.full(len(idle), np.nan)])),
        "origin": pa.array([log.origin] * len(case)),
    }
    return pa.table({name: columns[name] for name in COLUMNS})


def times(log: EventLog, *, calendar: WorkingCalendar | None = None) -> pa.Table:
    """Return a row for each length that was measured: `measure`, `case`, `activity`, `group`, `seconds`, `working`.

    A length of a whole case has no activity; one that nobody recorded is null in both clocks, one of years the calendar
    does not know in `working`.
    """
    import numpy as np
    import pyarrow as pa

    from analytics.case_times import case_spans
    from analytics.measure import length, seconds_of
    from analytics.measures.idle_time import idle_of_cases
    from analytics.measures.queue_time import taken
    from analytics.stages import ready, started

    table, spans = log.activities, case_spans(log)
    could, began, done = ready(table), started(table), seconds_of(table["completed"])
    of_work = {
        "waiting_time": (could, began),
        "processing_time": (began, done),
        "queue_time": (could, taken(table)),
    }
    parts = []

    def both(start: np.ndarray, end: np.ndarray) -> list[np.ndarray]:
        worked = _covered(lambda: length(start, end, working=True, calendar=calendar), len(start))
        return [length(start, end, working=False, calendar=calendar), worked]

    for name, (start, end) in of_work.items():
        clocks = [values.clip(min=0) for values in both(start, end)]
        parts.append(_lengths(name, table["case"], table["activity"], table["group"], clocks))
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    clocks = both(first, last)
    nobody = pa.nulls(spans.num_rows, pa.string())
    parts.append(_lengths("throughput_time", spans["case"], nobody, nobody, clocks))
    cases, one = idle_of_cases(log, working=False, calendar=calendar)
    other = _covered(lambda: np.asarray(idle_of_cases(log, working=True, calendar=calendar)[1]), len(one))
    nobody = pa.nulls(len(one), pa.string())
    parts.append(_lengths("idle_time", cases, nobody, nobody, [one, other]))
    return pa.concat_tables(parts)


def work(log: EventLog, *, calendar: WorkingCalendar | None = None) -> pa.Table:
    """Return a row for each activity instance: when it could begin, was begun and ended, and what the clock said then.

    The office's clock (`ready_at`, `begun_at`, `ended_at`) counts microseconds of open time from the first day of the
    calendar: whole numbers, so that two moments of one night are the same. In years it does not know the clock is null.
    """
    import numpy as np
    import pyarrow as pa

    from analytics.measure import length, seconds_of
    from analytics.stages import ready, replications, started
    from processes.calendar import WorkingCalendar as Calendar

    office = calendar or Calendar.default()
    beginning = datetime(office.years[0], 1, 1, tzinfo=office.zone).timestamp()
    table = log.activities
    moments = {"ready": ready(table), "begun": started(table), "ended": seconds_of(table["completed"])}

    def clock(values: np.ndarray) -> pa.Array:
        begin = np.full(len(values), beginning)
        counted = _covered(lambda: length(begin, values, working=True, calendar=office), len(values))
        lost = np.isnan(counted)
        return pa.array(np.rint(np.where(lost, 0.0, counted) * 1e6).astype(np.int64), mask=lost)

    return pa.table(
        {
            **{name: table[name].cast(pa.string()) for name in ("case", "group", "resource")},
            "position": pa.array(np.arange(table.num_rows)),
            "replication": pa.array(replications(log, table)),
            **{name: _known(values) for name, values in moments.items()},
            **{f"{name}_at": clock(values) for name, values in moments.items()},
        }
    )


def cases(log: EventLog, *, calendar: WorkingCalendar | None = None) -> pa.Table:
    """Return a row for each case: its first and last moment, the day it began, whether it runs, its clock's stops.

    The stops are written as `2026-03-04/2026-03-06;2026-03-10/`: the last one stands still.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.case_times import case_spans
    from analytics.clock_stops import by_case, clock_stops
    from analytics.measure import seconds_of
    from processes.calendar import WorkingCalendar as Calendar

    office = calendar or Calendar.default()
    spans = case_spans(log)
    running = log.activities.filter(pc.is_null(log.activities["ended_as"]))
    stops = {
        case: ";".join(f"{stop.first}/{stop.last or ''}" for stop in own)
        for case, own in by_case(clock_stops(log, office)).items()
    }
    local = pc.local_timestamp(pc.cast(spans["first"], pa.timestamp("us", str(office.zone))))
    return pa.table(
        {
            "case": spans["case"].cast(pa.string()),
            "first": _known(seconds_of(spans["first"])),
            "last": _known(seconds_of(spans["last"])),
            "day": pc.strftime(local, format="%Y-%m-%d"),
            "runs": pc.is_in(spans["case"], value_set=pc.unique(running["case"])),
            "stops": pa.array([stops.get(case, "") for case in spans["case"].to_pylist()], pa.string()),
        }
    )


def attributes(log: EventLog) -> pa.Table:
    """Return what is known last of each attribute of a case or its events: `case`, `attribute`, `value` as text.

    A row without a case names an attribute the log has, also one of which nothing is known.
    """
    import numpy as np
    import pyarrow as pa

    from processes.log.coding import numbers_among

    schema = pa.schema([("case", pa.string()), ("attribute", pa.string()), ("value", pa.string())])
    parts = [schema.empty_table()]
    found: set[str] = set()
    for table in (log.cases, log.events):
        for name in table.column_names:
            if name in found or name == "case":
                continue
            try:
                values = table[name].cast(pa.string())
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                continue  # lists and the like, which are asked for by no measure
            found.add(name)
            known = values.is_valid()
            of, values = table["case"].filter(known), values.filter(known)
            numbers = numbers_among(of, log.cases["case"])
            # The last of each case; its events stand side by side, in the order of time.
            last = np.flatnonzero(np.diff(numbers, append=-1))
            rows = [
                pa.array([None, *of.take(last).to_pylist()], pa.string()),
                pa.repeat(name, len(last) + 1),
                pa.array([None, *values.take(last).to_pylist()], pa.string()),
            ]
            parts.append(pa.table(rows, schema=schema))
    return pa.concat_tables(parts)


def _covered(count: Callable[[], np.ndarray], n: int) -> np.ndarray:
    """Return what is counted by the office's calendar; nothing of it is known in years the calendar does not know."""
    import numpy as np

    try:
        return count()
    except NotMeasurable:
        return np.full(n, np.nan)


def _known(values: np.ndarray) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.array(values, mask=np.isnan(values))


def _lengths(name: str, case: Any, activity: Any, group: Any, clocks: list[np.ndarray]) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    seconds, working = (pa.array(values, mask=np.isnan(values)) for values in clocks)
    columns = [case.cast(pa.string()), activity.cast(pa.string()), group.cast(pa.string()), seconds, working]
    names = ["case", "activity", "group", "seconds", "working"]
    return pa.table([pa.repeat(name, len(seconds)), *columns], names=["measure", *names])
