"""A figure of a model: a number with its unit, what it comes from and what nobody has assessed.

`value` None means *not assessed*: nobody has said anything it could be counted from.  A figure with a value and
`unknown` elements is a lower bound, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.text import Message


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured property of a model.

    `elements` are the ids the value was counted from, `unknown` those that would count but are not assessed; `parts`
    breaks the value down under names; `confidence` is the weakest of the evidence behind it (A, B, C; None: no
    evidence given); `about` says what kinds of facts it adds up (see `gov.SUBJECTS`).
    """

    name: str
    label: Message
    unit: str
    value: Any
    elements: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    confidence: str | None = None
    about: tuple[str, ...] = ()

    @property
    def is_assessed(self) -> bool:
        """Whether anybody has said anything the figure could be counted from."""
        return self.value is not None

    @property
    def is_complete(self) -> bool:
        """Whether every element that would count has been assessed."""
        return self.is_assessed and not self.unknown
