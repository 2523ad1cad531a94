"""What every time measure starts from: the cases of a log with their first and last moments and their variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.log.coding import runs

if TYPE_CHECKING:
    import pyarrow as pa

    from processes.log.event_log import EventLog


def case_spans(log: EventLog) -> pa.Table:
    """Return one row a case: `case`, `first` and `last` event (UTC), sorted by case."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    # The events are sorted by case and time; those without a time stand last in their case.
    moments, column = log.events["timestamp"], log.events["case"]
    if moments.null_count:
        known = pc.is_valid(moments)
        moments, column = moments.filter(known), column.filter(known)
    moments, column = moments.combine_chunks(), column.combine_chunks()
    firsts = np.flatnonzero(runs(column)) if len(column) else np.zeros(0, np.int64)
    lasts = np.concatenate((firsts[1:] - 1, [len(column) - 1])) if len(firsts) else firsts
    at = pc.index_in(log.cases["case"].combine_chunks(), value_set=column.take(pa.array(firsts)))
    return pa.table(
        {
            "case": log.cases["case"],
            "first": moments.take(pa.array(firsts)).take(at),
            "last": moments.take(pa.array(lasts)).take(at),
        }
    )


def case_variants(log: EventLog) -> pa.Table:
    """Return one row a case: `case` and `variant`, its completed activities joined by arrows, sorted by case.

    A case that completed nothing yet has the variant "—".
    """
    import pyarrow as pa

    from analytics.successions import ways

    codes, names = ways(log)
    return pa.table(
        {"case": log.cases["case"], "variant": pa.array(names, pa.string()).take(pa.array(codes))}
    )
