"""What cases begin and end with: the activity each case completed first, or last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Row, run

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


def outermost(log: EventLog, *, last: bool) -> tuple[Row, ...]:
    """Return for each activity the cases whose first (or `last`) completed one it is, and in `mean` their share.

    The most frequent comes first; cases that completed nothing are counted in `unknown` of the row "—".

    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in outermost(two_certificates(), last=True)]
    [('Sign', 2)]
    """
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    chosen = t.activity.argmax(t.position) if last else t.activity.argmin(t.position)
    outer = t.group_by("case").agg(activity=chosen)
    counted = outer.group_by("activity").agg(n=outer.count()).order_by([ibis.desc("n"), "activity"])
    rows = [
        Row(key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / len(log), total=float(r["n"]))
        for r in run(counted).to_pylist()
    ]
    if missing := len(log) - sum(row.n for row in rows):
        rows.append(Row(key="—", n=0, unknown=missing))
    return tuple(rows)
