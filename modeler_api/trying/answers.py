"""The answers of a play as fields of a page: filled with an example, and read back the way the form wants them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms import at, example, label_of, places, put


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One field: `options` are its choices; `is_json` says that its value is typed as JSON, because it has parts."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    is_json: bool = False


def answers(schema: Mapping[str, Any] | None, *, on: dt.date | None = None) -> list[Answer]:
    """The fields of a form with an example in each, those too that the form hides with these answers.

    Dates are those of the day `on`, where the clock of the play stands.
    """
    if schema is None:
        return []
    given = example(schema, on=on)
    found = []
    for place in places(schema, given):
        component = place.component
        if not component.get("key") or place.type in ("expression", "filepicker", "button"):
            continue
        value = at(given, place.path)
        options = tuple(
            (str(choice["value"]), str(choice.get("label", choice["value"])))
            for choice in component.get("values") or ()
            if place.type in ("radio", "select") and "value" in choice
        )
        if place.type == "checkbox":
            options = (("true", "true"), ("false", "false"))
        found.append(
            Answer(
                name=place.name,
                label=str(label_of(component)),
                value=_shown(value),
                options=options,
                is_json=isinstance(value, (dict, list)),
            )
        )
    return found


def read_answers(schema: Mapping[str, Any] | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """The data that these fields give; raises `ValueError` with the name of a field whose JSON cannot be read."""
    given = example(schema) if schema is not None else {}
    data: dict[str, Any] = {}
    kinds = {place.name: place for place in places(schema or {}, given)}
    for name, text in typed.items():
        place = kinds.get(name)
        if place is None or not text.strip():
            continue
        put(data, place.path, _read(name, place.component, at(given, place.path), text.strip()))
    return data


def _read(name: str, component: Mapping[str, Any], sample: Any, text: str) -> Any:
    for choice in component.get("values") or ():
        if str(choice.get("value")) == text:
            return choice["value"]
    if component.get("type") == "checkbox":
        return text == "true"
    if isinstance(sample, (dict, list)) or text[0] in "{[":
        return read_json(name, text)
    return text


def read_json(name: str, text: str) -> Any:
    """The value in a text of JSON; raises `ValueError` with the name of the field when no engine could keep it.

    >>> read_json("fee", '{"som": 100}')
    {'som': 100}
    >>> read_json("fee", "NaN")
    Traceback (most recent call last):
    ValueError: fee
    """
    try:
        value = json.loads(text)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ValueError(name) from None
    return value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
