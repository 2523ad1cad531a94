"""How often a case comes to each element: the expected number of its visits.

An exclusive gateway parts the cases by the probabilities of its flows, equally where nobody has said; a parallel split
sends them everywhere, and its join counts them once.  What only a boundary event leads to has no number: nobody has
said how often it strikes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.critical_path import branch_probabilities

if TYPE_CHECKING:
    from processes.model.model import Model

_ROUNDS = 2_000
_CHOOSING = frozenset({"ExclusiveGateway", "EventBasedGateway", "ComplexGateway"})


def expected_visits(model: Model) -> dict[str, float]:
    """Return the expected visits of a case to each element; elements nothing certain leads to are missing.

    >>> from processes import read_model
    >>> sketch = read_model(b"Register -> (Check / Ask) -> Decide", dialect="sketch")
    >>> visits = expected_visits(sketch)
    >>> visits["check"], visits["decide"]
    (0.5, 1.0)
    """
    shares = flow_shares(model)
    inside = list(model.elements.values())
    starts = {e.id for e in inside if e.type == "StartEvent" or not (model.incoming(e.id) or e.attached_to)}
    visits = {e.id: 1.0 if e.id in starts else 0.0 for e in inside}
    for _round in range(_ROUNDS):
        change = 0.0
        for e in inside:
            if e.id in starts:
                continue
            coming = [visits[f.source] * shares[f.id] for f in model.incoming(e.id) if f.source in visits]
            joins = e.type in ("ParallelGateway", "InclusiveGateway")
            value = (max(coming, default=0.0) if joins else sum(coming)) if coming else 0.0
            change = max(change, abs(value - visits[e.id]))
            visits[e.id] = value
        if change < 1e-9:
            break
    return {id_: round(value, 9) for id_, value in visits.items() if value > 0}


def flow_shares(model: Model) -> dict[str, float]:
    """Return, by flow, the share of the cases at its source that take it."""
    shares: dict[str, float] = {}
    for e in model.elements.values():
        flows = model.outgoing(e.id)
        choosing = e.type in _CHOOSING or (not e.is_gateway and any(f.condition for f in flows))
        if len(flows) > 1 and choosing:
            shares |= branch_probabilities(model, e.id)
        elif e.type == "InclusiveGateway" and len(flows) > 1:
            shares |= {f.id: 0.5 if f.probability is None else f.probability for f in flows}
        else:
            shares |= dict.fromkeys((f.id for f in flows), 1.0)
    return shares
