"""The form widgets: one folder each, named after the component type of a form-js schema.

A folder holds `widget.py` (reading what was typed, showing a value), `template.html` (accessible HTML that works
without JavaScript) and `widget.yaml` (examples, which are the tests). Folders are discovered; a component whose type
has no folder is not shown, and a form that asks for such a component says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from modeler_api import discovery
from processes.text import Message

Component = Mapping[str, Any]
"""One component of a form-js schema, as it stands in the model."""


class Unreadable(ValueError):
    """What was typed cannot be read as the kind of value the field holds; `message` says what to enter."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Widget:
    """One kind of field.

    `parse` turns what was typed into a plain value (None: nothing was typed) or raises `Unreadable`; `typed` turns a
    value into what would have been typed; `shown` writes a value for reading.  A field with `parts` has one control for
    each of them, and what was typed comes in their order.  `more` is what else its template needs.
    """

    parse: Callable[[Component, Sequence[str]], Any]
    typed: Callable[[Component, Any], list[str]]
    shown: Callable[[Component, Any], str | Message]
    is_input: bool = True
    parts: tuple[str, ...] = ()
    more: Callable[[Component, Sequence[str]], dict[str, Any]] | None = None


@cache
def widgets() -> Mapping[str, Widget]:
    """Every widget by the name of its folder."""
    found = {}
    for package in discovery.modules("modeler_api.widgets"):
        name = package.__name__.rpartition(".")[2]
        found[name] = import_module(f"{package.__name__}.widget").widget
    return found


def options(component: Component) -> list[tuple[str, str]]:
    """The choices a component offers: value and words."""
    return [
        (str(option.get("value", "")), str(option.get("label", option.get("value", ""))))
        if isinstance(option, Mapping)
        else (str(option), str(option))
        for option in component.get("values", ())
        if option is not None
    ]


def shown_nothing(_component: Component, value: Any) -> str:
    """What is shown only has no value to write."""
    return str(value)


def label_of(component: Component) -> Message:
    """What a field is called, in a sentence about it."""
    return Message(str(component.get("label") or component.get("key")))


def words_of(component: Component, value: Any) -> str:
    """The words of a choice, or the value itself when the component no longer offers it."""
    return dict(options(component)).get(str(value), str(value))
