"""How times, money and numbers are written for the reader.

Dates are written out in full, money as "1 234,50 сом", and time left is told in working time, because that is what
the law counts and what an officer can act on.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext, ngettext, to_user_timezone
from markupsafe import Markup

from processes.calendar import WorkingCalendar

NARROW = "\u00a0"
_LAST_PARTS = re.compile(r"\d{4}-\d+(?:-\w)?$")


def date(moment: dt.datetime | dt.date | None) -> str:
    """A date in full: "23 November 2026"."""
    if moment is None:
        return gettext("not known")
    local = to_user_timezone(moment).date() if isinstance(moment, dt.datetime) else moment
    return str(format_date(local, "d MMMM y"))


def moment(when: dt.datetime | None) -> str:
    """A date and time in full: "23 November 2026, 14:05"."""
    return gettext("not known") if when is None else str(format_datetime(when, "d MMMM y, HH:mm"))


def number(amount: float | Decimal | None, digits: int = 2) -> str:
    """A number with the separators of the language and no needless fraction."""
    if amount is None:
        return gettext("not assessed")
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    shown = exact.to_integral_value() if exact == exact.to_integral_value() else round(exact, digits)
    return str(format_decimal(shown)).replace(" ", NARROW)


def money(amount: float | Decimal | None, currency: str = "KGS") -> str:
    """An amount of money: "1 234,50 сом"; whole amounts without a fraction."""
    if amount is None:
        return gettext("not assessed")
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    whole = exact == exact.to_integral_value()
    shown = str(format_decimal(exact, "#,##0" if whole else "#,##0.00")).replace(" ", NARROW)
    unit = gettext("som") if currency == "KGS" else currency
    return f"{shown}{NARROW}{unit}"


def case_number(name: str) -> Markup:
    """The number of a case, of which a narrow line breaks no part off after the year.

    >>> str(case_number("KG-SPRAVKA-2026-00008-D")), str(case_number("<3"))
    ('KG-SPRAVKA-<span class="nowrap">2026-00008-D</span>', '&lt;3')
    """
    found = _LAST_PARTS.search(name)
    if found is None:
        return Markup.escape(name)
    return Markup('{}<span class="nowrap">{}</span>').format(name[: found.start()], found[0])


def age(since: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """How long ago something was, in the one unit that says most."""
    if since is None:
        return gettext("not known")
    seconds = max(0.0, ((now or dt.datetime.now(dt.UTC)) - since).total_seconds())
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if minutes < 1:
        return gettext("just now")
    if hours < 1:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    if days < 1:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", hours)
    return ngettext("%(num)s day ago", "%(num)s days ago", days)


def span(length: dt.timedelta | None) -> str:
    """A length of time in its two largest units: "3 days 4 hours"."""
    if length is None:
        return gettext("not assessed")
    minutes = round(abs(length.total_seconds()) / 60)
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(num)s day", "%(num)s days", days))
    if hours:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", hours))
    if left and not days:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", left))
    return NARROW.join(parts[:2]) if parts else ngettext("%(num)s minute", "%(num)s minutes", 0)


class TimeLeft:
    """The working time between now and a due moment, in words and as a state for its mark."""

    def __init__(
        self,
        due: dt.datetime | None,
        calendar: WorkingCalendar,
        now: dt.datetime | None = None,
        *,
        is_stopped: bool = False,
    ) -> None:
        self.due = due
        self._is_stopped = is_stopped
        self._now = now or dt.datetime.now(dt.UTC)
        self._calendar = calendar

    @property
    def is_overdue(self) -> bool:
        """Whether the due moment has passed."""
        return self.due is not None and self.due < self._now and not self._is_stopped

    @property
    def state(self) -> str:
        """ "late", "soon" (due within this working day), "calm" or "open" (no deadline)."""
        if self.due is None or self._is_stopped:
            return "open"
        if self.is_overdue:
            return "late"
        return "soon" if self._days < 1 else "calm"

    @property
    def _days(self) -> int:
        """The working days between now and the due moment, as the law counts them: without the day of today."""
        assert self.due is not None
        first, last = sorted((self._now, self.due))
        zone = self._calendar.zone
        return self._calendar.working_days(first.astimezone(zone).date(), last.astimezone(zone).date())

    def __str__(self) -> str:
        if self._is_stopped:
            return gettext("the clock stands still")
        if self.due is None:
            return gettext("no deadline")
        days = self._days
        if self.is_overdue:
            if days:
                return ngettext("overdue by %(num)s working day", "overdue by %(num)s working days", days)
            hours = int(self._calendar.between(self.due, self._now).total_seconds() // 3600)
            if hours:
                return ngettext("overdue by %(num)s working hour", "overdue by %(num)s working hours", hours)
            return gettext("overdue")
        if days:
            return ngettext("%(num)s working day left", "%(num)s working days left", days)
        minutes = int(self._calendar.between(self._now, self.due).total_seconds() // 60)
        if minutes >= 60:
            return ngettext("%(num)s working hour left", "%(num)s working hours left", minutes // 60)
        if minutes:
            return ngettext("%(num)s working minute left", "%(num)s working minutes left", minutes)
        return gettext("due now")


def install(app: Flask) -> None:
    """Offer the formats to the templates as filters."""
    filters: dict[str, Any] = {
        "case_number": case_number,
        "date": date,
        "moment": moment,
        "number": number,
        "money": money,
        "age": age,
        "span": span,
    }
    app.jinja_env.filters.update(filters)
