"""Rework: activities done again in the same case.

What it measures: For each activity, in `n` the cases in which it was completed more than once, in `total` the extra
    instances, and in `mean` the share of its cases that repeat it.
Why it matters: Work done twice is paid twice, and the applicant waits for it twice.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.rework(two_certificates()))
    0

Misread: Some repetition is meant: one inspection for each of several buildings is no rework.
How sure: Exact for what was recorded; whether it was avoidable is a question for the office.
Source: edeaR `number_of_repetitions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def rework(log: EventLog) -> Measure:
    """Return the activities completed more than once in a case; activities without rework have no row."""
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    per_case = t.group_by(["activity", "case"]).agg(times=t.count())
    extra = (per_case.times - 1).sum()
    again = (per_case.times > 1).sum()
    result = per_case.group_by("activity").agg(cases=per_case.count(), again=again, extra=extra)
    found = run(result.filter(result.again > 0).order_by([ibis.desc("extra"), "activity"])).to_pylist()
    rows = tuple(
        Row(
            key=r["activity"],
            n=int(r["again"]),
            unknown=0,
            median=None,
            p90=None,
            mean=r["again"] / r["cases"],
            minimum=None,
            maximum=None,
            total=float(r["extra"]),
        )
        for r in found
    )
    return Measure(name="rework", level="activity", unit="times", rows=rows, origin=log.origin)
