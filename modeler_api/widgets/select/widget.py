"""One choice out of many, in a list that opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Unreadable, Widget, options, words_of
from processes.text import Message, _


def _parse(component: Component, typed: Sequence[str]) -> str | None:
    picked = typed[0] if typed else ""
    if not picked:
        return None
    if picked not in dict(options(component)):
        label = Message(str(component.get("label") or component.get("key")))
        raise Unreadable(_("{label}: choose one of the answers").format(label=label))
    return picked


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [str(value)]


def _shown(component: Component, value: Any) -> Message:
    return Message(words_of(component, value))


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
