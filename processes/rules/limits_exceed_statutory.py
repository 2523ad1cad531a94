"""Deadlines that cannot add up.

What it finds:
    Procedures whose steps, along the longest way through, have limits that together exceed the statutory one.

Why it matters:
    Every officer can be in time and the case still be late; the applicant then has the right to complain.

Wrong:
    limit of the procedure 2 working days; Check 2 days, Sign 1 day

Right:
    limit of the procedure 3 working days; Check 2 days, Sign 1 day

How sure:
    warning: steps rarely use their whole limit.  Loops count once; only limits of the
    offices' steps in the same unit are added.

Source:
    Vocabulary: gov:procedure limit, gov:step limit; Law on administrative activity, terms.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from processes.model.duration import write_duration
from processes.model.gov import APPLICANTS
from processes.problem import Problem
from processes.rules import rules
from processes.text import _, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def limits_exceed_statutory(model: Model) -> Iterator[Problem]:
    """Yield the process whose step limits exceed its own."""
    procedure = model.procedure
    if procedure is None or procedure.limit is None:
        return
    length, way = _longest(model, procedure.limit_unit)
    if length > procedure.limit:
        names = joined(
            (
                _("“{label}” ({limit})").format(
                    label=model.label(i), limit=write_duration(_limit(model, i, procedure.limit_unit))
                )
                for i in way
            ),
            ", ",
        )
        yield Problem.at(
            model.main_process,
            "warning",
            _(
                "The limits of the steps add up to {sum}, more than the {limit} the procedure may take: {steps}. "
                "Shorten a limit, or let steps run side by side."
            ).format(sum=write_duration(length), limit=write_duration(procedure.limit), steps=names),
            steps=way,
        )


def _limit(model: Model, id_: str, unit: str) -> timedelta:
    step = model.elements[id_].step
    if step is None or step.limit is None or step.limit_unit != unit or model.actor(id_) in APPLICANTS:
        return timedelta()
    return step.limit


def _longest(model: Model, unit: str) -> tuple[timedelta, tuple[str, ...]]:
    """Return the greatest sum of limits along a way without loops, and the steps that have them."""
    import networkx as nx

    groups = nx.condensation(model.graph)
    best: dict[int, tuple[timedelta, tuple[str, ...]]] = {}
    for group in nx.topological_sort(groups):
        before = [best[p] for p in groups.predecessors(group)]
        length, way = max(before, key=lambda b: b[0], default=(timedelta(), ()))
        mine = sorted(
            (i for i in groups.nodes[group]["members"] if _limit(model, i, unit)),
            key=lambda i: model.elements[i].position,
        )
        best[group] = length + sum((_limit(model, i, unit) for i in mine), timedelta()), (*way, *mine)
    return max(best.values(), key=lambda b: b[0], default=(timedelta(), ()))
