"""Limit coverage: how much of the offices' work has a term (M14).

What it measures: Of the tasks of officials and other agencies, the share with a limit of their own; in `parts` the
    limit of the whole procedure in days, and what the limits on the longest way add up to. How many cases keep the
    term is the measure `service_standard` of a log.
Why it matters: Work without a term is done when it is asked for, by whoever knows whom to ask.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.limit_coverage(library["kg-spravka"].as_is).unit
    'ratio'

Misread: A term nobody watches is no term; and a task of two minutes needs none.
How sure: Counts what the model says; tasks nobody annotated are listed as unknown.
Source: vocabulary M14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.critical_path import expected_path
from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model

_DAY = 86400.0


@measures.register
def limit_coverage(model: Model) -> Figure:
    """Return the share of the offices' tasks that have a limit, 0 to 1; None when no such task is annotated."""
    theirs = [s for s in assessed_steps(model) if s.actor in ("official", "otherAgency")]
    limited = {s.element.id: s.step.limit for s in theirs if s.step.limit is not None}
    whole = model.procedure.limit if model.procedure is not None else None
    seconds = {id_: limit.total_seconds() for id_, limit in limited.items()}
    return Figure(
        name="limit_coverage",
        label=_("Work with a term"),
        unit="ratio",
        value=len(limited) / len(theirs) if theirs else None,
        elements=tuple(limited),
        unknown=unassessed(model),
        parts={
            "procedure": whole.days if whole is not None else None,
            "added up": round(expected_path(model, seconds) / _DAY, 1) if limited else None,
        },
        confidence=confidence_of(theirs, "limit"),
        about=("limit",),
    )
