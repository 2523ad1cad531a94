"""What stands in the fields of a page: for each field's name the texts that were typed, and back to values.

A field is named by its place in the answers, such as `members.0.name`; one with parts has a name for each part; a
list says under its name and `[]` how many rows it has, so that a row in which nothing was typed is a row all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from engine.forms import MOST_ROWS, Place, at, places, put
from modeler_api.widgets import Widget, widgets

PREFIX = "f."
"""What the names of a form's fields begin with, so that they never meet the page's own fields."""

Typed = dict[str, list[str]]


def typed_fields(sent: MultiDict[str, str]) -> Typed:
    """What was typed into the fields of a form, without the page's own fields."""
    return {name.removeprefix(PREFIX): sent.getlist(name) for name in sent if name.startswith(PREFIX)}


def widget_of(place: Place) -> Widget | None:
    """The widget of a field that holds a value, or None."""
    found = widgets().get(place.type)
    return found if found is not None and found.is_input and place.component.get("key") else None


def typed_of(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Typed:
    """What would have been typed to give `data`; where nothing is known, the form's own default."""
    known = dict(data)
    for place in places(schema, known):
        if place.type == "dynamiclist" and at(known, place.path) is None:
            # A repetition in the sense of form-js: so many rows stand there from the beginning.
            put(known, place.path, [{} for _row in range(int(place.component.get("defaultRepetitions", 1)))])
    typed: Typed = {}
    for place in places(schema, known):
        if place.type == "dynamiclist":
            rows = at(known, place.path)
            typed[f"{place.name}[]"] = [str(len(rows) if isinstance(rows, list) else 0)]
        widget = widget_of(place)
        if widget is None:
            continue
        value = at(known, place.path)
        words = widget.typed(place.component, place.component.get("defaultValue") if value is None else value)
        keep(typed, place, widget, words)
    return typed


def shape(schema: Mapping[str, Any], typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """Data with nothing in it but the rows that the page has."""
    data: dict[str, Any] = {}
    # A list inside a row is found once the row is there.
    for _depth in range(5):
        before = repr(data)
        for place in places(schema, data):
            if place.type == "dynamiclist" and at(data, place.path) is None:
                put(data, place.path, [{} for _row in range(count(typed, place.name))])
        if repr(data) == before:
            break
    return data


def count(typed: Mapping[str, list[str]], name: str) -> int:
    """How many rows a list has on the page."""
    given = (typed.get(f"{name}[]") or ["0"])[-1]
    return min(int(given), MOST_ROWS) if given.isdecimal() and len(given) < 6 else 0


def words_at(typed: Mapping[str, list[str]], place: Place, widget: Widget) -> list[str]:
    """What was typed at a place: for a field with parts one text for each part."""
    if widget.parts:
        return [(typed.get(f"{place.name}.{part}") or [""])[0] for part in widget.parts]
    return typed.get(place.name, [])


def keep(typed: Typed, place: Place, widget: Widget, words: Iterable[str]) -> None:
    """Put what a widget would have had typed under the names of its fields."""
    given = list(words)
    if not widget.parts:
        typed[place.name] = given
        return
    for part, text in zip(widget.parts, given, strict=False):
        typed[f"{place.name}.{part}"] = [text]
