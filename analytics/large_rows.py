"""What the files of a large log hold: its completions, and its times, measured while it is prepared.

Moments are seconds since 1970, so that they mean the same in every engine.  How long work waited, lay and was worked
on is counted by the measures' own lines, once in calendar time and once in working time: an engine far from the
office's calendar has only to add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    "first",
    "last",
    "origin",
)


def completions(log: EventLog) -> pa.Table:
    """Return a row for each completed activity instance, and one without an activity for a case that has none."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.case_times import case_spans
    from analytics.measure import seconds_of
    from analytics.stages import started

    done = log.completions
    table = log.activities
    begun = started(table)[pc.fill_null(pc.equal(table["ended_as"], "completed"), False).to_numpy()]
    spans = case_spans(log)
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    idle = np.setdiff1d(np.arange(len(log), dtype=np.int32), done.case)
    case = np.concatenate([done.case, idle])
    begins = np.flatnonzero(np.diff(done.case, prepend=-1))
    lengths = np.diff(np.append(begins, len(done.case)))
    position = np.arange(len(done.case)) - np.repeat(begins, lengths)

    def texts(codes: np.ndarray, names: list[str]) -> pa.Array:
        codes = np.concatenate([codes, np.full(len(idle), -1, dtype=np.int32)])
        return pa.array(names, pa.string()).take(pa.array(codes, mask=codes < 0))

    def known(values: np.ndarray) -> pa.Array:
        return pa.array(values, mask=np.isnan(values))

    columns = {
        "case": log.cases["case"].take(pa.array(case)),
        "position": pa.array(np.concatenate([position, np.zeros(len(idle), dtype=np.int64)])),
        "activity": texts(done.activity, done.names),
        "group": texts(done.group, done.groups),
        "resource": texts(done.resource, done.people),
        "begun": known(np.concatenate([begun, np.full(len(idle), np.nan)])),
        "completed": known(np.concatenate([done.moment, np.full(len(idle), np.nan)])),
        "first": known(first[case]),
        "last": known(last[case]),
        "origin": pa.array([log.origin] * len(case)),
    }
    return pa.table({name: columns[name] for name in COLUMNS})


def times(log: EventLog, *, calendar: WorkingCalendar | None = None) -> pa.Table:
    """Return a row for each length that was measured: `measure`, `case`, `activity`, `group`, `seconds`, `working`.

    A length of a whole case has no activity; one that nobody recorded is null in both clocks.
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
    for name, (start, end) in of_work.items():
        clocks = [length(start, end, working=w, calendar=calendar).clip(min=0) for w in (False, True)]
        parts.append(_lengths(name, table["case"], table["activity"], table["group"], clocks))
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    clocks = [length(first, last, working=w, calendar=calendar) for w in (False, True)]
    nobody = pa.nulls(spans.num_rows, pa.string())
    parts.append(_lengths("throughput_time", spans["case"], nobody, nobody, clocks))
    (cases, one), (_cases, other) = (idle_of_cases(log, working=w, calendar=calendar) for w in (False, True))
    nobody = pa.nulls(len(one), pa.string())
    parts.append(_lengths("idle_time", cases, nobody, nobody, [one, np.asarray(other)]))
    return pa.concat_tables(parts)


def _lengths(name: str, case: Any, activity: Any, group: Any, clocks: list[np.ndarray]) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    seconds, working = (pa.array(values, mask=np.isnan(values)) for values in clocks)
    columns = [case.cast(pa.string()), activity.cast(pa.string()), group.cast(pa.string()), seconds, working]
    names = ["case", "activity", "group", "seconds", "working"]
    return pa.table([pa.repeat(name, len(seconds)), *columns], names=["measure", *names])
