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

from analytics.handings import handings
from analytics.measure import Level, Measure, Row, refuse_level, require
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few
from analytics.successions import coded_pairs, joined

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def handovers(
    log: EventLog, *, level: Level = "group", people: bool = False, smallest_group: int = SMALLEST_GROUP
) -> Measure:
    """Return the handovers between the keys of `level` (group or resource), the most frequent first.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("handovers", level, ("group", "resource"))
    refuse_people("handovers", level, people=people)
    require(log)
    import numpy as np

    handed = handings(log, "group" if level == "group" else "resource")
    names = handed.names
    pairs, at_pair = coded_pairs(joined(handed.giver, handed.taker, len(names)), max(len(names), 1) ** 2)
    counts = np.bincount(at_pair, minlength=len(pairs)).tolist()
    found = [
        (n, names[pair // len(names)], names[pair % len(names)])
        for pair, n in zip(pairs.tolist(), counts, strict=True)
    ]
    rows = [
        Row(key=f"{one} → {other}", n=n, unknown=0, total=float(n))
        for n, one, other in sorted(found, key=lambda f: (-f[0], f[1], f[2]))
    ]
    if handed.unnamed:
        rows.append(Row(key="—", n=0, unknown=handed.unnamed, total=0.0))
    shown = without_the_few(rows, log, level, smallest=smallest_group)
    return Measure(name="handovers", level=level, unit="times", rows=shown, origin=log.origin)
