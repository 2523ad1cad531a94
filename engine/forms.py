"""What a form accepts: the same check on the page, in the API and in the engine.

A schema is form-js's; `validate` returns the typed values of its fields and everything that is wrong with them at once.
A field hidden by its condition is neither asked nor kept; what the schema does not know is dropped, and
`strangers` names it.

Source: form-js schema version 16 (bpmn.io).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from engine.expressions import feel
from processes.text import Message, _

#: Components that carry a value.
FIELDS = frozenset(
    {"textfield", "textarea", "number", "checkbox", "radio", "select", "datetime", "checklist", "taglist"}
)


def validate(
    schema: Mapping[str, Any], data: Mapping[str, Any], *, context: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Return the typed values of the form's fields, and for each wrong one what is wrong.

    `context` are further variables its conditions may ask for.  An empty field is None, an untouched checkbox false.

    >>> form = {
    ...     "components": [
    ...         {"key": "fee", "type": "number", "label": "Fee", "validate": {"required": True, "min": 0}}
    ...     ]
    ... }
    >>> validate(form, {"fee": "250"})
    ({'fee': 250}, {})
    >>> validate(form, {"fee": "-1"})[1]
    {'fee': 'Fee must be at least 0.'}
    """
    clean: dict[str, Any] = {}
    errors: dict[str, Message] = {}
    fields = [f for f in _components(schema) if f.get("type") in FIELDS and f.get("key")]
    for field in fields:
        if field.get("disabled") or field.get("readonly"):
            continue
        key = str(field["key"])
        try:
            value = _typed(field, _at(data, key))
        except _Wrong as wrong:
            errors[key] = wrong.message
            continue
        clean[key] = value
    hidden = _hidden(fields, {**(context or {}), **data, **clean})
    for key in hidden:
        clean.pop(key, None)
        errors.pop(key, None)
    for field in fields:
        key = str(field["key"])
        if key in clean and key not in errors:
            problem = _problem(field, clean[key])
            if problem is not None:
                errors[key] = problem
    return {key: value for key, value in clean.items() if key not in errors}, errors


def strangers(schema: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Message]:
    """Return for each key of `data` that is no field of the form what is wrong with it.

    >>> strangers({"components": [{"key": "fee", "type": "number"}]}, {"fees": 1})
    {'fees': '“fees” is not a field of this form. Did you mean “fee”?'}
    """
    known = {str(c[name]) for c in _components(schema) for name in ("key", "path") if c.get(name)}
    roots = known | {key.partition(".")[0] for key in known}
    found: dict[str, Message] = {}
    for key in map(str, data):
        if key in roots:
            continue
        close = get_close_matches(key, sorted(known), n=1)
        found[key] = (
            _("“{key}” is not a field of this form. Did you mean “{close}”?").format(key=key, close=close[0])
            if close
            else _("“{key}” is not a field of this form.").format(key=key)
        )
    return found


