"""Several choices out of a long list, in the order of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Unreadable, Widget, options, words_of
from processes.text import Message, _


def _parse(component: Component, typed: Sequence[str]) -> list[str] | None:
    offered = [value for value, _words in options(component)]
    if any(value and value not in offered for value in typed):
        label = Message(str(component.get("label") or component.get("key")))
        raise Unreadable(_("{label}: choose from the list").format(label=label))
    return [value for value in offered if value in typed] or None


def _typed(_component: Component, value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def _shown(component: Component, value: Any) -> str:
    if not isinstance(value, (list, tuple)):
        return str(value)
    return ", ".join(words_of(component, one) for one in value)


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
