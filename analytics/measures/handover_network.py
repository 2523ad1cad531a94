"""Handover network: which desk everything passes over, and which desks belong together.

What it measures: In the network of who hands work to whom, for each group (or person) the share of the shortest ways
    between two others that lead over it (betweenness, in `mean`, 0 to 1); `n` counts the handovers it gives and takes,
    `total` numbers the community it belongs to, in which work passes more often than between.
Why it matters: A hub is where cases queue and where one absence is felt everywhere; a community that crosses two
    agencies is a team nobody has founded.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.handover_network(two_certificates())]
    [('clerk', 2), ('head', 2)]

Misread: A registry that only passes on is a hub without deciding anything.
How sure: As sure as recorded groups; it follows the order of completions. With fewer than three desks there is no way
    over a third, and all are zero.
Source: Freeman (1977), betweenness; Clauset, Newman & Moore (2004), communities, doi:10.1103/PhysRevE.70.066111.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.handover_graph import either_way_of, handover_graph
from analytics.measure import Level, Measure, Row, refuse_level, require
from analytics.measures import measures
from analytics.measures.handovers import handovers
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.log.event_log import EventLog


@measures.register
def handover_network(
    log: EventLog, *, level: Level = "group", people: bool = False, smallest_group: int = SMALLEST_GROUP
) -> Measure:
    """Return the desks of `level` (group or resource), the greatest hub first.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("handover network", level, ("group", "resource"))
    refuse_people("handover network", level, people=people)
    require(log)
    rows = hubs(handovers(log, level=level, people=people, smallest_group=1), level=level)
    shown = without_the_few(rows, log, level, smallest=smallest_group)
    return Measure(name="handover network", level=level, unit="times", rows=shown, origin=log.origin)


def hubs(handed: Iterable[Row], *, level: Level) -> list[Row]:
    """Return the rows of the network of these handovers; raises `NotMeasurable` where nobody is named."""
    import networkx as nx

    graph, unknown = handover_graph(handed)
    either_way = either_way_of(graph)
    if unknown and not graph:
        raise NotMeasurable(
            _("The log does not say which {level} did the work.").format(level=level),
            hint=_("A network needs who handed over to whom."),
        )
    between = nx.betweenness_centrality(graph)
    communities = (
        nx.community.greedy_modularity_communities(either_way, weight="handovers")
        if graph.number_of_edges()
        else []
    )
    home = {who: number for number, part in enumerate(communities, start=1) for who in part}
    rows = [
        Row(
            key=who,
            n=int(graph.degree(who, weight="handovers")),
            unknown=0,
            mean=float(between[who]),
            total=float(home[who]),
        )
        for who in sorted(graph, key=lambda who: (-between[who], who))
    ]
    if unknown:
        rows.append(Row(key="—", n=0, unknown=unknown))
    return rows
