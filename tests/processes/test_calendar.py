from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes import WorkingCalendar
from processes.calendar import Shift
from processes.kyrgyz_holidays import days_off

BISHKEK = ZoneInfo("Asia/Bishkek")
OFFICE = WorkingCalendar.default()
moments = st.integers(1_451_606_400, 2_019_686_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BISHKEK)


def due(calendar: WorkingCalendar, start: datetime, days: int) -> date:
    return calendar.add(start, timedelta(days=days)).astimezone(BISHKEK).date()


def with_ait_on(day: date) -> WorkingCalendar:
    [estimated] = [d for d in OFFICE.provisional if d.year == 2026 and d.month == 3]
    return OFFICE.with_official(estimated, day) if estimated != day else OFFICE


def test_a_term_with_holidays_and_a_stopped_clock() -> None:
    received = at(2026, 3, 2)
    stop = [(date(2026, 3, 10), date(2026, 3, 12))]
    assert due(with_ait_on(date(2026, 3, 19)).stopped(stop), received, 10) == date(2026, 3, 20)
    assert due(with_ait_on(date(2026, 3, 20)).stopped(stop), received, 10) == date(2026, 3, 19)


def test_a_holiday_on_a_sunday_is_not_moved() -> None:
    assert OFFICE.is_working_day(date(2026, 3, 9))
    assert not OFFICE.is_working_day(date(2026, 3, 8))


def test_the_official_date_is_a_day_off_also_when_it_was_shortened() -> None:
    [estimated] = [d for d in OFFICE.provisional if d.year == 2026 and d.month == 3]
    moved = OFFICE.with_official(estimated, date(2026, 4, 7))
    assert OFFICE.is_working_day(date(2026, 4, 7))
    assert not moved.is_working_day(date(2026, 4, 7))
    assert moved.is_working_day(estimated)
    assert date(2026, 4, 7) not in moved.provisional


def test_only_a_provisional_day_gets_an_official_date() -> None:
    with pytest.raises(ValueError, match="2026-05-27"):
        OFFICE.with_official(date(2026, 1, 1), date(2026, 1, 2))


def test_calendar_days_stand_still_during_a_stop_and_end_on_a_working_day() -> None:
    stopped = OFFICE.stopped([(date(2026, 3, 10), date(2026, 3, 12))])
    end = stopped.add(at(2026, 3, 9), timedelta(days=3), unit="calendar").astimezone(BISHKEK)
    assert end.date() == date(2026, 3, 16)  # 13, 14 and 15 March; the 15th is a Sunday.


@pytest.mark.parametrize(("start_day", "last"), [("next", date(2026, 3, 3)), ("same", date(2026, 3, 2))])
def test_whether_the_first_day_counts_is_a_setting(start_day: str, last: date) -> None:
    calendar = WorkingCalendar(week=OFFICE.week, start_day=start_day)  # type: ignore[arg-type]
    assert due(calendar, at(2026, 3, 2), 1) == last


def test_lunch_and_the_closing_minute_are_not_work() -> None:
    assert not OFFICE.is_working(at(2026, 3, 2, 13))
    assert not OFFICE.is_working(at(2026, 3, 2, 18))
    assert OFFICE.is_working(at(2026, 3, 2, 9))


@given(moments, st.integers(0, 86399))
def test_what_is_added_lies_between(start: datetime, seconds: int) -> None:
    end = OFFICE.add(start, timedelta(seconds=seconds))
    assert OFFICE.between(start, end).total_seconds() == pytest.approx(seconds, abs=1e-3)


@settings(max_examples=30)
@given(moments, st.integers(1, 300), st.booleans())
def test_a_term_of_days_ends_with_the_office_on_that_many_working_days_later(
    start: datetime, days: int, same: bool
) -> None:
    calendar = WorkingCalendar(
        week=OFFICE.week, days_off=OFFICE.days_off, start_day="same" if same else "next"
    )
    end = calendar.add(start, timedelta(days=days)).astimezone(BISHKEK)
    today = start.astimezone(BISHKEK).date()
    begin = today - timedelta(days=1) if same else today
    assert calendar.working_days(begin, end.date()) == days
    assert end.astimezone(UTC) == calendar.closing(end.date())


@given(st.lists(moments, min_size=3, max_size=3))
def test_working_time_adds_up(times: list[datetime]) -> None:
    a, b, c = sorted(times)
    assert OFFICE.between(a, b) + OFFICE.between(b, c) == OFFICE.between(a, c)
    assert OFFICE.between(b, a) == -OFFICE.between(a, b)


@given(st.lists(st.tuples(moments, moments), min_size=1, max_size=20))
def test_many_intervals_are_measured_as_one(pairs: list[tuple[datetime, datetime]]) -> None:
    starts, ends = (np.array([p[i].timestamp() for p in pairs]) for i in (0, 1))
    together = OFFICE.seconds_between(starts, ends)
    assert together == pytest.approx([OFFICE.between(a, b).total_seconds() for a, b in pairs], abs=1e-3)
    starts[0] = np.nan
    assert np.isnan(OFFICE.seconds_between(starts, ends)[0])


