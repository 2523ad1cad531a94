"""A number, typed the way people here write one: "1 234,50" and "1234.5" are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Unreadable, Widget
from processes.text import Message, _


def _parse(component: Component, typed: Sequence[str]) -> int | float | None:
    raw = typed[0].strip() if typed else ""
    if not raw:
        return None
    plain = "".join(raw.split()).replace("\u2212", "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise Unreadable(
            _("{label}: enter a number, like 12 or 12,5").format(label=_label(component))
        ) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise Unreadable(_("{label}: enter a number, like 12 or 12,5").format(label=_label(component)))
    return int(value) if value.is_integer() and "." not in plain and "e" not in plain.lower() else value


def _label(component: Component) -> Message:
    return Message(str(component.get("label") or component.get("key")))


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [str(value).replace(".", ",")]


def _shown(_component: Component, value: Any) -> str | Message:
    return _("{number}").format(number=value) if isinstance(value, (int, float)) else str(value)


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
