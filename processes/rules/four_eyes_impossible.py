"""Four eyes asked for where only two can look.

What it finds:
    Steps that four eyes shall decide (`deciders="fourEyes"`) although a case can come through them, from its start to
    its end, without any other step of an official; and such where every other official's step is the same person's.

Why it matters:
    Nobody may be both pairs of eyes. Such a case would wait for ever, or the rule would stay on paper.

Wrong:
    (citizen) Apply -> Decide @head, by four eyes

Right:
    (citizen) Apply -> Check @expert -> Decide @head, by four eyes

How sure:
    warning: two may sign outside the system, which then cannot hold them to it. Steps of the applicant and of systems
    do not count.

Source:
    Separation of duties: NIST SP 800-53 r5, AC-5; OECD, Managing Conflict of Interest in the Public Service (2003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.structure import avoiding
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from processes.model.model import Model


@rules.register
def four_eyes_impossible(model: Model) -> Iterator[Problem]:
    """Yield each four-eyes step a case can pass with one official only."""
    officials = [e for e in model.elements.values() if _is_officials(model, e.id)]
    for element in officials:
        if element.step is None or element.step.deciders != "fourEyes":
            continue
        mine = element.assignee
        others = [
            e.id
            for e in officials
            if e.id != element.id
            and e.process == element.process
            and (mine is None or mine.startswith("=") or e.assignee != mine)
        ]
        path = _alone(model, element.id, others)
        if path is not None:
            yield Problem.at(
                element,
                "warning",
                _(
                    "“{label}” needs four eyes, but a case can go by {path} and meet no other official, so nobody "
                    "could be the second. Let somebody check before or after it on every way."
                ).format(label=element.label, path=" → ".join(model.label(i) for i in path)),
                path=path,
            )


def _is_officials(model: Model, id_: str) -> bool:
    element = model.elements[id_]
    if element.type not in ("UserTask", "ManualTask", "Task"):
        return False
    return model.actor(id_) not in ("citizen", "business", "thirdParty", "system")


def _alone(model: Model, id_: str, others: list[str]) -> tuple[str, ...] | None:
    """Return the activities of a way through `id_` on which none of `others` stands; None when there is none."""
    graph = avoiding(model, others)
    process = model.elements[id_].process
    starts = [e.id for e in model.elements.values() if e.type == "StartEvent" and e.scope == process]
    ends = [n for n in graph if graph.out_degree(n) == 0 and not model.outgoing(n)]
    before = _way(graph, starts or [n for n in graph if graph.in_degree(n) == 0], [id_])
    after = _way(graph, [id_], ends)
    if before is None or after is None:
        return None
    return tuple(n for n in (*before, *after[1:]) if model.elements[n].is_task)


def _way(graph: nx.DiGraph[str], sources: list[str], targets: list[str]) -> list[str] | None:
    import networkx as nx

    for source in sources:
        if source not in graph:
            continue
        paths = nx.single_source_shortest_path(graph, source)
        found = next((paths[t] for t in targets if t in paths), None)
        if found is not None:
            return list(found)
    return None
