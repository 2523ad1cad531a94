"""Lengths of time and shares in words, as messages a translator can turn around.

>>> from datetime import timedelta
>>> str(in_words(timedelta(minutes=80))), str(in_words(timedelta(days=30)))
('1 h 20 min', '30 days')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from datetime import timedelta

    from processes.model.gov import Spread


def in_words(length: timedelta) -> Message:
    """Return a length as people say it: minutes, hours and minutes, or days."""
    minutes = round(length.total_seconds() / 60)
    if minutes >= 1440:
        days = round(minutes / 1440, 1) if minutes < 3 * 1440 else round(minutes / 1440)
        if days == 1:
            return _("1 day")
        return _("{days} days").format(days=int(days) if days == int(days) else days)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    if hours:
        return _("{hours} h").format(hours=hours)
    return _("{minutes} min").format(minutes=rest)


def typical(spread: Spread | None) -> timedelta | None:
    """Return the typical length of a spread; None when nobody has said."""
    return spread.typical if spread is not None else None


def percent(share: float) -> int:
    """Return a share as whole percent, never rounded to a false 0 or 100."""
    if 0 < share < 0.01:
        return 1
    if 0.99 < share < 1:
        return 99
    return round(share * 100)
