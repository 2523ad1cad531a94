"""A value that is computed from what is typed: shown for reading, never read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modeler_api import formats
from modeler_api.translation import text
from modeler_api.widgets import Component, Widget
from processes.text import Message, _


def _parse(_component: Component, _typed: Sequence[str]) -> None:
    return None


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [text(_shown(_component, value))]


def _shown(_component: Component, value: Any) -> str | Message:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (int, float)):
        return formats.number(value)
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    return str(value)


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
