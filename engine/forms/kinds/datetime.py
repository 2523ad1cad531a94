"""A date, a time or both; `subtype` says which, `disallowPassedDates` that the day may not lie behind."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from engine.expressions import feel
from engine.forms._field import Component, Wrong, is_blank, kind, label_of
from engine.forms.kinds import kinds
from processes.text import Message, _


def _judge(field: Component, value: str) -> Message | None:
    if field.get("disallowPassedDates") and field.get("subtype", "date") != "time":
        today = str(feel.evaluate("today()", {}))
        if value[:10] < today:
            return _("{label} must not lie in the past.").format(label=label_of(field))
    return None


@kinds.register
@kind(judge=_judge)
def datetime(field: Component, value: Any) -> str | None:
    """Return the date, time or moment as ISO 8601 writes it."""
    if is_blank(value):
        return None
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    subtype = field.get("subtype", "date")
    text = str(value).strip()
    try:
        if subtype == "time":
            return dt.time.fromisoformat(text).isoformat(timespec="minutes")
        if subtype == "datetime":
            return dt.datetime.fromisoformat(text).isoformat()
        return _date(text).isoformat()
    except ValueError:
        message = _("{label} must be a real date, such as 2026-05-01.")
        raise Wrong(message.format(label=label_of(field))) from None


def _date(text: str) -> dt.date:
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if match:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    return dt.date.fromisoformat(text[:10] if "T" in text else text)
