"""A personal number (ПИН): fourteen digits, among them the holder's day of birth."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from engine.forms._field import Component, Wrong, is_blank, kind, label_of
from engine.forms.kinds import kinds
from processes.text import _

#: One digit of sex or type, DDMMYYYY, five digits of a series.  Source: tunduk-gov-kg/my-data, MyDataConstants.cs.
FORM = re.compile(r"[012][0-3][0-9][01][0-9][12][0-9]{3}[0-9]{5}")


@kinds.register
@kind()
def pin(field: Component, value: Any) -> str | None:
    """Return the fourteen digits; spaces and hyphens between them are taken away.

    The published form accepts days that do not exist; here the day must exist, except in numbers that begin with 0,
    which no person has and samples use.  No rule of a check digit is published, so none is checked.

    >>> pin({"key": "pin"}, "0 39021999 00017")
    '03902199900017'
    """
    if is_blank(value):
        return None
    label = label_of(field)
    digits = re.sub(r"[\s-]", "", str(value))
    if not re.fullmatch(r"\d{14}", digits):
        raise Wrong(_("{label} must have 14 digits, such as those on the identity card.").format(label=label))
    born = f"{digits[5:9]}-{digits[3:5]}-{digits[1:3]}"
    try:
        is_real = FORM.fullmatch(digits) is not None
        if digits[0] != "0":
            dt.date.fromisoformat(born)
    except ValueError:
        is_real = False
    if not is_real:
        text = _("{label} is not a personal number: digits 2 to 9 must be a day of birth, such as 01021990.")
        raise Wrong(text.format(label=label))
    return digits