class _Wrong(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def _components(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in schema.get("components", ()):
        yield component
        if component.get("type") in ("group", "dynamiclist") or "components" in component:
            yield from _components(component)


def _at(data: Mapping[str, Any], key: str) -> Any:
    """Return the value under a key; `a.b` also finds b inside a."""
    if key in data or "." not in key:
        return data.get(key)
    value: Any = data
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _hidden(fields: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> set[str]:
    conditions = [
        (str(field["key"]), str(field["conditional"]["hide"]))
        for field in fields
        if isinstance(field.get("conditional"), Mapping) and field["conditional"].get("hide")
    ]
    answers = feel.evaluate_all([(text, context) for _key, text in conditions])
    return {key for (key, _text), answer in zip(conditions, answers, strict=True) if answer.value is True}


def _label(field: Mapping[str, Any]) -> str:
    return str(field.get("label") or field.get("dateLabel") or field["key"])


def _typed(field: Mapping[str, Any], value: Any) -> Any:
    kind = field["type"]
    if kind == "checkbox":
        return _boolean(field, value)
    if kind in ("checklist", "taglist"):
        return _many(field, value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match kind:
        case "number":
            return _number(field, value)
        case "datetime":
            return _moment(field, value)
        case "radio" | "select":
            return _choice(field, value)
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise _Wrong(_("{label} must be text.").format(label=_label(field)))
    return str(value)


def _boolean(field: Mapping[str, Any], value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "on", "1", "yes", ""):
        return value.strip() != ""
    if isinstance(value, str) and value.strip().lower() in ("false", "off", "0", "no"):
        return False
    raise _Wrong(_("{label} must be ticked or not.").format(label=_label(field)))


def _number(field: Mapping[str, Any], value: Any) -> int | float:
    label = _label(field)
    if isinstance(value, bool):
        raise _Wrong(_("{label} must be a number.").format(label=label))
    text = str(value).strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _Wrong(_("{label} must be a number, such as 12 or 12.5.").format(label=label)) from None
    if not number.is_finite():
        raise _Wrong(_("{label} must be a number.").format(label=label))
    digits = field.get("decimalDigits")
    exponent = number.as_tuple().exponent
    if digits is not None and isinstance(exponent, int) and -exponent > int(digits):
        raise _Wrong(
            _("{label} may have {digits} decimal places at most.").format(label=label, digits=digits)
        )
    return int(number) if number == number.to_integral_value() else float(number)


def _moment(field: Mapping[str, Any], value: Any) -> str:
    label = _label(field)
    kind = field.get("subtype", "date")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    try:
        if kind == "time":
            return time.fromisoformat(text).isoformat(timespec="minutes")
        if kind == "datetime":
            return datetime.fromisoformat(text).isoformat()
        return _date(text).isoformat()
    except ValueError:
        raise _Wrong(_("{label} must be a real date, such as 2026-05-01.").format(label=label)) from None


def _date(text: str) -> date:
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if match:
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(text[:10] if "T" in text else text)


def _choices(field: Mapping[str, Any]) -> list[Any] | None:
    """Return the values on offer; None when they come from a variable and are not known here."""
    values = field.get("values")
    if not isinstance(values, Sequence) or isinstance(values, str):
        return None
    return [v.get("value") if isinstance(v, Mapping) else v for v in values]


def _choice(field: Mapping[str, Any], value: Any) -> Any:
    choices = _choices(field)
    if choices is None:
        return value
    for choice in choices:
        if choice == value or str(choice) == str(value):
            return choice
    raise _Wrong(_("Choose one of the answers offered for {label}.").format(label=_label(field)))


def _many(field: Mapping[str, Any], value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    given = list(value) if isinstance(value, (list, tuple, set)) else [value]
    return [_choice(field, each) for each in given]


def _problem(field: Mapping[str, Any], value: Any) -> Message | None:
    rules = field.get("validate") or {}
    label = _label(field)
    if value is None or value is False or value == []:
        if rules.get("required"):
            if field["type"] == "checkbox":
                return _("{label} must be ticked.").format(label=label)
            if field["type"] in ("radio", "select", "checklist", "taglist"):
                return _("Choose an answer for {label}.").format(label=label)
            return _("Enter {label}.").format(label=label)
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = _limit(rules.get("min")), _limit(rules.get("max"))
        if low is not None and Decimal(str(value)) < low:
            return _("{label} must be at least {limit}.").format(label=label, limit=low)
        if high is not None and Decimal(str(value)) > high:
            return _("{label} must be at most {limit}.").format(label=label, limit=high)
    if isinstance(value, str):
        return _text_problem(field, rules, value, label)
    return None


def _limit(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _text_problem(
    field: Mapping[str, Any], rules: Mapping[str, Any], value: str, label: str
) -> Message | None:
    if field["type"] not in ("textfield", "textarea"):
        return None
    low, high = _limit(rules.get("minLength")), _limit(rules.get("maxLength"))
    if low is not None and len(value) < low:
        return _("{label} must have {limit} characters or more.").format(label=label, limit=low)
    if high is not None and len(value) > high:
        return _("{label} must have {limit} characters or fewer.").format(label=label, limit=high)
    pattern = rules.get("pattern")
    if pattern and not _matches(str(pattern), value):
        return _("{label} is not in the right form.").format(label=label)
    kind = rules.get("validationType")
    if kind == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return _("{label} must be an e-mail address, such as name@example.kg.").format(label=label)
    if kind == "phone" and not re.fullmatch(r"\+?[\d\s()-]{5,20}", value):
        return _("{label} must be a telephone number.").format(label=label)
    return None


def _matches(pattern: str, value: str) -> bool:
    # In the isolate, as in the browser, and with its time limit: a pattern of a model may be a trap.
    [answer] = feel.evaluate_all([("matches(value, pattern)", {"value": value, "pattern": pattern})])
    return answer.value is True
