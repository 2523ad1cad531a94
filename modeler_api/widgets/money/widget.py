"""An amount of money: exact decimal text and its currency, "1 234,50" as people write it; never a float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from modeler_api import formats
from modeler_api.widgets import Component, Unreadable, Widget, label_of
from processes.text import _


def _parse(component: Component, typed: Sequence[str]) -> dict[str, str] | None:
    raw, currency = typed[0].strip() if typed else "", typed[1] if len(typed) > 1 else ""
    if not raw:
        return None
    plain = "".join(raw.split()).replace("\u2212", "-").replace(",", ".")
    digits = int(component.get("decimalDigits", 2))
    try:
        amount = Decimal(plain)
        if not amount.is_finite() or amount != round(amount, digits):
            raise InvalidOperation
    except InvalidOperation:
        message = _("{label}: enter an amount, like 1 234,50")
        raise Unreadable(message.format(label=label_of(component))) from None
    return {"amount": f"{amount:.{digits}f}", "currency": currency or _currencies(component)[0]}


def _currencies(component: Component) -> list[str]:
    return [str(each) for each in component.get("currencies") or (component.get("currency") or "KGS",)]


def _typed(component: Component, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [str(value.get("amount", "")).replace(".", ","), str(value.get("currency", ""))]
    return ["" if value is None else str(value).replace(".", ","), _currencies(component)[0]]


def _shown(_component: Component, value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return formats.money(Decimal(str(value["amount"])), str(value["currency"]))


def _more(component: Component, _typed: Sequence[str]) -> dict[str, Any]:
    return {"currencies": _currencies(component)}


widget = Widget(parse=_parse, typed=_typed, shown=_shown, parts=("amount", "currency"), more=_more)
