"""Plain values: what a case may keep, which is what JSON gives back as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.errors import InvalidArgument, InvalidData
from engine.keepable import too_deep, unfit
from processes.text import Message, _

#: Values that JSON gives back as they are, whatever they are.
_PLAIN = (str, int, bool)


def plain(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return `data` as plain values: dates become ISO 8601 text; what cannot be kept is refused by its name.

    >>> plain({"on": date(2026, 3, 2), "fee": Decimal("12.50")})
    {'on': '2026-03-02', 'fee': 12.5}
    """
    if data is not None and not isinstance(data, Mapping):
        raise InvalidArgument("data", data, hint=_("Give values under their names, as a dictionary."))
    errors: dict[str, Message] = {}
    result: dict[str, Any] = {}
    for key, value in (data or {}).items():
        name = str(key)
        try:
            kept = value
            if value is not None and type(value) not in _PLAIN:
                kept = json.loads(json.dumps(value, default=_as_plain, allow_nan=False))
            reason = unfit([name, kept])
        except RecursionError:
            reason = too_deep()
        except (TypeError, ValueError):
            reason = _("A value of the kind {kind} cannot be kept.").format(kind=type(value).__name__)
        if reason is not None:
            errors[name.encode(errors="replace").decode()] = reason
        result[name] = kept
    if errors:
        raise InvalidData(errors)
    return result


def _as_plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, timedelta):
        from processes.model.duration import write_duration

        return write_duration(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError
