"""Lengths of time and shares in words, as messages a translator can turn around.

>>> from datetime import timedelta
>>> str(in_words(timedelta(minutes=80))), str(in_words(timedelta(days=30)))
('1 h 20 min', '30 days')
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from datetime import timedelta

    from processes.model.gov import Spread


#: So many digits behind the point a language writes.
_MOST_DIGITS = 3


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


def percent(share: float) -> float:
    """Return a share as whole percent; what that would make a false 0 or 100, to the first digit that tells it.

    >>> percent(0.614), percent(0.003), percent(0.00001), percent(0.9996), percent(1)
    (61, 0.3, 0.001, 99.96, 100)
    """
    whole, rest = round(share * 100), min(share, 1 - share)
    # Less than a hair is what computing leaves of nothing.
    if 0 < whole < 100 or rest < 1e-9:
        return whole
    least = 10.0**-_MOST_DIGITS
    shown = round(share * 100, min(-floor(log10(rest * 100)), _MOST_DIGITS))
    return min(max(shown, least), 100 - least)
