"""Repetitions: an activity done again after something else.

What it measures: For each activity, in `n` how often a case came back to it after another activity, in `total` the
    cases that did, in `mean` the repetitions for each instance.
Why it matters: A case that comes back was sent on too early, and the desks between worked for nothing.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.repetitions(two_certificates()))
    0

Misread: Doing it again at once is a self-loop and not counted here; a payment each month is meant.
How sure: Exact for what was recorded. In procedures that go side by side, an activity of another branch may have
    come between.
Source: edeaR `number_of_repetitions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def repetitions(log: EventLog) -> Measure:
    """Return the repetitions of each activity that has any, those repeated most often first."""
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    window = ibis.window(group_by="case", order_by="position")
    own = ibis.window(group_by=["case", "activity"], order_by="position")
    t = t.mutate(before=t.activity.lag().over(window), earlier=ibis.row_number().over(own))
    t = t.mutate(back=(t.earlier > 0) & (t.before != t.activity))
    counted = t.group_by("activity").agg(
        n=t.back.sum(), cases=t.case.nunique(where=t.back), instances=t.count()
    )
    counted = counted.filter(counted.n > 0)
    rows = tuple(
        Row(
            key=r["activity"], n=int(r["n"]), unknown=0, mean=r["n"] / r["instances"], total=float(r["cases"])
        )
        for r in run(counted.order_by([ibis.desc("n"), "activity"])).to_pylist()
    )
    return Measure(name="repetitions", level="activity", unit="times", rows=rows, origin=log.origin)
