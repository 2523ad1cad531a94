"""Involvement: how many cases a desk takes part in.

What it measures: For each group (or unit, or person) the number of cases in which it completed anything (`n`) and, in
    `mean`, their share of all cases.
Why it matters: A desk that is in every case stops every case; one that is in few may be spared the rest.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.involvement(two_certificates(), smallest_group=1)]
    [('clerk', 2), ('head', 2)]

Misread: To take part is not to decide, nor to work long: a stamp counts as much as a report.
How sure: Exact for recorded groups; cases of which some work has no recorded group are counted in `unknown` of the row
    "—". Rows of fewer people than `smallest_group` are suppressed.
Source: edeaR `resource_involvement`.
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
def involvement(
    log: EventLog,
    *,
    level: Level = "group",
    people: bool = False,
    units: Mapping[str, str] | None = None,
    smallest_group: int = SMALLEST_GROUP,
) -> Measure:
    """Return in how many cases each key of `level` (group, unit, resource) took part, the most involved first."""
    require(log)
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.measure import run

    table = log.activities.filter(pc.fill_null(pc.equal(log.activities["ended_as"], "completed"), False))
    keys = keys_of_people("involvement", table, level, people=people, units=units)
    t = ibis.memtable(pa.table({"case": table["case"], "key": keys}))
    counted = t.group_by("key").agg(n=t.case.nunique()).order_by([ibis.desc("n"), "key"])
    found = run(counted).to_pylist()
    rows = suppressed(
        (
            Row(key=r["key"], n=int(r["n"]), unknown=0, mean=r["n"] / len(log), total=float(r["n"]))
            for r in found
            if r["key"] is not None
        ),
        heads_behind(table, keys, level),
        smallest=smallest_group,
    )
    lost = tuple(Row(key="—", n=0, unknown=int(r["n"])) for r in found if r["key"] is None)
    return Measure(name="involvement", level=level, unit="cases", rows=rows + lost, origin=log.origin)
