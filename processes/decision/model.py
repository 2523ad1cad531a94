"""A decision model: the bytes of a DMN file, the decisions in it, and their logic as the evaluator takes it.

Source: OMG DMN 1.5, chapters 6 (requirements) and 7 (decision logic).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision, or one decision service, that can be asked for by its id.

    `kind` is decision or service; `form` how its logic is written (table, literal, context, …; None: it has none).
    """

    id: str
    name: str
    kind: str = "decision"
    form: str | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class DecisionModel:
    """What one DMN file decides; immutable, and equal to another when their bytes are.

    `content` is its logic as plain values, the way `web/feel/decisions` takes it; `imports` are the namespaces of the
    other files it needs.
    """

    source: bytes
    name: str
    namespace: str
    decisions: Mapping[str, Decision]
    content: Mapping[str, Any] = field(repr=False)
    imports: tuple[str, ...] = ()
    file: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecisionModel) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.source).hexdigest()
