"""What every time measure starts from: the cases of a log with their first and last moments and their variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.log.coding import numbers_among

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.log.event_log import EventLog


def case_spans(log: EventLog) -> pa.Table:
    """Return one row a case: `case`, `first` and `last` event (UTC), sorted by case."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    # The events are sorted by case and time; those without a time stand last in their case.
    numbers = numbers_among(log.events["case"], log.cases["case"])
    moments = log.events["timestamp"]
    if moments.null_count:
        known = pc.is_valid(moments)
        numbers, moments = numbers[known.to_numpy()], moments.filter(known)
    begins = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends = np.append(begins[1:], len(numbers)) - 1
    of = numbers[begins]

    def taken(rows: npt.NDArray[np.int64]) -> pa.Array:
        if len(of) == len(log):
            return moments.take(pa.array(rows))
        # Some case has no event with a time.
        place = np.full(len(log), -1, dtype=np.int64)
        place[of] = rows
        return moments.take(pa.array(place, mask=place < 0))

    return pa.table({"case": log.cases["case"], "first": taken(begins), "last": taken(ends)})


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
