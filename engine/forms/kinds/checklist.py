"""Several choices, all of them in sight."""

from __future__ import annotations

from typing import Any

from engine.forms._field import Component, kind, several
from engine.forms.kinds import kinds
from processes.text import _


@kinds.register
@kind(missing=_("Choose an answer for {label}."), reads_nothing=True)
def checklist(field: Component, value: Any) -> list[Any]:
    """Return the choices."""
    return several(field, value)
