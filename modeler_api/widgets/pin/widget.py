"""A personal number (ПИН): fourteen digits; the engine's own rule says which they may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Unreadable, Widget


def _parse(component: Component, typed: Sequence[str]) -> str | None:
    from engine.forms import Wrong, kinds

    try:
        return kinds["pin"](component, typed[0] if typed else None)
    except Wrong as wrong:
        raise Unreadable(wrong.message) from None


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [str(value)]


def _shown(_component: Component, value: Any) -> str:
    return str(value)


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
