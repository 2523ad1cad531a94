"""Idle time: how long nobody works on a case.

What it measures: Within a case, from its first start to its last completion, the time in which none of its activities
    is being worked on.
Why it matters: It is what an applicant would be spared if everybody took the case on at once.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.median) for row in an.idle_time(two_certificates(), level="case", unit="hours")]
    [('2', 2.5), ('1', 1.5)]

Misread: The wait before the first start is not in it; `waiting_time` has that. Work side by side is counted once.
How sure: As sure as the recorded starts; a case with a completed activity whose start is not recorded is unknown.
Source: edeaR `idle_time`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.case_times import case_variants
from analytics.measure import (
    Level,
    Measure,
    distribution,
    length,
    refuse_level,
    require,
    run,
    seconds_of,
    unit_of,
)
from analytics.measures import measures

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def idle_time(
    log: EventLog,
    *,
    level: Level = "log",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the idle time of cases in `unit`; levels log, case, variant."""
    refuse_level("idle time", level, ("log", "case", "variant"))
    require(log)
    factor, working = unit_of(unit, calendar)
    names = case_variants(log)
    _cases, sums = idle_of_cases(log, working=working, calendar=calendar)
    keys = {"case": names["case"], "variant": names["variant"]}.get(level, ["all"] * names.num_rows)
    return Measure(
        name="idle time",
        level=level,
        unit=unit,
        rows=distribution(keys, sums, factor=factor),
        origin=log.origin,
        working=working,
    )


def idle_of_cases(
    log: EventLog, *, working: bool, calendar: WorkingCalendar | None
) -> tuple[pa.ChunkedArray, npt.NDArray[np.float64]]:
    """Return the cases, in the order of `case_variants`, and the idle seconds of each; NaN is unknown."""
    import ibis
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    table = log.activities
    t = ibis.memtable(
        pa.table(
            {
                "case": table["case"],
                "row": pa.array(range(table.num_rows)),
                "begun": pc.coalesce(table["started"], table["claimed"]),
                "ended": table["completed"],
            }
        )
    )
    t = t.filter(t.ended.notnull())
    earlier = ibis.window(group_by="case", order_by=["begun", "row"], preceding=(None, 1))
    gaps = run(t.mutate(until=t.ended.max().over(earlier)))
    cases = case_variants(log)["case"]
    codes = pc.index_in(gaps["case"].combine_chunks(), value_set=cases.combine_chunks())
    at = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    until, begun = seconds_of(gaps["until"]), seconds_of(gaps["begun"])
    idle = length(until, np.maximum(until, begun), working=working, calendar=calendar)
    # The first activity of a case follows nothing; one without a start makes the whole case unknown.
    idle = np.where(np.isnan(begun), np.nan, np.where(np.isnan(until), 0.0, idle))
    sums = np.full(len(cases), np.nan)
    sums[at] = 0.0
    np.add.at(sums, at, idle)
    return cases, sums
