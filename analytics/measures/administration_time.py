"""Administration time: the hours one case takes out of the offices (M8).

What it measures: The effort of every task done by an official, another agency or a system, weighted by how often an
    average case comes by; and what it costs, in `parts["cost"]`, at `rates` (money an hour by class of staff) or at
    those the model says of its lanes.
Why it matters: It is what the state pays for one case, and what a simpler procedure sets free.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> round(an.administration_time(library["kg-spravka"].as_is).value.total_seconds() / 60)
    20

Misread: It is work, not presence: an office that waits for cases costs as much as one that works.
How sure: As sure as the minutes in the model; tasks without minutes, and those nobody says how often are done, are
    listed as unknown. The cost is None as soon as one of the classes has no rate.
Source: Standard Cost Model, SEC(2005)1329, annex 10 (administrations); vocabulary M8.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.hourly_rates import rate_of
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from analytics.reach import expected_visits
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.model.model import Model

_OFFICE = frozenset({"official", "otherAgency", "system"})


@measures.register
def administration_time(model: Model, *, rates: Mapping[str, Decimal] | None = None) -> Figure:
    """Return the typical work of the offices on one case as a timedelta; None when no task has minutes."""
    visits = expected_visits(model)
    theirs = [s for s in assessed_steps(model) if s.actor in _OFFICE]
    known = [s for s in theirs if s.step.effort is not None and s.element.id in visits]
    sums = {"minimum": timedelta(), "typical": timedelta(), "maximum": timedelta()}
    cost: Decimal | None = Decimal(0)
    for s in known:
        assert s.step.effort is not None
        for which in sums:
            sums[which] += getattr(s.step.effort, which) * visits[s.element.id]
        lane = model.lane_of(s.element.id)
        staff = lane.party.staff_class if lane is not None and lane.party is not None else None
        rate = rates.get(staff or "") if rates is not None else rate_of(model, s.element.id)
        hours = s.step.effort.typical.total_seconds() * visits[s.element.id] / 3600
        cost = None if cost is None or rate is None else cost + rate * Decimal(str(round(hours, 6)))
    return Figure(
        name="administration_time",
        label=_("Work of the offices"),
        unit="time",
        value=sums["typical"] if known else None,
        elements=tuple(s.element.id for s in known),
        unknown=tuple(s.element.id for s in theirs if s not in known) + unassessed(model),
        parts={
            "minimum": sums["minimum"],
            "maximum": sums["maximum"],
            "cost": cost.quantize(Decimal("0.01")) if cost is not None and known else None,
        },
        confidence=confidence_of(known, "effort"),
        about=("effort",),
    )
