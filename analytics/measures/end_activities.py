"""End activities: what cases end with.

What it measures: For each activity the number of cases whose last completed activity it is (`n`) and, in `mean`,
    their share.
Why it matters: It shows how cases end: granted, refused, withdrawn, or left lying.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.end_activities(two_certificates())]
    [('Sign', 2)]

Misread: The last activity of a case that still runs is where it stands, not how it ends.
How sure: Exact for what was recorded; cases that completed nothing are counted in `unknown` of the row "—".
Source: edeaR `end_activities`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def end_activities(log: EventLog) -> Measure:
    """Return the activities cases end with, the most frequent first; `mean` is the share of cases."""
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    ends = t.group_by("case").agg(activity=t.activity.argmax(t.position))
    counted = ends.group_by("activity").agg(n=ends.count()).order_by([ibis.desc("n"), "activity"])
    rows = [
        Row(key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / len(log), total=float(r["n"]))
        for r in run(counted).to_pylist()
    ]
    if missing := len(log) - sum(row.n for row in rows):
        rows.append(Row(key="—", n=0, unknown=missing))
    return Measure(name="end activities", level="activity", unit="cases", rows=tuple(rows), origin=log.origin)
