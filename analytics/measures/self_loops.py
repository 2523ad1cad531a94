"""Self-loops: an activity followed at once by itself.

What it measures: For each activity, in `n` how often a case did it again at once (a row of three is one self-loop), in
    `total` the extra instances, in `mean` the self-loops for each instance.
Why it matters: Work done twice in a row was not ready the first time, or was passed between two people of one desk.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.self_loops(two_certificates()))
    0

Misread: One inspection for each of three buildings is a self-loop in the log, and none in the office.
How sure: Exact for what was recorded. `kind` tells those of the same person (`repeat`) from those of another (`redo`);
    where a person is not recorded, a self-loop is of neither kind and counted in `unknown`.
Source: edeaR `number_of_selfloops` (type all, repeat, redo).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from analytics.errors import NotMeasurable
from analytics.measure import Measure, Row, require, run
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def self_loops(log: EventLog, *, kind: Literal["all", "repeat", "redo"] = "all") -> Measure:
    """Return the self-loops of each activity that has any; `kind` is all, repeat (same person) or redo (another)."""
    if kind not in ("all", "repeat", "redo"):
        raise NotMeasurable(
            _("self-loops are of no kind {kind!r}.").format(kind=kind), hint=_("Known: all, repeat, redo.")
        )
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", "activity", "resource", "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed")
    window = ibis.window(group_by="case", order_by="position")
    t = t.mutate(
        again=(t.activity.lag().over(window) == t.activity).fill_null(False),
        same=t.resource.lag().over(window) == t.resource,
    )
    if kind != "all":
        unsaid = t.again & t.same.isnull()
        counts = t.again & (t.same if kind == "repeat" else ~t.same).fill_null(False)
        t = t.mutate(again=counts, unsaid=unsaid)
    else:
        t = t.mutate(unsaid=ibis.literal(False))
    t = t.mutate(first=t.again & ~t.again.lag().over(window).fill_null(False))
    counted = t.group_by("activity").agg(
        n=t.first.sum(), extra=t.again.sum(), unknown=t.unsaid.sum(), instances=t.count()
    )
    counted = counted.filter((counted.extra > 0) | (counted.unknown > 0))
    rows = tuple(
        Row(
            key=r["activity"],
            n=int(r["n"]),
            unknown=int(r["unknown"]),
            mean=r["n"] / r["instances"],
            total=float(r["extra"]),
        )
        for r in run(counted.order_by([ibis.desc("extra"), "activity"])).to_pylist()
    )
    return Measure(name="self-loops", level="activity", unit="times", rows=rows, origin=log.origin)
