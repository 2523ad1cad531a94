"""Words that only stand there: a heading, an explanation, a norm. Nothing is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Widget


def _parse(_component: Component, _typed: Sequence[str]) -> None:
    return None


def _typed(_component: Component, _value: Any) -> list[str]:
    return []


def _shown(_component: Component, _value: Any) -> str:
    return ""


widget = Widget(parse=_parse, typed=_typed, shown=_shown, is_input=False)
