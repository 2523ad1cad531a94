"""Measured and simulated quantities in words: "11.6 working days", "61 %", a difference with its interval."""

from __future__ import annotations

import math

from flask_babel import gettext, ngettext

from modeler_api.formats import number


def significant(value: float, digits: int = 3) -> float:
    """A value to so many significant figures, whole numbers left whole.

    >>> significant(11.5614), significant(0.0123), significant(1234.0)
    (11.6, 0.0123, 1234.0)
    """
    if value == 0 or not math.isfinite(value):
        return 0.0
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return round(value, max(0, places))


def quantity(value: float | None, unit: str) -> str:
    """An amount with its unit, at most three significant figures; None is "not known".

    Small amounts of working time are said in a smaller unit; a working day has eight hours.
    """
    if value is None:
        return gettext("not known")
    if unit == "working days" and 0 < abs(value) < 1:
        return quantity(value * 8, "working hours")
    if unit == "days" and 0 < abs(value) < 1:
        return quantity(value * 24, "hours")
    if unit in ("working hours", "hours") and 0 < abs(value) < 1:
        return quantity(value * 60, "minutes") if abs(value) * 60 >= 1 else gettext("less than a minute")
    if 0 < value < 0.0005:
        # Once in ten thousand cases is not never.
        return gettext("less than %(amount)s", amount=quantity(0.001, unit))
    exact = significant(value)
    shown, whole = number(exact, 4), int(exact) if exact == int(exact) else None
    count = whole if whole is not None else 2
    words = {
        "working days": ngettext("%(amount)s working day", "%(amount)s working days", count, amount=shown),
        "working hours": ngettext("%(amount)s working hour", "%(amount)s working hours", count, amount=shown),
        "days": ngettext("%(amount)s day", "%(amount)s days", count, amount=shown),
        "hours": ngettext("%(amount)s hour", "%(amount)s hours", count, amount=shown),
        "minutes": ngettext("%(amount)s minute", "%(amount)s minutes", count, amount=shown),
        "cases": ngettext("%(amount)s case", "%(amount)s cases", count, amount=shown),
        "activities": ngettext("%(amount)s activity", "%(amount)s activities", count, amount=shown),
        "handovers": ngettext("%(amount)s handover", "%(amount)s handovers", count, amount=shown),
        "times": ngettext("%(amount)s time", "%(amount)s times", count, amount=shown),
    }
    return str(words.get(unit, f"{shown} {unit}"))


def smaller_units(value: float | None, unit: str) -> float:
    """How many of the units in which `quantity` says an amount make one of its own.

    >>> (
    ...     smaller_units(0.5, "working days"),
    ...     smaller_units(0.01, "working days"),
    ...     smaller_units(2.0, "working days"),
    ... )
    (8.0, 480.0, 1.0)
    """
    if value is None or not value:
        return 1.0
    for large, small, many in (
        ("working days", "working hours", 8.0),
        ("days", "hours", 24.0),
    ):
        if unit == large and abs(value) < 1:
            return many * smaller_units(value * many, small)
    return 60.0 if unit in ("working hours", "hours") and 1 / 60 <= abs(value) < 1 else 1.0


def working_length(hours: float | None, *, day: float = 8.0) -> str:
    """Working hours in the unit that reads best: minutes, hours or days of `day` hours."""
    if hours is None:
        return gettext("not known")
    if hours >= 2 * day:
        return quantity(hours / day, "working days")
    if hours >= 1:
        return quantity(hours, "working hours")
    minutes = hours * 60
    if 0 < minutes < 1:
        return gettext("less than a minute")
    return quantity(round(minutes), "minutes")


def length_of(hours: float | None, *, is_working: bool) -> str:
    """Hours of working or of calendar time in the unit that reads best."""
    if is_working or hours is None:
        return working_length(hours)
    if hours >= 48:
        return quantity(hours / 24, "days")
    return quantity(hours, "hours") if hours >= 1 else working_length(hours)


def signed(value: float, unit: str | None = None) -> str:
    """A difference with its sign, and its unit when one is given: "−9.9", "+0.3 working days"."""
    exact = significant(value)
    sign = "−" if exact < 0 else "+" if exact > 0 else ""
    return sign + (number(abs(exact), 4) if unit is None else quantity(abs(value), unit))


def interval(low: float | None, high: float | None) -> str:
    """The bounds of an interval, the smaller first; empty when it is not known."""
    if low is None or high is None:
        return ""
    return gettext("%(low)s to %(high)s", low=signed(low), high=signed(high))


def whole_number(typed: str) -> int | None:
    """The whole number somebody typed, of at most nine digits; None for anything else.

    >>> whole_number(" 30 "), whole_number("²"), whole_number("-1"), whole_number("9" * 5000)
    (30, None, None, None)
    """
    digits = typed.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else None
