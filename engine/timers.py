"""Timers: from what the model says to the moment it is due.

A timer event holds an ISO 8601 date, duration or repeating interval, or a cron line, written plainly or given by a FEEL
expression.  Calendar time runs always; working time only when the office is open (`processes.WorkingCalendar`).  A cron
line is read on the clocks of the office.

Rounds that came due while nobody looked are fired one by one (`all`), once for all of them (`once`), or not at all
(`skip`: the next one that is due fires).  A timer without rounds always fires, however late: its token waits for it.

Source: BPMN 2.0.2, 10.5.5 (timer); ISO 8601-1:2019, 5.5.2 and 5.6; crontab(5).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.errors import SandboxError
from engine.expressions import feel
from processes.errors import NotCovered
from processes.text import _

if TYPE_CHECKING:
    from processes import WorkingCalendar

_DURATION = re.compile(
    r"^P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)
_REPEAT = re.compile(r"^R(?P<times>-?\d*)/(?:(?P<start>[^/P][^/]*)/)?(?P<interval>P[^/]+)$")
_CRON = re.compile(r"^[\d*?][\w*/,?#-]*(?:\s+[\w*/,?#-]+){4,5}$")
#: How late a round may be before it counts as missed: clocks look every few seconds.
GRACE = timedelta(minutes=1)
MISSED = ("all", "once", "skip")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}(T[\d:.]+)?(Z|[+-]\d{2}:?\d{2})?$")


#: Where the offices' clocks are, unless the calendar says otherwise.
ZONE = "Asia/Bishkek"


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a timer fires next; `remaining` counts this firing too (None: without end)."""

    at: datetime
    remaining: int | None = 1
    interval: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """What a look at a repeating timer comes to: `following` is None when no round is left."""

    fires: bool
    following: datetime | None
    remaining: int | None


def is_literal(expression: str) -> bool:
    """Whether the text is a plain ISO 8601 date, duration or interval, or a cron line, and no FEEL."""
    text = expression.strip()
    return bool(_DURATION.match(text) or _REPEAT.match(text) or _DATE.match(text) or is_cron(text))


def is_cron(text: str) -> bool:
    """Whether the text is a cron line: five fields, or six with the seconds first.

    >>> is_cron("0 9 * * MON-FRI"), is_cron("P3D")
    (True, False)
    """
    return bool(_CRON.match(text.strip()))


def literal_problem(expression: str, kind: str) -> str | None:
    """Return what is wrong with a plain timer text of this kind, or None."""
    text = expression.strip()
    try:
        _first(text, kind, datetime(2026, 1, 5, tzinfo=UTC), working=False, calendar=None)
    except SandboxError as error:
        return str(error)
    return None


def due(
    expression: str,
    kind: str,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    working: bool = False,
    calendar: WorkingCalendar | None = None,
) -> Due:
    """Return when the timer fires first, counted from `now`; raises `SandboxError` when the text says no time."""
    text = expression.strip()
    if text.startswith("=") or not is_literal(text):
        [answer] = feel.evaluate_all([(text, variables)])
        value = answer.value
        if not isinstance(value, str):
            reason = answer.error or "; ".join(answer.warnings)
            if reason:
                sentence = _("The timer's expression “{text}” gives no date or duration: {reason}.")
                raise SandboxError(sentence.format(text=expression, reason=reason))
            raise SandboxError(
                _("The timer's expression “{text}” gives no date or duration.").format(text=expression)
            )
        text = value.strip().replace('@"', "").strip('"')
    return _first(text, kind, now, working=working, calendar=calendar)


def after(
    start: datetime, interval: str, *, working: bool = False, calendar: WorkingCalendar | None = None
) -> datetime:
    """Return the moment one ISO 8601 duration, or one round of a cron line, after `start`.

    >>> after(datetime(2026, 1, 31, tzinfo=UTC), "P1M").date().isoformat()
    '2026-02-28'
    >>> after(datetime(2026, 3, 6, 12, tzinfo=UTC), "0 9 * * MON-FRI").isoformat()
    '2026-03-09T03:00:00+00:00'
    """
    if is_cron(interval):
        return _next_of_cron(interval, start, calendar)
    match = _DURATION.match(interval.strip())
    if match is None:
        raise SandboxError(
            _("“{text}” is no ISO 8601 duration.").format(text=interval),
            hint=_("Write it like PT20M or P3D."),
        )
    parts = {name: float(value) for name, value in match.groupdict().items() if value}
    months = int(parts.pop("years", 0) * 12 + parts.pop("months", 0))
    try:
        moved, length = _months_later(start, months), timedelta(**parts)
        in_the_end = moved + length
    except (OverflowError, ValueError):
        raise _beyond(interval) from None
    if working and length:
        if calendar is None:
            from processes import WorkingCalendar

            calendar = WorkingCalendar.default()
        try:
            return calendar.add(moved, length, unit="working").astimezone(UTC)
        except NotCovered as error:
            # A step that is reached then is an incident of its own, and no reason to refuse the one before it.
            raise SandboxError(error.message, hint=error.hint) from error
    return in_the_end


