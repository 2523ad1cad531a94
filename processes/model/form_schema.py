"""What a form may hold: the components that are honoured, and why anything else is refused, by its name.

Everything form-js 1.23 can draw is here: a component, rule or template is either honoured or refused at check and at
deploy, never silently left out.  Five kinds are our own: money, pin, address, lookup and signature.

Source: form-js schema (bpmn.io), as of form-js 1.23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from processes.model.data import form_texts
from processes.text import Message, _

#: Components that hold a value, and those that only show something or hold others.
FIELDS = frozenset(
    {
        *(
            "textfield",
            "textarea",
            "number",
            "checkbox",
            "checklist",
            "radio",
            "select",
            "taglist",
            "datetime",
        ),
        *("filepicker", "expression"),
        *("money", "pin", "address", "lookup", "signature"),
    }
)
SHOWN = frozenset({"text", "html", "image", "table", "documentPreview", "separator", "spacer"})
HOLDERS = frozenset({"default", "group", "dynamiclist"})
#: A page has its own buttons, named by their effect; those a form draws for itself are not needed.
BUTTONS = frozenset({"button", "submit"})

REFUSED: Mapping[str, Message] = {
    "iframe": _("it shows a page of somebody else inside ours, which learns who reads it; use a link"),
}

RULES = frozenset(
    {
        *("required", "min", "max", "minLength", "maxLength", "pattern", "validationType"),
        *("expression", "message", "house"),
    }
)
TYPES_OF_TEXT = frozenset({"email", "phone", "custom", ""})
_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def problems(schema: Mapping[str, Any]) -> list[Message]:
    """Return what of a form cannot be honoured.

    >>> problems({"components": [{"type": "textfield", "key": "name"}]})
    []
    >>> problems({"components": [{"type": "slider", "key": "size", "label": "Size"}]})
    ['The form asks for “Size”, a field of the kind “slider”, which there is not.']
    """
    return list(_inside(schema.get("components"), set()))


def expressions(schema: Mapping[str, Any]) -> list[str]:
    """Return every FEEL text of a form: its conditions, limits, sums, choices, and what stands between double
    braces."""
    found = [text.removeprefix("=") for text in form_texts(schema.get("components"))]
    for component in components(schema):
        for name in ("text", "content", "label", "description", "alt"):
            found += [text.strip() for text in _TEMPLATE.findall(str(component.get(name) or ""))]
    return [text for text in found if text.strip() and not text.startswith(("#", "/"))]


def components(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every component of a form, those inside others after them."""
    for component in schema.get("components") or ():
        if isinstance(component, Mapping):
            yield component
            yield from components(component)


def _inside(found: object, taken: set[str]) -> Iterator[Message]:
    for component in found if isinstance(found, Sequence) else ():
        if not isinstance(component, Mapping):
            yield _("The form holds something that is no component.")
            continue
        kind = str(component.get("type") or "")
        label = str(component.get("label") or component.get("key") or component.get("path") or kind)
        yield from _kind(component, kind, label)
        key = str(component.get("key") or "")
        if kind in FIELDS and key:
            if key in taken:
                yield _("The form has two fields with the key “{key}”.").format(key=key)
            taken.add(key)
        # The rows of a list, and a group with a path, are places of their own for keys.
        yield from _inside(component.get("components"), set() if component.get("path") else taken)


def _kind(component: Mapping[str, Any], kind: str, label: str) -> Iterator[Message]:
    if kind in REFUSED:
        text = _("The form shows “{label}” as “{kind}”, which is refused: {reason}.")
        yield text.format(label=label, kind=kind, reason=REFUSED[kind])
    elif kind not in FIELDS | SHOWN | HOLDERS | BUTTONS:
        text = _("The form asks for “{label}”, a field of the kind “{kind}”, which there is not.")
        yield text.format(label=label, kind=kind)
    if kind in FIELDS and not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", str(component.get("key") or "")):
        yield _("The field “{label}” has no key under which its answer could be kept.").format(label=label)
    if kind == "dynamiclist" and not component.get("path"):
        yield _("The list “{label}” has no path under which its rows could be kept.").format(label=label)
    if kind == "expression" and not component.get("expression"):
        yield _("The computed field “{label}” has no expression.").format(label=label)
    if kind == "lookup":
        missing = [name for name in ("service", "about", "purpose") if not component.get(name)]
        if missing:
            text = _("The question to a register “{label}” does not say: {names}.")
            yield text.format(label=label, names=", ".join(missing))
    rules = component.get("validate")
    unknown = sorted(set(rules) - RULES) if isinstance(rules, Mapping) else []
    if unknown:
        text = _("The field “{label}” has rules that are not known and would not be kept: {names}.")
        yield text.format(label=label, names=", ".join(unknown))
    if isinstance(rules, Mapping) and str(rules.get("validationType") or "") not in TYPES_OF_TEXT:
        text = _("The field “{label}” must be of the form “{kind}”, which there is not.")
        yield text.format(label=label, kind=rules["validationType"])
    for name in ("text", "content", "label", "description"):
        if re.search(r"\{\{\s*[#/]", str(component.get(name) or "")):
            text = _(
                "The text of “{label}” has conditions or loops between double braces; only values are shown."
            )
            yield text.format(label=label)
