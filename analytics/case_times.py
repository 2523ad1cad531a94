"""What every time measure starts from: the cases of a log with their first and last moments and their variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from processes.log.event_log import EventLog


def case_spans(log: EventLog) -> pa.Table:
    """Return one row a case: `case`, `first` and `last` event (UTC), sorted by case."""
    import ibis

    from analytics.measure import run

    t = ibis.memtable(log.events.select(["case", "timestamp"]))
    return run(t.group_by("case").agg(first=t.timestamp.min(), last=t.timestamp.max()).order_by("case"))


def case_variants(log: EventLog) -> pa.Table:
    """Return one row a case: `case` and `variant`, its completed activities joined by arrows, sorted by case.

    A case that completed nothing yet has the variant "—".
    """
    import ibis
    import pyarrow as pa

    from analytics.measure import run

    done = log.activities.filter(pa.compute.equal(log.activities["ended_as"], "completed"))
    t = ibis.memtable(done.select(["case", "activity", "position"]))
    cases = ibis.memtable(log.cases.select(["case"]))
    paths = t.group_by("case").agg(variant=t.activity.group_concat(sep=" → ", order_by=t.position))
    joined = cases.left_join(paths, "case")
    return run(joined.select("case", variant=joined.variant.fill_null("—")).order_by("case"))
