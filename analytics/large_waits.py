"""Why the cases of a large log wait, in buckets by person.

A wait is held against all that its person did meanwhile, and against nothing else.  A few buckets at a time (see
`large_stretches`) hold whole days of their people, so that the lines of `why_cases_wait` part their waits as they do on
one machine.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analytics.large_counts import told
from analytics.large_registry import asked
from analytics.large_stretches import pieces_of
from analytics.measure import Level, Measure, ordered, refuse_level, spread_by_key, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.large_log import LargeLog
    from processes.calendar import WorkingCalendar

#: So many stretches are parted at a time, when no bucket alone has more.
AT_A_TIME = 1_000_000


@asked
def waiting_causes(
    log: LargeLog,
    *,
    level: Level = "log",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the waiting by cause in `unit`; whose a step is was said when the log was prepared."""
    import ibis
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from analytics.measures.waiting_causes import rows_of
    from analytics.why_cases_wait import clock, parted

    refuse_level("waiting causes", level, ("log", "case", "activity", "group"))
    factor, working = unit_of(unit, calendar)
    t = log.waits
    [ends] = told(log, t.agg(first=t.start.min(), last=t.end.max()))
    known = [moment for moment in (ends["first"], ends["last"]) if moment is not None]
    worked = clock(calendar, np.array(known, dtype=np.float64), working=working)
    schema = pa.schema([("key", pa.string()), ("value", pa.float64())])
    with TemporaryDirectory() as folder:
        parts = Path(folder) / "causes.parquet"
        with pq.ParquetWriter(parts, schema) as written:
            for low, high in _shares(log):
                table = log.connection.to_pyarrow(t.filter((t.bucket >= low) & (t.bucket <= high)))
                found = parted(pieces_of(table), worked, working=working, origin=log.origin, absences={})
                keys, values = rows_of(found, level)
                lost = np.isnan(values)
                written.write_table(pa.table([keys, pa.array(values / factor, mask=lost)], schema=schema))
        here = ibis.duckdb.connect()
        rows = ordered(here.to_pyarrow(spread_by_key(here.read_parquet(parts))).to_pylist())
        here.disconnect()
    return Measure(
        name="waiting causes", level=level, unit=unit, rows=rows, origin=log.origin, working=working
    )


def _shares(log: LargeLog) -> Iterator[tuple[int, int]]:
    """Yield the first and last bucket of each share of the stretches that is parted at once."""
    counts = log.waits.group_by("bucket").agg(n=log.waits.count())
    low, high, held = None, 0, 0
    for bucket, n in sorted((row["bucket"], row["n"]) for row in told(log, counts)):
        if low is not None and held + n > AT_A_TIME:
            yield low, high
            low, held = None, 0
        low, high, held = bucket if low is None else low, bucket, held + n
    if low is not None:
        yield low, high
