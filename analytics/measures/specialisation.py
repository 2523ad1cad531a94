"""Specialisation: how many different things a desk does.

What it measures: For each group (or unit, or person) the number of different activities it completed (`n`) and, in
    `mean`, their share of all activities; `total` counts the instances.
Why it matters: Where one desk does one thing, a day's illness is a day's standstill; where it does everything, nobody
    learns to do it fast.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n, row.mean) for row in an.specialisation(two_certificates(), smallest_group=1)]
    [('clerk', 1, 0.5), ('head', 1, 0.5)]

Misread: Three names of one activity look like three skills.
How sure: Exact for recorded groups; instances without one are counted in `unknown` of the row "—". Rows of fewer
    people than `smallest_group` are suppressed.
Source: edeaR `resource_specialisation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, Row, require
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, heads_behind, keys_of_people, suppressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.log.event_log import EventLog


@measures.register
def specialisation(
    log: EventLog,
    *,
    level: Level = "group",
    people: bool = False,
    units: Mapping[str, str] | None = None,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return how many activities each key of `level` (group, unit, resource) does, the most versatile first."""
    require(log)
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.measure import run

    table = log.activities.filter(pc.fill_null(pc.equal(log.activities["ended_as"], "completed"), False))
    kinds = pc.count_distinct(table["activity"]).as_py()
    keys = keys_of_people("specialisation", table, level, people=people, units=units)
    t = ibis.memtable(pa.table({"activity": table["activity"], "key": keys}))
    counted = t.group_by("key").agg(n=t.activity.nunique(), instances=t.count())
    found = run(counted.order_by([ibis.desc("n"), "key"])).to_pylist()
    rows = suppressed(
        (
            Row(key=r["key"], n=int(r["n"]), unknown=0, mean=r["n"] / kinds, total=float(r["instances"]))
            for r in found
            if r["key"] is not None
        ),
        heads_behind(table, keys, level),
        smallest=smallest_group,
    )
    lost = tuple(Row(key="—", n=0, unknown=int(r["instances"])) for r in found if r["key"] is None)
    return Measure(name="specialisation", level=level, unit="activities", rows=rows + lost, origin=log.origin)
