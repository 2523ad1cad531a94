"""Utilisation: how much of their open hours people were at work on cases.

What it measures: For each group (or unit, or person), over its people (`n`), the share of the office's open hours,
    from the first to the last moment each was seen, in which they worked on at least one case: `median`, `p90`,
    `mean`, `minimum` and `maximum` of 0 to 1.
Why it matters: Above four fifths queues grow without end; far below, cases wait for something other than hands.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> round(an.utilisation(two_certificates(), smallest_group=1)["clerk"].mean, 2)
    1.0

Misread: It sees the work of this log only; a clerk at one fifth may be busy with ten other procedures.
How sure: As sure as the recorded starts; instances without one are counted in `unknown`. Work done side by side is
    counted once. Rows of fewer people than `smallest_group` are suppressed.
Source: Dumas et al., Fundamentals of BPM (2018), 7.2 (resource utilisation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.measure import Level, Measure, Row, length, require, seconds_of
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, heads_behind, keys_of_people, suppressed
from analytics.stages import replications, started
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@measures.register
def utilisation(
    log: EventLog,
    *,
    level: Level = "group",
    calendar: WorkingCalendar | None = None,
    people: bool = False,
    units: Mapping[str, str] | None = None,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return the utilisation of the people of each key of `level` (group, unit, resource), the busiest first."""
    require(log)
    import numpy as np
    import pyarrow.compute as pc

    table = log.activities
    if table["resource"].null_count == table.num_rows:
        raise NotMeasurable(
            _("The log does not say who worked."), hint=_("Utilisation needs the resource of each event.")
        )
    keys = keys_of_people("utilisation", table, level, people=people, units=units)
    coded = pc.fill_null(keys, "—").dictionary_encode()
    codes = coded.indices.to_numpy()
    who = table["resource"].combine_chunks().dictionary_encode()
    persons = who.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    persons = np.where(persons < 0, -1, persons + replications(log, table) * len(who.dictionary))
    begun, ended = started(table), seconds_of(table["completed"])
    known = (persons >= 0) & ~np.isnan(begun) & ~np.isnan(ended) & (ended >= begun)
    rows = []
    for code, name in enumerate(coded.dictionary.to_pylist()):
        mine = (codes == code) & (persons >= 0)
        used = mine & known
        lost = int(((codes == code) & ~known).sum())
        shares = _shares(persons[used], begun[used], ended[used], calendar)
        if name == "—" or not len(shares):
            rows.append(Row(key=name, n=0, unknown=lost if name != "—" else int((codes == code).sum())))
            continue
        rows.append(
            Row(
                key=name,
                n=len(shares),
                unknown=lost,
                median=float(np.quantile(shares, 0.5)),
                p90=float(np.quantile(shares, 0.9)),
                mean=float(shares.mean()),
                minimum=float(shares.min()),
                maximum=float(shares.max()),
            )
        )
    rows.sort(key=lambda row: (-(row.mean or 0.0), row.key))
    shown = suppressed(
        (r for r in rows if r.key != "—"),
        heads_behind(table, keys, level, used=known),
        smallest=smallest_group,
    )
    return Measure(
        name="utilisation",
        level=level,
        unit="share",
        rows=shown + tuple(r for r in rows if r.key == "—"),
        origin=log.origin,
        working=True,
    )


def _shares(
    persons: npt.NDArray[np.int64],
    begun: npt.NDArray[np.float64],
    ended: npt.NDArray[np.float64],
    calendar: WorkingCalendar | None,
) -> npt.NDArray[np.float64]:
    """Return for each person the share of the open time between first and last in which they worked."""
    import numpy as np

    order = np.lexsort((begun, persons))
    persons, begun, ended = persons[order], begun[order], ended[order]
    found = []
    for part in np.split(np.arange(len(persons)), np.flatnonzero(np.diff(persons)) + 1):
        if not len(part):
            continue
        busy_until = np.maximum.accumulate(ended[part])
        start = np.maximum(begun[part], np.concatenate(([-np.inf], busy_until[:-1])))
        worked = length(np.minimum(start, ended[part]), ended[part], working=True, calendar=calendar).sum()
        open_ = length(begun[part][:1], busy_until[-1:], working=True, calendar=calendar)[0]
        if open_ > 0:
            found.append(worked / open_)
    return np.array(found)
