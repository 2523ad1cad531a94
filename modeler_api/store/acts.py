"""The acts of a play: what somebody did, in order. A play is nothing but its acts, so to rewind is to do fewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = ("start", "complete", "serve", "error", "message", "wait")
MOST = 200
"""More acts than this are a case nobody plays by hand."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: `element` is where, `name` the message or the code of an error, `data` what was answered or brought."""

    do: str
    element: str = ""
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The act as it is kept."""
        return {"do": self.do, "element": self.element, "name": self.name, "data": self.data}


def read_acts(kept: Sequence[Mapping[str, Any]]) -> tuple[Act, ...]:
    """The acts as they were kept."""
    return tuple(
        Act(do=each["do"], element=each["element"], name=each["name"], data=dict(each["data"]))
        for each in kept
    )
