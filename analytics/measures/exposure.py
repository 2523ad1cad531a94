"""Exposure: where a procedure invites favours (M12).

What it measures: For each task of an official, factors from 0 to 2 (discretion, contact, payment, deadline, legal
    basis, deciders, express fee), weighed: 100 x sum of weight x factor / (2 x sum of weights). The value is the
    highest task; the mean, weighted by how often a case comes by, each task's factors and the share of factors
    known are in `parts`.
Why it matters: A reform can take the opening away; to look for the guilty afterwards takes none.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> figure = an.exposure(library["kg-llc"].as_is)
    >>> figure.value, figure.parts["known"]
    (22, 0.94)

Misread: It says nothing of any person, and is no measure of corruption: a task with a high figure may be done by
    saints.
How sure: A factor nobody assessed is left out of the score and lowers `parts["known"]` instead; below one half the
    score should not be quoted.
Source: Klitgaard (1988), monopoly and discretion less accountability; UNODC, State of Integrity (2020); vocabulary
    M12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from analytics.reach import expected_visits
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.interactions import AssessedStep
    from processes.model.model import Model

WEIGHTS: Mapping[str, int] = {
    "discretion": 3,
    "contact": 3,
    "payment": 3,
    "deadline": 2,
    "legal basis": 2,
    "deciders": 2,
    "express fee": 1,
}
_DISCRETION = {"none": 0, "bounded": 1, "wide": 2}
_CONTACT = {"inPerson": 2, "phone": 1, "post": 1}
_PAYMENT = {"none": 0, "online": 0, "card": 1, "bank": 1, "terminal": 1, "cash": 2}
_BASIS = {"law": 0, "decree": 1, "order": 1, "practice": 2, "none": 2}
_DECIDERS = {"system": 0, "fourEyes": 0, "commission": 0, "one": 2}


@measures.register
def exposure(model: Model, *, weights: Mapping[str, int] = WEIGHTS) -> Figure:
    """Return the highest exposure of a task, 0 to 100, whole; None when no factor of any task is assessed."""
    steps = [s for s in assessed_steps(model) if s.actor in ("official", "otherAgency")]
    found = {s.element.id: _factors(s) for s in steps}
    scores = {id_: score for id_, f in found.items() if (score := _score(f, weights)) is not None}
    visits = expected_visits(model)
    often = {id_: visits.get(id_, 1.0) for id_ in scores}
    known = sum(weights[n] for f in found.values() for n, v in f.items() if v is not None)
    whole = sum(weights.values()) * len(found)
    return Figure(
        name="exposure",
        label=_("Exposure"),
        unit="of 100",
        value=round(max(scores.values())) if scores else None,
        elements=tuple(sorted(scores, key=lambda id_: -scores[id_])),
        unknown=tuple(s.element.id for s in steps if None in found[s.element.id].values())
        + unassessed(model),
        parts={
            "mean": round(sum(scores[i] * often[i] for i in scores) / sum(often.values()))
            if scores
            else None,
            "known": round(known / whole, 2) if whole else None,
            "factors": found,
        },
        confidence=confidence_of(steps, "step"),
        about=("step", "fee", "limit"),
    )


def _factors(step: AssessedStep) -> dict[str, int | None]:
    """Return the factors of one task, None where nobody has said."""
    said = step.step
    paid = [_PAYMENT.get(f.method or "") for f in said.fees]
    payment = None if None in paid else max((p for p in paid if p is not None), default=0)
    bases = [_BASIS[norm.type] for norm in said.legal if norm.type in _BASIS]
    express = [f.express for f in said.fees]
    return {
        "discretion": _DISCRETION.get(said.discretion or ""),
        "contact": None if said.channel is None else _CONTACT.get(said.channel, 0),
        "payment": payment,
        "deadline": None if said.limit is None else 0,
        "legal basis": min(bases) if bases else None,
        "deciders": _DECIDERS.get(said.deciders or ""),
        "express fee": 1 if True in express else 0 if None not in express else None,
    }


def _score(factors: Mapping[str, int | None], weights: Mapping[str, int]) -> float | None:
    known = {name: value for name, value in factors.items() if value is not None}
    whole = sum(weights[name] for name in known)
    return 100 * sum(weights[n] * v for n, v in known.items()) / (2 * whole) if whole else None
