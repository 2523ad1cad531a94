"""Form fields as Camunda 7, Activiti and Flowable write them, as components of form-js."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.model.juel import is_juel
from processes.model.xml import local

if TYPE_CHECKING:
    from lxml import etree

_FIELD_TYPES = {
    "string": "textfield",
    "long": "number",
    "double": "number",
    "int": "number",
    "integer": "number",
}
_FIELD_TYPES |= {"boolean": "checkbox", "date": "datetime", "enum": "select"}


def component(field: etree._Element) -> dict[str, Any] | None:
    """Return the form-js component of a form field or form property."""
    key = field.get("id")
    if not key:
        return None
    kind = _FIELD_TYPES.get((field.get("type") or "string").lower(), "textfield")
    found: dict[str, Any] = {
        "type": kind,
        "key": key,
        "label": field.get("label") or field.get("name") or key,
    }
    if kind == "datetime":
        found |= {"subtype": "date", "dateLabel": found["label"]}
    choices = [c for c in field.iterchildren("*") if local(c) == "value"]
    if kind == "select":
        found["values"] = [
            {"value": c.get("id") or "", "label": c.get("name") or c.get("id") or ""} for c in choices
        ]
    default = field.get("defaultValue") or field.get("default")
    if default and not is_juel(default):
        found["defaultValue"] = default == "true" if kind == "checkbox" else default
    rules: dict[str, Any] = {}
    if field.get("required") == "true":
        rules["required"] = True
    names = {
        "required": "required",
        "min": "min",
        "max": "max",
        "minlength": "minLength",
        "maxlength": "maxLength",
    }
    for constraint in field.iter("*"):
        name = names.get(constraint.get("name") or "")
        if local(constraint) == "constraint" and name is not None:
            value = constraint.get("config") or ""
            rules[name] = True if name == "required" else int(value) if value.isdigit() else None
    rules = {k: v for k, v in rules.items() if v is not None}
    if rules:
        found["validate"] = rules
    if field.get("readable") == "false" or field.get("writable") == "false":
        found["disabled"] = True
    return found
