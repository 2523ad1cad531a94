"""A date, a time or both; `subtype` says which. Values are ISO 8601, as form-js keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from modeler_api.widgets import Component, Unreadable, Widget
from processes.text import Message, _

_DAY_FIRST = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")


def _parse(component: Component, typed: Sequence[str]) -> str | None:
    raw = typed[0].strip() if typed else ""
    if not raw:
        return None
    kind = _kind(component)
    try:
        if kind == "time":
            return dt.time.fromisoformat(raw.rjust(5, "0")).strftime("%H:%M")
        if kind == "datetime":
            return dt.datetime.fromisoformat(raw).isoformat(timespec="minutes")
        return _date(raw).isoformat()
    except ValueError:
        hints = {
            "date": _("{label}: enter a date, like 31.12.2026"),
            "time": _("{label}: enter a time, like 14:30"),
            "datetime": _("{label}: enter a date and a time"),
        }
        label = Message(str(component.get("dateLabel") or component.get("label") or component.get("key")))
        raise Unreadable(hints[kind].format(label=label)) from None


def _date(raw: str) -> dt.date:
    for pattern in _DAY_FIRST:
        try:
            return dt.datetime.strptime(raw, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise ValueError(raw)


def _kind(component: Component) -> str:
    kind = str(component.get("subtype") or "date")
    return kind if kind in ("date", "time", "datetime") else "date"


def _typed(_component: Component, value: Any) -> list[str]:
    return [] if value is None else [str(value)]


def _shown(component: Component, value: Any) -> str:
    from flask_babel import format_date

    if _kind(component) == "date":
        try:
            return str(format_date(dt.date.fromisoformat(str(value)), "d MMMM y"))
        except ValueError:
            return str(value)
    return str(value).replace("T", " ")


widget = Widget(parse=_parse, typed=_typed, shown=_shown)
