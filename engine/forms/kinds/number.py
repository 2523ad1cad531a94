"""A number; `decimalDigits`, `increment` and `serializeToString` are form-js's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.forms._field import Component, between, decimal, is_blank, kind, label_of, limit
from engine.forms.kinds import kinds
from processes.text import Message, _


def _judge(field: Component, value: int | float | str) -> Message | None:
    number, step = Decimal(str(value)), limit(field.get("increment"))
    if step and number % step:
        return _("{label} must be a multiple of {step}.").format(label=label_of(field), step=step)
    return between(field, number)


@kinds.register
@kind(judge=_judge)
def number(field: Component, value: Any) -> int | float | str | None:
    """Return the number, as text where the form wants all its digits kept."""
    if is_blank(value):
        return None
    exact = decimal(field, value)
    if field.get("serializeToString"):
        return format(exact, "f")
    return int(exact) if exact == exact.to_integral_value() else float(exact)
