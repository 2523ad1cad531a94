"""What an hour of the office's work costs: the rates that a model says of its lanes, under the groups that do the work.

A group to which lanes give different rates has none: nobody can say which of them its people were paid by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from processes.model.elements import Lane
    from processes.model.model import Model


def hourly_rates(model: Model) -> dict[str, Decimal]:
    """Return money an hour by group, in the currency of `rate_currency`; groups nobody gave a rate are missing.

    >>> from processes import read_model
    >>> hourly_rates(read_model(b"Register @clerk -> Sign @head", dialect="sketch"))
    {}
    """
    said: dict[str, set[Decimal]] = {}
    for element in model.elements.values():
        rate = rate_of(model, element.id) if element.is_task else None
        lane = model.lane_of(element.id)
        if rate is None or lane is None:
            continue
        for group in {lane.group, *element.candidate_groups}:
            said.setdefault(group, set()).add(rate)
    return {group: rates.pop() for group, rates in said.items() if len(rates) == 1}


def rate_of(model: Model, id: str) -> Decimal | None:
    """Return what an hour of work on a step costs, as the innermost lane with a rate says; None when none says."""
    return next(
        (lane.party.rate for lane in _lanes(model, id) if lane.party and lane.party.rate is not None), None
    )


def rate_currency(model: Model) -> str | None:
    """Return the currency of the rates; None when no lane has a rate."""
    return next(
        (
            lane.party.currency or "KGS"
            for lane in model.lanes.values()
            if lane.party is not None and lane.party.rate is not None
        ),
        None,
    )


def _lanes(model: Model, id: str) -> list[Lane]:
    found, lane = [], model.lane_of(id)
    while lane is not None:
        found.append(lane)
        lane = model.lanes.get(lane.parent) if lane.parent else None
    return found
