"""The stages of activity instances as seconds: when they could begin, when they began.

Used by the measures that part waiting from working; NaN means that nobody recorded it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.measure import seconds_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.measure import Level
    from processes.log.event_log import EventLog


def started(activities: pa.Table) -> npt.NDArray[np.float64]:
    """Return when each instance was begun: its start, else its claim."""
    import numpy as np

    start, claim = seconds_of(activities["started"]), seconds_of(activities["claimed"])
    return np.where(np.isnan(start), claim, start)


def ready(activities: pa.Table) -> npt.NDArray[np.float64]:
    """Return when each instance could begin: its offer, else the previous completion in its case.

    The first instance of a case in a log without offers has no such moment.
    """
    import numpy as np

    offered = seconds_of(activities["offered"])
    done = seconds_of(activities["completed"])
    cases = activities["case"].combine_chunks().dictionary_encode().indices.to_numpy()
    before = np.empty_like(done)
    before[:1] = np.nan
    before[1:] = np.where(cases[1:] == cases[:-1], done[:-1], np.nan)
    return np.where(np.isnan(offered), before, offered)


def replications(log: EventLog, activities: pa.Table) -> npt.NDArray[np.int64]:
    """Return for each instance which repetition of a simulation it belongs to; 0 in a measured log.

    The same people work in every repetition, on the same days, and never meet themselves.
    """
    import numpy as np
    import pyarrow.compute as pc

    numbers = pc.fill_null(log.cases["replication"], 0).combine_chunks().to_numpy(zero_copy_only=False)
    at = pc.index_in(activities["case"].combine_chunks(), value_set=log.cases["case"].combine_chunks())
    found: npt.NDArray[np.int64] = np.asarray(numbers)[at.to_numpy(zero_copy_only=False)].astype(np.int64)
    return found


def by_level(
    activities: pa.Table, values: npt.NDArray[np.float64], level: Level
) -> tuple[Any, npt.NDArray[np.float64]]:
    """Return the keys of `level` and the values under them; at level case and log, the sum of each case.

    A case with an unknown part has an unknown sum: a sum of what happens to be known would pass for the whole.
    """
    import numpy as np
    import pyarrow.compute as pc

    if level not in ("case", "log"):
        return pc.fill_null(activities[level], "—"), values
    coded = activities["case"].combine_chunks().dictionary_encode()
    sums = np.zeros(len(coded.dictionary))
    np.add.at(sums, coded.indices.to_numpy(), values)
    return (coded.dictionary if level == "case" else ["all"] * len(sums)), sums
