"""A term: how long an office has, how its clock stands still, and how it is extended once.

A term knows what happened to it and computes its due date from a calendar, so a holiday whose official date is
entered later moves the date by itself.  A stop, such as waiting for the applicant's missing paper, counts no time; one
extension is allowed, with its reason.

Sources: Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures; the Dutch Awb, art. 4:15 (stop)
and 3:18 (one extension), as the pattern of such rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from processes.errors import ProcessesError
from processes.text import _

if TYPE_CHECKING:
    from processes.calendar import Unit, WorkingCalendar


class NotExtendable(ProcessesError):
    """A term that was extended already, or that is over, cannot be made longer."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Days on which the clock stands still; `last` is None while it does."""

    first: date
    last: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """More time, given once."""

    amount: timedelta
    reason: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """From `start` (aware) an office has `amount`, in working or calendar days.

    >>> from datetime import UTC
    >>> from processes import WorkingCalendar
    >>> received = datetime(2026, 3, 2, 4, tzinfo=UTC)
    >>> term = (
    ...     Term(start=received, amount=timedelta(days=10))
    ...     .stopped(date(2026, 3, 10))
    ...     .resumed(date(2026, 3, 12))
    ... )
    >>> term.due(WorkingCalendar.default()).date()
    datetime.date(2026, 3, 19)
    """

    start: datetime
    amount: timedelta
    unit: Unit = "working"
    stops: tuple[Stop, ...] = ()
    extension: Extension | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.stops) and self.stops[-1].last is None

    def due(self, calendar: WorkingCalendar, *, today: date | None = None) -> datetime:
        """Return when the term ends, in UTC.

        While the clock stands still it is the date if it went on after `today` (by default: after the day it stopped);
        each further day moves it.
        """
        closed = [(s.first, s.last or max(today or s.first, s.first)) for s in self.stops]
        counted = calendar.stopped(closed) if closed else calendar
        amount = self.amount + (self.extension.amount if self.extension else timedelta())
        return counted.add(self.start, amount, unit=self.unit)

    def stopped(self, day: date, *, reason: str = "") -> Term:
        """Return the term with its clock standing still from `day` on; one that does already is returned as it is."""
        if self.is_stopped:
            return self
        return replace(self, stops=(*self.stops, Stop(first=day, reason=reason)))

    def resumed(self, day: date) -> Term:
        """Return the term with its clock going on after `day`; one that was not stopped is returned as it is."""
        if not self.is_stopped:
            return self
        *before, open_ = self.stops
        return replace(self, stops=(*before, replace(open_, last=max(day, open_.first))))

    def extended(self, amount: timedelta, *, reason: str, at: datetime, calendar: WorkingCalendar) -> Term:
        """Return the term with `amount` more time; raises `NotExtendable` the second time, late or without reason."""
        if self.extension is not None:
            raise NotExtendable(
                _("The term was extended already, by {days} days: {reason}").format(
                    days=self.extension.amount.days, reason=self.extension.reason
                ),
                hint=_("A term is extended once only; decide, or let the rule for silence apply."),
            )
        if not reason.strip():
            raise NotExtendable(
                _("A term is extended only with a reason."), hint=_("Say why; the applicant reads it.")
            )
        if at > self.due(calendar, today=at.astimezone(calendar.zone).date()):
            raise NotExtendable(
                _("The term is over, so it can no longer be extended."),
                hint=_("What happens now is said by the procedure's rule for silence."),
            )
        return replace(self, extension=Extension(amount=amount, reason=reason.strip()))

    def used(self, at: datetime, calendar: WorkingCalendar) -> float:
        """Return the share of the term that has passed at `at`: 0 at its start, 1 when it is due, more when late."""
        today = at.astimezone(calendar.zone).date()
        end = self.due(calendar, today=today)
        closed = [(s.first, s.last or max(today, s.first)) for s in self.stops]
        counted = calendar.stopped(closed) if closed else calendar
        if self.unit == "calendar":
            return (at - self.start) / (end - self.start) if end > self.start else 1.0
        whole = counted.between(self.start, end)
        return counted.between(self.start, at) / whole if whole else 1.0

    def warn_at(self, calendar: WorkingCalendar, *, share: float = 0.8) -> datetime:
        """Return when `share` of the working time of the term has passed, in UTC: when the head is warned."""
        end = self.due(calendar)
        closed = [(s.first, s.last or s.first) for s in self.stops]
        counted = calendar.stopped(closed) if closed else calendar
        if self.unit == "calendar":
            return self.start + (end - self.start) * share
        return counted.after_working_time(self.start, counted.between(self.start, end) * share)
