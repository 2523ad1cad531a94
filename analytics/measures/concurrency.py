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

from typing import TYPE_CHECKING, Any

from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    found = run(side_by_side(t).order_by([ibis.desc("n"), "activity", "other"])).to_pylist()
    rows = tuple(row_of(pair) for pair in found)
    return Measure(name="concurrency", level="activity", unit="cases", rows=rows, origin=log.origin)


def side_by_side(t: Any) -> Any:
    """Return the pairs of activities that overlapped, of a table case, activity, begun, ended; an expression."""
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
    return counted.filter((counted.n > 0) | (counted.unknown > 0))


def row_of(pair: Mapping[str, Any]) -> Row:
    """Return the row of a pair as `side_by_side` finds it."""
    known = pair["cases"] - pair["unknown"]
    return Row(
        key=f"{pair['activity']} ∥ {pair['other']}",
        n=int(pair["n"]),
        unknown=int(pair["unknown"]),
        mean=pair["n"] / known if known else None,
        total=float(pair["cases"]),
    )
