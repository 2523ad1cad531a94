"""Handovers: how often work passes from one to another.

What it measures: For each pair of groups (or resources) that follow each other within a case, the number of times work
    went from the first to the second, as rows `A → B` with the count in `n`.
Why it matters: Each handover is a queue, and a place where papers and responsibility get lost.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.handovers(two_certificates())]
    [('clerk → head', 2)]

Misread: It follows the order of completions; in parallel branches two neighbours need not have handed anything over.
    Instances without a recorded group break the chain: they are counted in `unknown` of the row "—".
How sure: Exact for sequential procedures with recorded groups.
Source: van der Aalst & Song, Mining Social Networks (2004), handover of work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, Row, refuse_level, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def handovers(log: EventLog, *, level: Level = "group") -> Measure:
    """Return the handovers between the keys of `level` (group or resource), the most frequent first."""
    refuse_level("handovers", level, ("group", "resource"))
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", level, "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    window = ibis.window(group_by="case", order_by="position")
    pairs = t.mutate(giver=t[level].lag().over(window), first=t.position.lag().over(window).isnull())
    pairs = pairs.filter(~pairs.first).rename(taker=level)
    counted = pairs.group_by(["giver", "taker"]).agg(n=pairs.count())
    rows = []
    unknown = 0
    for r in run(counted.order_by([ibis.desc("n"), "giver", "taker"])).to_pylist():
        if r["giver"] is None or r["taker"] is None:
            unknown += int(r["n"])
        elif r["giver"] != r["taker"]:
            rows.append(_row(f"{r['giver']} → {r['taker']}", int(r["n"]), 0))
    if unknown:
        rows.append(_row("—", 0, unknown))
    return Measure(name="handovers", level=level, unit="times", rows=tuple(rows), origin=log.origin)


def _row(key: str, n: int, unknown: int) -> Row:
    return Row(
        key=key,
        n=n,
        unknown=unknown,
        median=None,
        p90=None,
        mean=None,
        minimum=None,
        maximum=None,
        total=float(n),
    )
