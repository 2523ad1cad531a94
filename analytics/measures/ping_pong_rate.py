"""Ping-pong rate: how often work goes to another desk and straight back.

What it measures: For each pair of groups (or people), in `n` how often work of a case went from the first to the
    second and back to the first, in `total` the cases, and in `mean` the share of all cases.
Why it matters: Each turn is two queues, for a question that could have been asked before.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.ping_pong_rate(two_certificates()))
    0

Misread: A review that sends back what is wrong is ping-pong in the log and control in the office.
How sure: Exact for sequential procedures. Work of nobody recorded breaks the chain and is counted in `unknown` of
    the row "—".
Source: van der Aalst & Song, Mining Social Networks (2004), doi:10.1007/978-3-540-25970-1_16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, Row, refuse_level, require, run
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def ping_pong_rate(
    log: EventLog, *, level: Level = "group", people: bool = False, smallest_group: int = SMALLEST_GROUP
) -> Measure:
    """Return the turns between the keys of `level` (group or resource), the most frequent first.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("ping-pong rate", level, ("group", "resource"))
    refuse_people("ping-pong rate", level, people=people)
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", level, "position", "ended_as"]))
    t = t.filter(t.ended_as == "completed").rename(who=level)
    window = ibis.window(group_by="case", order_by="position")
    t = t.mutate(before=t.who.lag().over(window), began=ibis.row_number().over(window))
    unknown = run(t.agg(unknown=t.who.isnull().sum()))["unknown"][0].as_py() or 0
    # What one desk does in a row is one stay with it; a stay of nobody recorded is like no other.
    stays = t.filter((t.began == 0) | t.who.isnull() | t.before.isnull() | (t.who != t.before))
    stays = stays.mutate(middle=stays.who.lag().over(window), first=stays.who.lag(2).over(window))
    turns = stays.filter(stays.first == stays.who).filter(stays.middle != stays.who)
    counted = turns.group_by(["who", "middle"]).agg(n=turns.count(), cases=turns.case.nunique())
    rows = [
        Row(
            key=f"{r['who']} → {r['middle']} → {r['who']}",
            n=int(r["n"]),
            unknown=0,
            mean=r["cases"] / len(log),
            total=float(r["cases"]),
        )
        for r in run(counted.order_by([ibis.desc("n"), "who", "middle"])).to_pylist()
    ]
    if unknown:
        rows.append(Row(key="—", n=0, unknown=int(unknown)))
    shown = without_the_few(rows, log, level, smallest=smallest_group)
    return Measure(name="ping-pong rate", level=level, unit="times", rows=shown, origin=log.origin)