@pytest.mark.parametrize("zone", ["Asia/Bishkek", "Europe/Berlin", "UTC", "America/New_York"])
def test_shifts_are_local_time_whatever_the_clocks_do(zone: str) -> None:
    calendar = WorkingCalendar(week=((Shift(time(9), time(17)),),) * 7, timezone=zone, years=(2024, 2026))
    table = calendar._table
    chance = random.Random(1)
    for index in chance.sample(range(len(table.starts)), 100):
        opening = datetime.fromtimestamp(float(table.starts[index]), ZoneInfo(zone))
        assert (opening.hour, opening.minute) == (9, 0)
    assert all(a < b for a, b in pairwise(table.starts))


def test_the_days_off_kept_in_the_file_are_those_of_the_package() -> None:
    import holidays

    for year in (2016, 2021, 2024):
        assert days_off((year, year)) == dict(holidays.country_holidays("KG", years=year, language="en_US"))


def test_an_old_log_is_measured_with_the_days_off_of_its_years() -> None:
    # 2011: New Year's Day fell on a Saturday, Christmas on a Friday; 2014 lies one year before the usual table.
    for first, last, hours in (
        (at(2011, 1, 6, 9), at(2011, 1, 10, 9), 8),
        (at(2014, 6, 2, 9), at(2014, 6, 4, 9), 16),
    ):
        assert OFFICE.between(first, last) == timedelta(hours=hours)
        assert OFFICE.seconds_between(
            np.array([first.timestamp(), np.nan]), np.array([last.timestamp(), first.timestamp()])
        ).tolist() == pytest.approx([hours * 3600, np.nan], nan_ok=True)
    assert due(OFFICE, at(2011, 1, 6), 1) == date(2011, 1, 10)


def test_years_nobody_knows_the_days_off_of_are_refused() -> None:
    with pytest.raises(ValueError, match="reach from 1900 to 2026"):
        OFFICE.between(at(1900, 1, 1), at(2026, 1, 1))
    own = replace(with_ait_on(date(2026, 3, 19)), is_national=False)
    with pytest.raises(ValueError, match="give a calendar of those years"):
        own.between(at(2012, 1, 1), at(2026, 1, 1))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.is_working(datetime(2026, 3, 2, 10))  # noqa: DTZ001


@given(st.lists(st.tuples(moments, st.integers(0, 3_000_000)), min_size=1, max_size=20))
def test_many_terms_are_added_as_one(pairs: list[tuple[datetime, int]]) -> None:
    starts = np.array([m.timestamp() for m, _ in pairs])
    ends = OFFICE.seconds_after(starts, np.array([float(s) for _, s in pairs]))
    for (start, seconds), end in zip(pairs, ends, strict=True):
        assert OFFICE.after_working_time(start, timedelta(seconds=seconds)).timestamp() == end
    assert np.allclose(OFFICE.seconds_between(starts, ends), [s for _, s in pairs])


def test_five_thousand_working_days_reach_beyond_the_usual_years() -> None:
    end = OFFICE.add(at(2026, 3, 2), timedelta(days=5000))
    assert end.year > OFFICE.years[1]
    assert (
        OFFICE.covering(2015, end.year + 1).working_days(date(2026, 3, 2), end.astimezone(BISHKEK).date())
        == 5000
    )
    own = OFFICE.stopped([(date(2026, 3, 10), date(2026, 3, 12))])
    assert own.add(at(2026, 3, 2), timedelta(days=5000)) > end


def test_last_days_of_many_terms_are_those_of_each() -> None:
    days = np.arange("2026-01-01", "2026-06-01", dtype="datetime64[D]")
    found = OFFICE.last_days(days, 15)
    for day, last in zip(days.tolist(), found.tolist(), strict=True):
        assert due(OFFICE, datetime.combine(day, time(10), BISHKEK), 15) == last


def test_a_calendar_of_ones_own_is_not_continued_by_guessing() -> None:
    own = WorkingCalendar(week=OFFICE.week, years=(2026, 2027))
    with pytest.raises(ValueError, match="2026–2027"):
        own.add(at(2026, 3, 2), timedelta(days=5000))


@pytest.mark.parametrize(
    ("stop_days", "last"),
    [
        ("both", date(2026, 3, 19)),
        ("first", date(2026, 3, 18)),
        ("last", date(2026, 3, 18)),
        ("neither", date(2026, 3, 17)),
    ],
)
def test_which_days_of_a_stop_count_is_a_setting(stop_days: str, last: date) -> None:
    calendar = replace(with_ait_on(date(2026, 3, 20)), stop_days=stop_days)
    assert due(calendar.stopped([(date(2026, 3, 10), date(2026, 3, 12))]), at(2026, 3, 2), 10) == last


@pytest.mark.parametrize(
    ("end_day", "last"),
    [("next", date(2026, 3, 9)), ("previous", date(2026, 3, 6)), ("same", date(2026, 3, 7))],
)
def test_where_a_calendar_term_ends_on_a_day_off_is_a_setting(end_day: str, last: date) -> None:
    calendar = replace(OFFICE, end_day=end_day)
    end = calendar.add(at(2026, 3, 2), timedelta(days=5), unit="calendar")
    assert end.astimezone(BISHKEK).date() == last
