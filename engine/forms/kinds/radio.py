"""One choice, all of them in sight."""

from __future__ import annotations

from typing import Any

from engine.forms._field import Component, chosen, is_blank, kind
from engine.forms.kinds import kinds
from processes.text import _


@kinds.register
@kind(missing=_("Choose an answer for {label}."))
def radio(field: Component, value: Any) -> Any:
    """Return the choice."""
    return None if is_blank(value) else chosen(field, value)
