"""Working time: what "5 working days" means, for timers, due dates, measures and the simulator alike.

A calendar is a week of shifts (half open: 9:00 is work, 18:00 is not), days off, shortened days and working Saturdays,
in one time zone.  It answers by arithmetic on a table of shifts, so a million intervals cost one vector operation.

Two kinds of amounts are added.  Hours and minutes count the time of open shifts.  **Days count as the law counts
terms**, by conventions that are settings of the calendar: the day of receipt is not counted (`start_day="next"`), the
term ends with the close of the office on its last working day, a term in calendar days that ends on a day off ends on
the next working day (`end_day="next"`), and of a stop of the clock the first and the last day are not counted either
(`stop_days="both"`).

Sources: Labour Code of the Kyrgyz Republic of 23.01.2025 (holidays, no transfer from weekends); Civil Code,
art. 189–193 (terms begin on the following day).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from processes.errors import NotCovered
from processes.shifts import Shift, ShiftTable, length
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

Unit = Literal["working", "calendar"]


_MORNING, _AFTERNOON = Shift(time(9), time(12, 30)), Shift(time(13, 30), time(18))


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """When an office works.

    `week` has seven tuples of shifts, Monday first.  `days_off` names the days nobody works; `special` gives the
    shifts of single days, such as a shortened eve or a working Saturday, and wins over both.  `provisional` holds
    days off whose official date is not yet known, `stops` the days on which the clock of a case stands still.

    `start_day`: whether a term's first day is the day of receipt (`same`) or the one after (`next`).  `end_day`: where
    a term in calendar days ends that would end on a day off: on the `next` working day, the `previous` one, or the
    `same` day.  `stop_days`: which ends of a stop are not counted: `both`, the `first`, the `last` or `neither`.
    `is_national` says that years beyond `years` have the national days off.
    """

    week: tuple[tuple[Shift, ...], ...]
    days_off: Mapping[date, str] = field(default_factory=dict)
    special: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
    provisional: frozenset[date] = frozenset()
    timezone: str = "Asia/Bishkek"
    start_day: Literal["next", "same"] = "next"
    end_day: Literal["next", "previous", "same"] = "next"
    stop_days: Literal["both", "first", "last", "neither"] = "both"
    is_national: bool = False
    years: tuple[int, int] = (2015, 2036)
    stops: frozenset[date] = frozenset()

    @classmethod
    def default(cls) -> WorkingCalendar:
        """Return a Kyrgyz public service centre's: Monday to Friday 9–18, lunch 12:30–13:30, national holidays.

        It covers the years of today's cases; `covering` gives it those of older logs.
        """
        return _default(_USUAL_YEARS)

    @classmethod
    def round_the_clock(cls, timezone: str = "UTC") -> WorkingCalendar:
        """Return a calendar in which every hour is worked, for machines and online channels."""
        # A day cannot end at 24:00 in `time`; the missing microsecond is below every resolution used here.
        day = (Shift(time(0), time(23, 59, 59, 999999)),)
        return cls(week=(day,) * 7, timezone=timezone)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone as a `ZoneInfo`."""
        return ZoneInfo(self.timezone)

    @cached_property
    def usual_day(self) -> timedelta:
        """The open time of the most frequent kind of working day: what "one working day" is when days are counted."""
        lengths = [
            sum((length(shift) for shift in shifts), timedelta()) for shifts in self.week if shifts
        ] or [timedelta(hours=8)]
        return max(set(lengths), key=lengths.count)

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """Return the shifts of one day, empty on a day off."""
        if day in self.special:
            return self.special[day]
        return () if day in self.days_off else self.week[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Return whether anybody works on `day`."""
        return bool(self.shifts(day))

    def is_working(self, moment: datetime) -> bool:
        """Return whether the office is open at `moment`."""
        local = self._local(moment)
        return any(s.start <= local.time() < s.end for s in self.shifts(local.date()))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no time zone; working time needs one.")
        return moment.astimezone(self.zone)

    @cached_property
    def _table(self) -> ShiftTable:
        import numpy as np

        first, last = date(self.years[0], 1, 1), date(self.years[1], 12, 31)
        starts: list[float] = []
        ends: list[float] = []
        days: list[date] = []
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            shifts = self.shifts(day)
            if shifts:
                days.append(day)
            for shift in shifts:
                starts.append(datetime.combine(day, shift.start, self.zone).timestamp())
                ends.append(datetime.combine(day, shift.end, self.zone).timestamp())
        if not starts:
            raise ValueError("The calendar has no working time at all, so no term in it would ever end.")
        lengths = np.array(ends) - np.array(starts)
        before = np.concatenate(([0.0], np.cumsum(lengths)[:-1]))
        return ShiftTable(first, last, np.array(starts), np.array(ends), before, days)

    def _worked(self, seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the working seconds before each moment (seconds since 1970)."""
        import numpy as np

        table = self._table
        index = np.clip(np.searchsorted(table.starts, seconds, side="right") - 1, 0, None)
        inside = np.clip(seconds - table.starts[index], 0, table.ends[index] - table.starts[index])
        worked: npt.NDArray[np.float64] = table.before[index] + inside
        return worked

    def shift_table(self) -> ShiftTable:
        """Return every shift of the calendar's years as arrays, for loops that search it themselves."""
        return self._table

    def seconds_between(
        self, starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Return the working seconds between moments given in seconds since 1970; NaN where one is NaN."""
        import numpy as np

        reaching = self._reaching(np.concatenate((starts, ends)))
        any_moment = reaching._table.starts[0]
        result = reaching._worked(np.nan_to_num(ends, nan=any_moment)) - reaching._worked(
            np.nan_to_num(starts, nan=any_moment)
        )
        result[np.isnan(starts) | np.isnan(ends)] = np.nan
        return result

    def _reaching(self, seconds: npt.NDArray[np.float64]) -> WorkingCalendar:
        """Return this calendar, with the years of these moments (seconds since 1970; NaN: unknown)."""
        import numpy as np

        known = seconds[~np.isnan(seconds)]
        if not known.size:
            return self
        try:
            first, last = (
                datetime.fromtimestamp(float(moment), self.zone).year for moment in (known.min(), known.max())
            )
        except (OverflowError, OSError, ValueError) as error:
            raise NotCovered(
                _("A moment lies outside every calendar."), hint=_("Correct the times of the log.")
            ) from error
        return self.covering(first, last)

    def covering(self, first: int, last: int) -> WorkingCalendar:
        """Return the calendar with the years from `first` to `last` added.

        Only a national one knows the days off of other years; raises `NotCovered`, a `ValueError`, where nobody does.

        >>> WorkingCalendar.default().covering(2011, 2012).years
        (2011, 2036)
        """
        years = (min(first, self.years[0]), max(last, self.years[1]))
        if years == self.years:
            return self
        if not self.is_national or years[0] < _KNOWN_YEARS[0] or years[1] > _KNOWN_YEARS[1]:
            known = _KNOWN_YEARS if self.is_national else self.years
            raise NotCovered(
                _(
                    "The calendar knows the days off of {low}–{high}, and the times reach from {first} to {last}."
                ).format(low=str(known[0]), high=str(known[1]), first=str(first), last=str(last)),
                hint=_("Correct the times, give a calendar of those years, or count plain days."),
            )
        whole = _default(years)
        if self is _CACHE.get(self.years):
            return whole
        low, high = self.years
        return replace(
            self,
            years=years,
            days_off={d: n for d, n in whole.days_off.items() if not low <= d.year <= high}
            | dict(self.days_off),
            special={d: s for d, s in whole.special.items() if not low <= d.year <= high}
            | dict(self.special),
            provisional=self.provisional | {d for d in whole.provisional if not low <= d.year <= high},
        )

    def with_official(self, provisional: date, official: date) -> WorkingCalendar:
        """Return the calendar with a provisional day off moved to its official date.

        The provisional day becomes an ordinary one.  Raises `ValueError` when it was not a provisional day off.
        """
        if provisional not in self.provisional:
            known = ", ".join(d.isoformat() for d in sorted(self.provisional) if d.year == provisional.year)
            raise ValueError(
                f"{provisional} is no provisional day off; those of its year are: {known or 'none'}."
            )
        days_off = {d: n for d, n in self.days_off.items() if d != provisional}
        days_off[official] = self.days_off.get(provisional, "")
        special = {d: s for d, s in self.special.items() if d != official}
        return replace(
            self, days_off=days_off, special=special, provisional=self.provisional - {provisional, official}
        )

    def stopped(self, stops: Iterable[tuple[date, date]]) -> WorkingCalendar:
        """Return the calendar in which no time passes during `stops`, given as first and last day.

        For terms whose clock stands still while the applicant completes the file; whether the first and the last day
        belong to the stop is the setting `stop_days`.
        """
        skip = int(self.stop_days not in ("both", "first"))
        short = int(self.stop_days not in ("both", "last"))
        days = {
            first + timedelta(days=n)
            for first, last in stops
            for n in range(skip, (last - first).days + 1 - short)
        }
        special = {d: s for d, s in self.special.items() if d not in days}
        off = {**self.days_off, **dict.fromkeys(days, "clock stopped")}
        return replace(self, days_off=off, special=special, stops=self.stops | days)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`, negative when `end` comes first.

        >>> nine = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Bishkek"))
        >>> WorkingCalendar.default().between(nine, nine + timedelta(days=1))
        datetime.timedelta(seconds=28800)
        """
        import numpy as np

        a, b = (np.array([self._local(t).timestamp()]) for t in (start, end))
        return timedelta(seconds=float(self.seconds_between(a, b)[0]))

    def working_days(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`; negative when `end` is first."""
        days = self._table.days
        return bisect_right(days, end) - bisect_right(days, start)

    def add(self, start: datetime, amount: timedelta, *, unit: Unit = "working") -> datetime:
        """Return the moment `amount` after `start`, aware, in UTC.

        Whole days are terms and end with the close of the office (see the module); what is below a day counts open time
        after them.  `unit="calendar"` counts calendar days for terms and plain time below a day.

        >>> monday = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Bishkek"))
        >>> WorkingCalendar.default().add(monday, timedelta(days=5)).date()
        datetime.date(2026, 3, 9)
        """
        if amount < timedelta():
            raise ValueError("A term cannot be negative.")
        year = self._local(start).year
        if not self.years[0] <= year <= self.years[1]:
            return self.covering(year, year).add(start, amount, unit=unit)
        days, rest = amount.days, amount - timedelta(days=amount.days)
        moment = start.astimezone(UTC)
        if unit == "calendar":
            return self._calendar_term(moment, days) + rest if days else moment + rest
        if days:
            moment = self._working_term(moment, days)
        return self.after_working_time(moment, rest) if rest else moment

    def _working_term(self, start: datetime, days: int) -> datetime:
        table = self._table.days
        today = self._local(start).date()
        find = bisect_right if self.start_day == "next" else bisect_left
        index = find(table, today) + days - 1
        if index >= len(table):
            # No office works fewer than 150 days a year; what is covered beyond need costs a moment only.
            return self.covering(today.year, today.year + days // 150 + 1)._working_term(start, days)
        return self.closing(table[index])

    def _calendar_term(self, start: datetime, days: int) -> datetime:
        first = self._local(start).date() + timedelta(days=1 if self.start_day == "next" else 0)
        last = first + timedelta(days=days - 1)
        for stop in sorted(self.stops):
            if first <= stop <= last:
                last += timedelta(days=1)
        if self.end_day == "same":
            return datetime.combine(last, time(23, 59, 59), self.zone).astimezone(UTC)
        days_worked = self.covering(first.year, last.year + 1)
        if self.end_day == "previous":
            table = days_worked._table.days
            return days_worked.closing(table[bisect_right(table, last) - 1])
        return days_worked.closing(days_worked.next_working_day(last))

    def after_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """Return when `amount` of open time has passed since `start`, in UTC; days in it are 24 hours of open time.

        >>> friday = datetime(2026, 3, 6, 17, tzinfo=ZoneInfo("Asia/Bishkek"))
        >>> WorkingCalendar.default().after_working_time(friday, timedelta(hours=2)).isoformat()
        '2026-03-09T04:00:00+00:00'
        """
        import numpy as np

        begin = self._local(start).timestamp()
        moment = self.seconds_after(np.array([begin]), np.array([amount.total_seconds()]))
        return datetime.fromtimestamp(float(moment[0]), UTC)

    def seconds_after(
        self, starts: npt.NDArray[np.float64], seconds: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Return the moments by which so many working seconds have passed, in seconds since 1970; NaN where one is NaN.

        The counterpart of `seconds_between` for many terms at once; both arrays have the same length.
        """
        import numpy as np

        calendar = self._reaching(starts)
        table = calendar._table
        known = ~(np.isnan(starts) | np.isnan(seconds))
        target = calendar._worked(np.where(known, starts, table.starts[0])) + np.where(known, seconds, 0.0)
        index = np.clip(np.searchsorted(table.before, target, side="left") - 1, 0, None)
        if np.any(target > table.before[-1] + table.ends[-1] - table.starts[-1]):
            years = int(np.nanmax(seconds) // (150 * 4 * 3600)) + 1
            last = datetime.fromtimestamp(float(np.nanmax(starts)), self.zone).year
            return calendar.covering(last, max(last + years, calendar.years[1] + 1)).seconds_after(
                starts, seconds
            )
        moments = table.starts[index] + (target - table.before[index])
        moments[~known] = np.nan
        found: npt.NDArray[np.float64] = moments
        return found

    def last_days(self, days: npt.NDArray[np.datetime64], count: int) -> npt.NDArray[np.datetime64]:
        """Return, for many days of receipt (`datetime64[D]`), the last day of a term of `count` working days.

        >>> import numpy as np
        >>> WorkingCalendar.default().last_days(np.array(["2026-03-02"], "datetime64[D]"), 5).tolist()
        [datetime.date(2026, 3, 9)]
        """
        import numpy as np

        if not len(days):
            return days
        first, last = (int(str(d)[:4]) for d in (days.min(), days.max()))
        calendar = self.covering(first, last + count // 150 + 1)
        table = np.array(calendar._table.days, dtype="datetime64[D]")
        index = np.searchsorted(table, days, side="right" if self.start_day == "next" else "left") + count - 1
        found: npt.NDArray[np.datetime64] = table[index]
        return found

    def next_working_day(self, day: date) -> date:
        """Return `day` itself when it is worked, else the next day that is."""
        table = self._table.days
        return table[bisect_left(table, day)]

    def closing(self, day: date) -> datetime:
        """Return when the office closes on `day`, in UTC; `day` must be a working day."""
        return datetime.combine(day, self.shifts(day)[-1].end, self.zone).astimezone(UTC)

    def opening(self, day: date) -> datetime:
        """Return when the office opens on `day`, in UTC; `day` must be a working day."""
        return datetime.combine(day, self.shifts(day)[0].start, self.zone).astimezone(UTC)


#: The years the default calendar is made for, and those for which the national days off can be said at all.
_USUAL_YEARS, _KNOWN_YEARS = (2015, 2036), (1992, 2099)
_CACHE: dict[tuple[int, int], WorkingCalendar] = {}


def _default(years: tuple[int, int]) -> WorkingCalendar:
    if years not in _CACHE:
        from processes.kyrgyz_holidays import days_off, provisional_days, shortened_days

        short = (_MORNING, Shift(time(13, 30), time(17)))
        off = days_off(years)
        _CACHE[years] = WorkingCalendar(
            week=((_MORNING, _AFTERNOON),) * 5 + ((), ()),
            days_off=off,
            special={d: short for d in shortened_days(years) if d.weekday() < 5 and d not in off},
            provisional=provisional_days(years),
            is_national=True,
            years=years,
        )
    return _CACHE[years]


__all__ = ["Shift", "Unit", "WorkingCalendar"]
