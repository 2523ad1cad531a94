"""The expected length of a model's control flow, given the length of its elements.

From an element on, what is left is its own length plus, at a parallel or inclusive split, the longest of its branches;
at an exclusive or event-based one, the average weighted by the probabilities of the flows.  Loops are solved by
iteration, since each round is less likely than the one before.  Paths that begin at boundary events are exceptions and
not part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.model.model import Model

_CHOOSING = frozenset({"ExclusiveGateway", "EventBasedGateway", "ComplexGateway"})


def branch_probabilities(
    model: Model, id: str, *, given: Mapping[str, float] | None = None, assumed: set[str] | None = None
) -> dict[str, float]:
    """Return the probability of each flow that leaves the exclusive gateway `id`, by flow id, adding up to 1.

    `given` wins over what the model says; what neither says shares the rest equally, and the gateway is put into
    `assumed`.
    """
    flows = model.outgoing(id)
    known = {f.id: p for f in flows if (p := (given or {}).get(f.id, f.probability)) is not None}
    silent = [f.id for f in flows if f.id not in known]
    rest = max(0.0, 1.0 - sum(known.values()))
    if silent and assumed is not None and len(flows) > 1 and len(silent) > 1:
        assumed.add(id)
    known |= {flow: rest / len(silent) for flow in silent}
    total = sum(known.values())
    if total <= 0:
        return {f.id: 1 / len(flows) for f in flows}
    return {flow: p / total for flow, p in known.items()}


def expected_path(
    model: Model, lengths: Mapping[str, float], *, process: str | None = None, assumed: set[str] | None = None
) -> float:
    """Return the expected length from the start of the main process to its end, in the unit of `lengths`.

    Raises `NotMeasurable` when a loop is never left.
    """
    scope = process or model.main_process.id
    return _scope_length(model, lengths, scope, assumed)


def _scope_length(model: Model, lengths: Mapping[str, float], scope: str, assumed: set[str] | None) -> float:
    inside = [e for e in model.elements.values() if e.scope == scope and e.type != "BoundaryEvent"]
    ids = {e.id for e in inside}
    own = {e.id: lengths.get(e.id, 0.0) for e in inside}
    for e in inside:
        if any(child.scope == e.id for child in model.elements.values()):
            own[e.id] += _scope_length(model, lengths, e.id, assumed)
    chances = {
        e.id: branch_probabilities(model, e.id, assumed=assumed)
        for e in inside
        if _chooses(model, e.id, e.type)
    }
    left = dict.fromkeys(ids, 0.0)
    order = list(reversed(inside))
    for _round in range(10_000):
        change = 0.0
        for e in order:
            branches = [(f.id, left[f.target]) for f in model.outgoing(e.id) if f.target in ids]
            if e.id in chances:
                onward = sum(chances[e.id][flow] * rest for flow, rest in branches)
            else:
                onward = max((rest for _flow, rest in branches), default=0.0)
            value = own[e.id] + onward
            change = max(change, abs(value - left[e.id]))
            left[e.id] = value
        if change < 1e-6:
            starts = [e.id for e in inside if e.type == "StartEvent"] or [
                e.id for e in inside if not model.incoming(e.id)
            ]
            return max((left[s] for s in starts), default=0.0)
    raise NotMeasurable(
        _("A loop of {label} is never left, so its length has no expectation.").format(
            label=model.label(scope)
        ),
        hint=_("Say with gov:prob how likely each way out of the loop is."),
    )


def _chooses(model: Model, id: str, type: str) -> bool:
    return type in _CHOOSING or (
        len(model.outgoing(id)) > 1
        and any(f.condition for f in model.outgoing(id))
        and type != "InclusiveGateway"
    )
