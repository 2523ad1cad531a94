"""One line of text."""

from __future__ import annotations

from typing import Any

from engine.forms._field import Component, kind, plain_text
from engine.forms._text import judge
from engine.forms.kinds import kinds


@kinds.register
@kind(judge=judge)
def textfield(field: Component, value: Any) -> str | None:
    """Return the text as it was given."""
    return plain_text(field, value)
