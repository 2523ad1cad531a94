"""A value that is computed from others, never typed."""

from __future__ import annotations

from typing import Any

from engine.forms._field import Component, kind
from engine.forms.kinds import kinds


@kinds.register
@kind(reads_nothing=True)
def expression(_field: Component, value: Any) -> Any:
    """Return the value; what was sent in its place has been replaced before."""
    return value