def _beyond(text: str) -> SandboxError:
    return SandboxError(
        _("“{text}” is beyond every calendar.").format(text=text), hint=_("Write a shorter time.")
    )


def _refuse_standing(interval: str, now: datetime) -> None:
    """Raise `SandboxError` for a round of no length: the clock would never get past it."""
    if after(now, interval) <= now:
        raise SandboxError(
            _("A timer that repeats after “{text}” would come due again at once, for ever.").format(
                text=interval
            ),
            hint=_("Write a time above zero, such as PT10M."),
        )


def _first(text: str, kind: str, now: datetime, *, working: bool, calendar: WorkingCalendar | None) -> Due:
    repeat = _REPEAT.match(text)
    if repeat:
        times = int(repeat["times"]) if repeat["times"] not in ("", "-1") else None
        if times is not None and times < 1:
            raise SandboxError(_("The timer “{text}” repeats less than once.").format(text=text))
        interval = repeat["interval"]
        _refuse_standing(interval, now)
        start = (
            _moment(repeat["start"])
            if repeat["start"]
            else after(now, interval, working=working, calendar=calendar)
        )
        return Due(at=start, remaining=times, interval=interval)
    if is_cron(text):
        return Due(at=_next_of_cron(text, now, calendar), remaining=None, interval=text)
    if _DURATION.match(text):
        if kind == "cycle":
            _refuse_standing(text, now)
        return Due(
            at=after(now, text, working=working, calendar=calendar),
            interval=text if kind == "cycle" else None,
        )
    return Due(at=_moment(text))


def upcoming(
    first: Due, *, count: int, working: bool = False, calendar: WorkingCalendar | None = None
) -> tuple[datetime, ...]:
    """Return the next moments at which the timer fires, `count` at most.

    >>> nine = Due(at=datetime(2026, 3, 2, 9, tzinfo=UTC), remaining=2, interval="P1D")
    >>> [moment.day for moment in upcoming(nine, count=5)]
    [2, 3]
    """
    moments = [first.at]
    most = count if first.remaining is None else min(count, first.remaining)
    while first.interval and len(moments) < most:
        moments.append(after(moments[-1], first.interval, working=working, calendar=calendar))
    return tuple(moments)


def rounds(
    due: datetime,
    interval: str,
    *,
    remaining: int | None,
    missed: str,
    now: datetime,
    working: bool = False,
    calendar: WorkingCalendar | None = None,
) -> Rounds:
    """Return whether a repeating timer that is due fires now, and how it goes on.

    >>> nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> late = rounds(nine, "PT1H", remaining=None, missed="once", now=nine + timedelta(hours=3, minutes=5))
    >>> late.fires, late.following.hour
    (True, 13)
    """
    following = Due(at=due, interval=interval)
    passed = 0
    fires = missed != "skip"
    while following.at <= now and (remaining is None or passed < remaining):
        passed += 1
        at = following.at
        following = Due(at=after(at, interval, working=working, calendar=calendar), interval=interval)
        if missed == "skip":
            fires = now - at <= min(GRACE, following.at - at)
        if missed == "all":
            break
    left = None if remaining is None else remaining - passed
    goes_on = left is None or left > 0
    return Rounds(fires=fires, following=following.at if goes_on else None, remaining=left)


def _next_of_cron(text: str, start: datetime, calendar: WorkingCalendar | None) -> datetime:
    from cronsim import CronSim, CronSimError

    zone = ZoneInfo(calendar.timezone if calendar is not None else ZONE)
    try:
        return next(CronSim(text.strip().replace("?", "*"), start.astimezone(zone))).astimezone(UTC)
    except (CronSimError, StopIteration):
        raise SandboxError(
            _("“{text}” is no cron line that ever comes due.").format(text=text),
            hint=_(
                "Write five fields: minute, hour, day, month and day of the week, such as 0 9 * * MON-FRI."
            ),
        ) from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SandboxError(
            _("“{text}” is no ISO 8601 date, duration or interval.").format(text=text),
            hint=_("Write it like 2026-05-01T09:00:00+06:00, P3D or R3/PT10M."),
        ) from None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise _beyond(text) from None


def _months_later(start: datetime, months: int) -> datetime:
    if not months:
        return start
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
