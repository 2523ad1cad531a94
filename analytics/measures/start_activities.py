"""Start activities: what cases start with.

What it measures: For each activity the number of cases whose first completed activity it is (`n`) and, in `mean`,
    their share.
Why it matters: Cases that begin in many ways come in through many doors, some of which nobody opened on purpose.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.start_activities(two_certificates())]
    [('Register', 2)]

Misread: An activity that begins few cases may be what a log was cut at, not how cases begin.
How sure: Exact for what was recorded; cases that completed nothing are counted in `unknown` of the row "—".
Source: edeaR `start_activities`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def start_activities(log: EventLog) -> Measure:
    """Return the activities cases start with, the most frequent first; `mean` is the share of cases."""
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    ends = t.group_by("case").agg(activity=t.activity.argmin(t.position))
    counted = ends.group_by("activity").agg(n=ends.count()).order_by([ibis.desc("n"), "activity"])
    rows = [
        Row(key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / len(log), total=float(r["n"]))
        for r in run(counted).to_pylist()
    ]
    if missing := len(log) - sum(row.n for row in rows):
        rows.append(Row(key="—", n=0, unknown=missing))
    return Measure(
        name="start activities", level="activity", unit="cases", rows=tuple(rows), origin=log.origin
    )
