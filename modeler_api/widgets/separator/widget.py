"""A line between parts."""

from __future__ import annotations

from modeler_api.widgets import Widget, shown_nothing

widget = Widget(
    parse=lambda _component, _typed: None,
    typed=lambda _component, _value: [],
    shown=shown_nothing,
    is_input=False,
)
