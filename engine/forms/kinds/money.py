"""An amount of money: `amount` as exact decimal text and `currency`, never a float."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.forms._field import Component, Wrong, between, decimal, is_blank, kind, label_of
from engine.forms.kinds import kinds
from processes.text import Message, _

#: The currency where the form names none.
DEFAULT = "KGS"


def _judge(field: Component, value: Mapping[str, str]) -> Message | None:
    return between(field, Decimal(value["amount"]))


@kinds.register
@kind(judge=_judge)
def money(field: Component, value: Any) -> dict[str, str] | None:
    """Return `amount` with two decimal places (`decimalDigits` may say otherwise) and `currency` (ISO 4217).

    >>> money({"key": "fee", "label": "Fee"}, "1 234,5")
    {'amount': '1234.50', 'currency': 'KGS'}
    """
    currencies = [str(each) for each in field.get("currencies") or (field.get("currency") or DEFAULT,)]
    given: Any = value
    currency = currencies[0]
    if isinstance(value, Mapping):
        given, currency = value.get("amount"), str(value.get("currency") or currency)
    if is_blank(given):
        return None
    if currency not in currencies or not re.fullmatch("[A-Z]{3}", currency):
        text = _("{label} must be in {currencies}.")
        raise Wrong(text.format(label=label_of(field), currencies=", ".join(currencies)))
    digits = int(field.get("decimalDigits", 2))
    exact = decimal({**field, "decimalDigits": digits}, given)
    return {"amount": f"{exact:.{digits}f}", "currency": currency}
