"""Money: what one case costs the applicant out of pocket (M6).

What it measures: The fees of all tasks, and the fares of each trip where the model names them, in one currency.
Why it matters: Fees paid in cash at a desk cost twice: the money, and the way to the desk.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.money(library["kg-llc"].as_is).value
    Decimal('1720')

Misread: Express fees somebody may choose to pay are left out.
How sure: Fees change yearly; the evidence of each task carries its date.  Different currencies are not added: None.
Source: UNCTAD eRegulations (costs); vocabulary M6.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, lower, unassessed, weakest
from analytics.measures import measures
from processes.model.gov import evidence_about
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def money(model: Model) -> Figure:
    """Return the money of one case as a Decimal in `unit`; zero only where annotated tasks name no fee."""
    steps = assessed_steps(model)
    paying = [s for s in steps if any(not f.express for f in s.step.fees)]
    fees = [f for s in paying for f in s.step.fees if not f.express]
    trips = {s.step.visit.trip: s.step.visit.place for s in steps if s.step.visit}
    fares = [
        p for p in (model.places.get(place) for place in trips.values()) if p is not None and p.travel_cost
    ]
    currencies = {f.currency for f in fees} | {p.currency or "KGS" for p in fares}
    total = sum((f.amount for f in fees), Decimal(0)) + sum(
        (p.travel_cost or Decimal(0) for p in fares), Decimal(0)
    )
    return Figure(
        name="money",
        label=_("Money out of pocket"),
        unit=next(iter(currencies), "KGS"),
        value=total if steps and len(currencies) <= 1 else None,
        elements=tuple(s.element.id for s in paying),
        unknown=unassessed(model),
        parts={"cash": sum((f.amount for f in fees if f.method == "cash"), Decimal(0))},
        confidence=lower(
            confidence_of(paying, "fee"),
            weakest(e for place in fares for e in evidence_about(place.evidence, "travel")),
        ),
        about=("fee",),
    )
