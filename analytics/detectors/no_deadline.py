"""No deadline: an office may take as long as it likes (D08).

What it finds: A step of an office without a term of its own, and terms of the steps that together exceed the term the
    law gives the whole procedure.
Why it matters: Where no term runs, nobody is late; the applicant waits and has nothing to point to.
Wrong:
    “State expertise” by an official, no limit.
Right:
    “State expertise”, limit 30 working days, with what happens when it passes.
How sure: A term in a norm the analyst did not enter would refute it.  Steps of the applicant and of private parties
    need none.  The sum follows the longest way through the model and is drawn only where all terms count the same days.
Source: vocabulary D08, M14; Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import grounds
from analytics.lengths import in_words
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study

_OFFICES = frozenset({"official", "otherAgency"})


@detectors.register
def no_deadline(study: Study) -> Iterator[Finding]:
    """Yield one finding for each office's step without a term, and one when the terms exceed the whole."""
    for step in study.steps:
        if step.step.limit is None and _is_of_an_office(study, step):
            yield Finding(
                detector="no_deadline",
                elements=(step.element.id,),
                claim=_("“{label}” has no deadline: the office can take as long as it likes.").format(
                    label=step.element.label
                ),
                evidence=grounds([step]),
                saving=study.saving(step.element.id),
                confidence="medium",
                refutation=_("A norm with a term for “{label}” that was not entered.").format(
                    label=step.element.label
                ),
            )
    yield from _sum_of_terms(study)


def _is_of_an_office(study: Study, step: AssessedStep) -> bool:
    """Whether officials do it, or the applicant does it at an official's desk."""
    if step.actor in _OFFICES:
        return True
    if study.model is None or not step.is_in_person or step.step.purpose in ("wait", "record"):
        return False
    lane = study.model.lane_of(step.element.id)
    return lane is not None and lane.party is not None and lane.party.kind in _OFFICES


def _sum_of_terms(study: Study) -> Iterator[Finding]:
    procedure = study.model.procedure if study.model is not None else None
    if study.model is None or procedure is None or procedure.limit is None:
        return
    limited = [s for s in study.steps if s.step.limit is not None and s.element.id in study.visits]
    days = [s for s in limited if s.step.limit is not None and s.step.limit >= timedelta(days=1)]
    if not days or any(s.step.limit_unit != procedure.limit_unit for s in days):
        return
    terms = {s.element.id: s.step.limit for s in days if s.step.limit is not None}
    way = _longest_way(study, terms)
    total = sum((terms[id_] for id_ in way), timedelta())
    if total <= procedure.limit:
        return
    unit = _("working days") if procedure.limit_unit == "working" else _("calendar days")
    yield Finding(
        detector="no_deadline",
        elements=tuple(way),
        claim=_(
            "Every office can keep its term and the procedure still be late: the terms add up to {sum} {unit}, the "
            "procedure has {limit}."
        ).format(sum=total.days, unit=unit, limit=procedure.limit.days),
        evidence=tuple(
            Evidence(
                text=_("“{label}”: {limit}").format(label=study.model.label(id_), limit=in_words(terms[id_]))
            )
            for id_ in way
        ),
        saving=study.saving(way[0]),
        confidence="high",
        refutation=_("Steps that run side by side but are drawn one after another."),
        suggestion="parallelism",
        data={"kind": "sum"},
    )


def _longest_way(study: Study, terms: dict[str, timedelta]) -> list[str]:
    """Return the steps with terms on the way through the model whose terms add up to most; loops count once."""
    import networkx as nx

    assert study.model is not None
    graph = nx.condensation(study.model.graph)
    best: dict[int, tuple[timedelta, list[str]]] = {}
    for node in nx.topological_sort(graph):
        behind = [best[p] for p in graph.predecessors(node)]
        length, way = max(behind, key=lambda b: b[0], default=(timedelta(), []))
        own = [m for m in sorted(graph.nodes[node]["members"]) if m in terms]
        best[node] = (length + sum((terms[m] for m in own), timedelta()), [*way, *own])
    return max(best.values(), key=lambda b: b[0], default=(timedelta(), []))[1]
