"""One box to tick: ticked is true, unticked is false."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Widget
from processes.text import Message, _


def _parse(_component: Component, typed: Sequence[str]) -> bool:
    return bool(typed) and typed[0] not in ("", "false")


def _typed(_component: Component, value: Any) -> list[str]:
    return ["true"] if value else []


def _shown(_component: Component, value: Any) -> Message:
    return _("Yes") if value else _("No")


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
