"""Coverage: which elements and flows of a model some played cases went through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import HistoryRecord
    from processes import Model


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The elements and flows that were passed, of all there are to pass."""

    elements: frozenset[str]
    flows: frozenset[str]
    all_elements: frozenset[str]
    all_flows: frozenset[str]

    @property
    def element_share(self) -> float:
        """The share of elements that were passed, from 0 to 1; 1 where there is none."""
        return len(self.elements) / len(self.all_elements) if self.all_elements else 1.0

    @property
    def flow_share(self) -> float:
        """The share of flows that were passed, from 0 to 1; 1 where there is none."""
        return len(self.flows) / len(self.all_flows) if self.all_flows else 1.0

    @property
    def missed(self) -> tuple[str, ...]:
        """The elements no case went through."""
        return tuple(sorted(self.all_elements - self.elements))

    @property
    def missed_flows(self) -> tuple[str, ...]:
        """The flows no case took."""
        return tuple(sorted(self.all_flows - self.flows))


def coverage(model: Model, histories: Iterable[Sequence[HistoryRecord]]) -> Coverage:
    """What cases with these histories covered of a model."""
    elements: set[str] = set()
    flows: set[str] = set()
    for history in histories:
        known = [r for r in history if r.element in model.elements]
        elements |= {str(record.element) for record in known}
        flows |= _flows(model, known)
    return Coverage(
        elements=frozenset(elements),
        flows=frozenset(flows),
        all_elements=frozenset(model.elements),
        all_flows=frozenset(model.flows),
    )


def _flows(model: Model, history: Sequence[HistoryRecord]) -> set[str]:
    """The flows whose target came after their source; of a choice the one whose target came first."""
    found: set[str] = set()
    for place, record in enumerate(history):
        if record.kind != "completed" or record.element is None:
            continue
        came: list[tuple[int, str]] = []
        for flow in model.outgoing(record.element):
            later = (
                number
                for number, after in enumerate(history[place + 1 :])
                if after.element == flow.target and after.activity != record.activity
            )
            first = next(later, None)
            if first is not None:
                came.append((first, flow.id))
        if model.elements[record.element].type in ("ExclusiveGateway", "EventBasedGateway"):
            came = [min(came)] if came else []
        found |= {flow for _number, flow in came}
    return found
