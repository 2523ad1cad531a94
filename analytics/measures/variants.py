"""Variants: the different ways cases went.

What it measures: For each sequence of completed activities the number of cases (`n`) and, in `mean`, their share.
Why it matters: A procedure that goes forty ways has no standard; the rare ways often hold most of the time.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.variants(two_certificates())]
    [('Register → Sign', 2)]

Misread: Two cases that did the same side by side in another order are two variants.
How sure: Exact for what was recorded.
Source: edeaR `trace_explorer`; van der Aalst, Process Mining (2016), 5.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.case_times import case_variants
from analytics.measure import Measure, Row, require, run
from analytics.measures import measures

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def variants(log: EventLog) -> Measure:
    """Return the variants of `log`, the most frequent first; `mean` is the share of cases."""
    require(log)
    import ibis

    t = ibis.memtable(case_variants(log))
    found = run(t.group_by("variant").agg(n=t.count()).order_by([ibis.desc("n"), "variant"])).to_pylist()
    rows = tuple(
        Row(
            key=r["variant"],
            n=int(r["n"]),
            unknown=0,
            median=None,
            p90=None,
            mean=r["n"] / len(log),
            minimum=None,
            maximum=None,
            total=float(r["n"]),
        )
        for r in found
    )
    return Measure(name="variants", level="variant", unit="cases", rows=rows, origin=log.origin)
