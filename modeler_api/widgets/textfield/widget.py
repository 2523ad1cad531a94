"""One line of text; spaces at the ends are taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Widget


def _parse(_component: Component, typed: Sequence[str]) -> str | None:
    return (typed[0].strip() if typed else "") or None


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [str(value)]


def _shown(_component: Component, value: Any) -> str:
    return str(value)


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
