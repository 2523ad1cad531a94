"""Workload: how much work lies with a desk at once.

What it measures: For each group (or unit, or person) the number of activity instances it has in hand, from the moment
    they could begin to their end, over the working time of the log: `median` and `p90` of that time, its `mean` and
    `maximum`.  `n` counts the instances.
Why it matters: A pile that grows is a queue tomorrow; a pile that is always small asks for no more hands.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> an.workload(two_certificates(), smallest_group=1)["head"].maximum
    2.0

Misread: It counts pieces, not hours: five signatures are less than one report.
How sure: Needs the moments work could begin; instances without one, and those still open, are counted in `unknown`.
    Rows of fewer people than `smallest_group` are suppressed.
Source: Little (1961), L = λW, doi:10.1287/opre.9.3.383; Nakatumba & van der Aalst (2010), workload of resources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, Row, length, require, seconds_of
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, heads_behind, keys_of_people, suppressed
from analytics.stages import ready, replications

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def workload(
    log: EventLog,
    *,
    level: Level = "group",
    calendar: WorkingCalendar | None = None,
    people: bool = False,
    units: Mapping[str, str] | None = None,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return the instances in hand of each key of `level` (group, unit, resource), the largest load first."""
    require(log)
    import numpy as np
    import pyarrow.compute as pc

    table = log.activities
    keys = keys_of_people("workload", table, level, people=people, units=units)
    coded = pc.fill_null(keys, "—").dictionary_encode()
    codes = coded.indices.to_numpy()
    again = replications(log, table)
    could, ended = ready(table), seconds_of(table["completed"])
    known = ~np.isnan(could) & ~np.isnan(ended)
    rows = []
    for code, name in enumerate(coded.dictionary.to_pylist()):
        mine = codes == code
        used = mine & known
        loads, weights = _loads(could[used], np.maximum(ended, could)[used], again[used], calendar)
        lost = int((mine & ~known).sum())
        if name == "—":
            rows.append(Row(key=name, n=0, unknown=int(mine.sum())))
        elif not weights.sum():
            rows.append(Row(key=name, n=int(used.sum()), unknown=lost))
        else:
            rows.append(row_of(name, loads, weights, n=int(used.sum()), unknown=lost))
    rows.sort(key=lambda row: (-(row.mean or 0.0), row.key))
    shown = suppressed(
        (r for r in rows if r.key != "—"),
        heads_behind(table, keys, level, used=known),
        smallest=smallest_group,
    )
    lost_rows = tuple(r for r in rows if r.key == "—")
    return Measure(
        name="workload",
        level=level,
        unit="activities",
        rows=shown + lost_rows,
        origin=log.origin,
        working=True,
    )


def row_of(
    key: str, loads: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], *, n: int, unknown: int
) -> Row:
    """Return the row of a desk that had so many `loads` in hand, each for `weights` of working time."""
    return Row(
        key=key,
        n=n,
        unknown=unknown,
        median=_share_of_time(loads, weights, 0.5),
        p90=_share_of_time(loads, weights, 0.9),
        mean=float((loads * weights).sum() / weights.sum()),
        minimum=float(loads.min()),
        maximum=float(loads.max()),
    )


def _loads(
    starts: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
    again: npt.NDArray[np.int64],
    calendar: WorkingCalendar | None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how many were in hand between one change and the next, and the working seconds that lasted."""
    import numpy as np

    moments = np.concatenate((starts, ends))
    steps = np.concatenate((np.ones(len(starts)), -np.ones(len(ends))))
    whose = np.concatenate((again, again))
    order = np.lexsort((steps, moments, whose))
    moments, steps, whose = moments[order], steps[order], whose[order]
    loads = np.cumsum(steps)[:-1]
    lasting = length(moments[:-1], moments[1:], working=True, calendar=calendar)
    # Each repetition of a simulation ends with nothing in hand, and has nothing to do with the next.
    lasting = np.where(whose[1:] == whose[:-1], lasting, 0.0)
    open_ = lasting > 0
    return loads[open_], lasting[open_]


def _share_of_time(loads: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], share: float) -> float:
    """Return the load that was not exceeded in `share` of the time."""
    import numpy as np

    order = np.argsort(loads, kind="stable")
    until = np.cumsum(weights[order]) / weights.sum()
    return float(loads[order][min(int(np.searchsorted(until, share - 1e-12)), len(loads) - 1)])
