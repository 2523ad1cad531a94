"""Narrowest seam: the fewest handovers at which the desks fall into two parts.

What it measures: The minimum cut of the network of who hands work to whom: the handovers whose sparing leaves two parts
    of the desks that pass nothing to each other; a row for each pair across, and `n` how often work passes there.
Why it matters: A seam with few handovers is where a procedure can be divided between two agencies, or where one joint
    form spares all of them; one with many says that the desks belong under one roof.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.narrowest_seam(two_certificates())]
    [('clerk – head', 2)]

Misread: A desk that few cases come to is always cut off cheaply; the seam then says that it is small, nothing more.
How sure: As sure as recorded groups; there can be several seams of the same size, of which one is told. Handovers are
    counted both ways, between neighbouring steps of a case.
Source: Stoer & Wagner (1997), A simple min-cut algorithm, doi:10.1145/263867.263872.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.handover_graph import either_way_of, handover_graph
from analytics.measure import Level, Measure, Row, refuse_level, require
from analytics.measures import measures
from analytics.measures.handovers import handovers
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.log.event_log import EventLog


@measures.register
def narrowest_seam(log: EventLog, *, level: Level = "group") -> Measure:
    """Return the pairs of groups across the narrowest seam, the most frequent first.

    Desks that pass nothing to each other as it is have a seam of no handovers: no row.
    """
    refuse_level("narrowest seam", level, ("group",))
    require(log)
    rows = seam(handovers(log, level=level), level=level)
    return Measure(name="narrowest seam", level=level, unit="times", rows=tuple(rows), origin=log.origin)


def seam(handed: Iterable[Row], *, level: Level) -> list[Row]:
    """Return the rows of the narrowest seam of these handovers; raises `NotMeasurable` where there are no two desks."""
    import networkx as nx

    graph, unknown = handover_graph(handed)
    either_way = either_way_of(graph)
    if len(either_way) < 2:
        raise NotMeasurable(
            _("The log does not say which {level} did the work.").format(level=level)
            if unknown
            else _("Only one {level} did the work.").format(level=level),
            hint=_("A network needs who handed over to whom."),
        )
    across: list[tuple[str, str]] = []
    if nx.is_connected(either_way):
        _size, (one_side, _other_side) = nx.stoer_wagner(either_way, weight="handovers")
        across = [
            (min(pair), max(pair))
            for pair in either_way.edges
            if (pair[0] in one_side) != (pair[1] in one_side)
        ]
    rows = [
        Row(
            key=f"{one} – {other}",
            n=(n := int(either_way.edges[one, other]["handovers"])),
            unknown=0,
            total=float(n),
        )
        for one, other in across
    ]
    rows.sort(key=lambda row: (-row.n, row.key))
    if unknown:
        rows.append(Row(key="—", n=0, unknown=unknown))
    return rows
