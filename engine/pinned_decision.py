"""What a task that decides is pinned to, and what it makes of the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine import decisions as dmn
from engine.decision_version import DecisionVersion
from engine.errors import SandboxError
from processes.text import _

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel
    from processes.model.elements import Element

#: What keeps a decision's pin apart from a called process's in a definition's bundle.
PREFIX = "decision:"


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """The version of a decision one task decides by."""

    version: DecisionVersion
    models: tuple[DecisionModel, ...]

    def decide(self, data: Mapping[str, Any]) -> dmn.Outcome:
        """Return the outcome; raises `Undecided`."""
        return dmn.decide(self.models, self.version.key, data)

    def account(self, outcome: dmn.Outcome) -> dict[str, Any]:
        """Return what the history keeps of an outcome."""
        kept: dict[str, Any] = {
            "decision": self.version.key,
            "version": self.version.version,
            "digest": self.version.digest,
            "result": outcome.value,
            "trace": list(outcome.trace),
        }
        return kept | ({"warnings": list(outcome.warnings)} if outcome.warnings else {})

    def result(self, outcome: dmn.Outcome, element: Element) -> dict[str, Any]:
        """Return the variables a task gets: under the name it gives the result, or the result's own entries."""
        value = _shaped(outcome, element.decision_shape, element.label)
        if element.decision_result:
            return {element.decision_result: value}
        if isinstance(value, dict):
            return value
        return {outcome.output or self.version.key: value}


def _shaped(outcome: dmn.Outcome, shape: str | None, label: str) -> Any:
    """Return the value as Camunda 7's `mapDecisionResult` wants it; without that, as the decision gives it."""
    value, name = outcome.value, outcome.output or "result"
    rows = value if isinstance(value, list) else [] if value is None else [value]
    contexts = [row if isinstance(row, dict) else {name: row} for row in rows]
    match shape:
        case "singleEntry" | "singleResult" if len(rows) > 1:
            text = _("“{label}” wants one result, and the decision gives {count}.")
            raise SandboxError(text.format(label=label, count=len(rows)))
        case "singleEntry":
            entries = [entry for context in contexts for entry in context.values()]
            if len(entries) > 1:
                text = _("“{label}” wants one value, and the decision gives {count}.")
                raise SandboxError(text.format(label=label, count=len(entries)))
            return entries[0] if entries else None
        case "singleResult":
            return contexts[0] if contexts else None
        case "collectEntries":
            return [entry for context in contexts for entry in context.values()]
        case "resultList":
            return contexts
        case _:
            return value
