"""One box to tick."""

from __future__ import annotations

from typing import Any

from engine.forms._field import Component, Wrong, kind, label_of
from engine.forms.kinds import kinds
from processes.text import _


@kinds.register
@kind(missing=_("{label} must be ticked."), reads_nothing=True)
def checkbox(field: Component, value: Any) -> bool:
    """Return whether it is ticked."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "on", "1", "yes", ""):
        return value.strip() != ""
    if isinstance(value, str) and value.strip().lower() in ("false", "off", "0", "no"):
        return False
    raise Wrong(_("{label} must be ticked or not.").format(label=label_of(field)))
