"""Answers that a form accepts, for trying a procedure out: believable where the kind of field says what is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.forms._field import Component
from engine.forms._places import at, places, put
from engine.forms._validate import validate

#: No real PIN begins with 0, and there is no 39th day of a month.
PIN = "03902199900017"
_TEXTS = ("Example", "20260302", "1", "12345", "A1", "a@example.kg", "+996555000000", "0" * 14, "720001")


def example(
    schema: Mapping[str, Any] | None, answers: Mapping[str, Any] | None = None, *, on: dt.date | None = None
) -> dict[str, Any]:
    """Return answers the form accepts: `answers` by the keys of the fields, else one that is valid.

    Dates are those of the day `on`, of today where nobody says it.
    What the form hides with these answers is left out. A field that takes what only a person or a register can give
    keeps a sample of it.

    >>> choices = [{"value": "shop"}, {"value": "stall"}]
    >>> form = {"components": [{"key": "kind", "type": "radio", "values": choices}]}
    >>> example(form), example(form, {"kind": "stall"})
    ({'kind': 'shop'}, {'kind': 'stall'})
    """
    if schema is None:
        return dict(answers or {})
    given: dict[str, Any] = {}
    for _depth in range(4):  # rows of lists hold fields of their own, and lists
        for place in places(schema, given):
            if place.type == "dynamiclist" and not at(given, place.path):
                put(given, place.path, [{} for _row in range(place.component.get("defaultRepetitions", 1))])
    for place in places(schema, given):
        key = ".".join(str(part) for part in place.path if not isinstance(part, int))
        if key in (answers or {}):
            put(given, place.path, (answers or {})[key])
        elif place.component.get("key") and place.type == "datetime":
            put(given, place.path, _moment(place.component, on or dt.datetime.now(dt.UTC).date()))
        elif place.component.get("key") and place.type in _KINDS:
            put(given, place.path, _KINDS[place.type](place.component))
    values, errors = validate(schema, given)
    for path in errors:
        for text in _TEXTS:
            parts = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
            put(given, parts, text)
            if path not in validate(schema, given)[1]:
                break
        values = validate(schema, given)[0]
    return values


def _text(field: Component) -> str:
    rules = field.get("validate") or {}
    pattern, least = rules.get("pattern"), int(rules.get("minLength") or 0)
    if pattern:
        digits = re.fullmatch(r"\^?\[0-9\]\{(\d+)\}\$?|\^?\\d\{(\d+)\}\$?", str(pattern))
        if digits:
            return PIN[:14].ljust(int(digits[1] or digits[2]), "0")[: int(digits[1] or digits[2])]
        return next((text for text in _TEXTS if re.fullmatch(str(pattern), text)), _TEXTS[0])
    if rules.get("validationType") == "email":
        return "a@example.kg"
    if rules.get("validationType") == "phone":
        return "+996555000000"
    return "Example".ljust(least, ".")[: int(rules.get("maxLength") or 1000)]


def _number(field: Component) -> int | float:
    rules, step = field.get("validate") or {}, field.get("increment") or 1
    least = rules.get("min")
    value = float(least) if least not in (None, "") else float(step)
    return int(value) if value == int(value) else value


def _first(field: Component) -> Any:
    values = field.get("values") or (field.get("data") if isinstance(field.get("data"), list) else None) or ()
    return next((choice["value"] for choice in values if "value" in choice), None)


def _moment(field: Component, on: dt.date) -> str:
    return {"time": "09:00", "datetime": f"{on}T09:00:00"}.get(field.get("subtype", "date"), f"{on}")


def _listed(field: Component) -> list[Any]:
    first = _first(field)
    return [] if first is None else [first]


_KINDS: dict[str, Callable[[Component], Any]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": lambda _field: True,
    "radio": _first,
    "select": _first,
    "checklist": _listed,
    "taglist": _listed,
    "money": lambda field: {
        "amount": str(_number(field)),
        "currency": (field.get("currencies") or ["KGS"])[0],
    },
    "pin": lambda _field: PIN,
    "address": lambda _field: {"oblast": "KG-N", "raion": "Нарын", "street": "Ленин", "house": "1"},
    "signature": lambda _field: {
        "by": "example",
        "name": "Example",
        "at": "2026-03-02T09:00:00+06:00",
        "method": "password",
        "level": "simple",
        "sha256": "0" * 64,
    },
    "lookup": lambda field: {
        "id": "example",
        "service": str(field.get("service", "")),
        "about": "example",
        "asked": "2026-03-02T09:00:00+06:00",
        "asked_by": "example",
        "found": True,
        "data": {},
    },
}
