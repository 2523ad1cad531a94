"""Documents: what the applicant is asked to bring (M4).

What it measures: The requests for documents in all tasks, counted each time they are asked; in `parts` how many of them
    a state register already holds, and how many as originals, copies, notarised or digital.
Why it matters: A paper the state already holds is a burden without a purpose.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> figure = an.documents(library["kg-llc"].as_is)
    >>> figure.value, figure.parts["held by the state"]
    (14, 8)

Misread: The same paper asked in two offices counts twice: the applicant brings it twice.
How sure: Documents whose register nobody named count as not held; they are in `parts["register not assessed"]`.
Source: UNCTAD eRegulations (requirements); Regulation (EU) 2018/1724, art. 14 (once only).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def documents(model: Model) -> Figure:
    """Return how many documents are asked for; None when no task is annotated."""
    steps = assessed_steps(model)
    asking = [s for s in steps if s.step.asks]
    asked = [ask for s in asking for ask in s.step.asks]
    found = [model.documents.get(ask.document) for ask in asked]
    held = sum(d is not None and d.held_in is not None for d in found)
    unclear = sum(d is None or (d.held_in is None and d.issuer is None) for d in found)
    forms = Counter(ask.form or "not said" for ask in asked)
    return Figure(
        name="documents",
        label=_("Documents asked"),
        unit="documents",
        value=sum(ask.count or 1 for ask in asked) if steps else None,
        elements=tuple(s.element.id for s in asking),
        unknown=unassessed(model),
        parts={"held by the state": held, "register not assessed": unclear, **forms},
        confidence=confidence_of(asking, "document"),
        about=("document",),
    )
