"""Concurrency: which activities of a case go on side by side.

What it measures: For each pair of activities `A ∥ B`, in `n` the cases in which both were worked on at the same time,
    in `mean` their share of the cases in which both were done.
Why it matters: What already goes side by side in some cases can go side by side in the others.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.concurrency(two_certificates()))
    0

Misread: A clerk who begins everything in the morning and completes it in the evening does everything side by side.
How sure: As sure as the recorded starts; cases with a pair of which a start is missing are counted in `unknown`.
Source: Allen (1983), Maintaining knowledge about temporal intervals, doi:10.1145/182.358434 (overlaps).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def concurrency(log: EventLog) -> Measure:
    """Return the pairs of activities that overlapped in any case, or of which nobody can say."""
    require(log)
    import ibis

    t = ibis.memtable(
        log.activities.select(["case", "activity", "claimed", "started", "completed", "ended_as"])
    )
    t = t.filter(t.ended_as == "completed")
    t = t.select("case", "activity", begun=ibis.coalesce(t.started, t.claimed), ended=t.completed)
    spans = t.rename(other="activity", other_begun="begun", other_ended="ended", same="case")
    pairs = t.join(spans, [t.case == spans.same, t.activity < spans.other])
    both = (pairs.begun < pairs.other_ended) & (pairs.other_begun < pairs.ended)
    per_case = pairs.group_by(["case", "activity", "other"]).agg(
        met=both.fill_null(False).any(), unsaid=both.isnull().any()
    )
    counted = per_case.group_by(["activity", "other"]).agg(
        n=per_case.met.sum(),
        cases=per_case.count(),
        unknown=(per_case.unsaid & ~per_case.met).sum(),
    )
    counted = counted.filter((counted.n > 0) | (counted.unknown > 0))
    rows = tuple(
        Row(
            key=f"{r['activity']} ∥ {r['other']}",
            n=int(r["n"]),
            unknown=int(r["unknown"]),
            mean=r["n"] / (r["cases"] - r["unknown"]) if r["cases"] > r["unknown"] else None,
            total=float(r["cases"]),
        )
        for r in run(counted.order_by([ibis.desc("n"), "activity", "other"])).to_pylist()
    )
    return Measure(name="concurrency", level="activity", unit="cases", rows=rows, origin=log.origin)
