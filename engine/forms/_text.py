"""The rules of a text: its length, its pattern, and the kinds form-js knows."""

from __future__ import annotations

import re

from engine.expressions import feel
from engine.forms._field import Component, label_of, limit
from processes.text import Message, _


def judge(field: Component, value: str) -> Message | None:
    """Return what is wrong with a text, or None."""
    rules, label = field.get("validate") or {}, label_of(field)
    low, high = limit(rules.get("minLength")), limit(rules.get("maxLength"))
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
