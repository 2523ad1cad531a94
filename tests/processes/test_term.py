from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import WorkingCalendar
from processes.term import NotExtendable, Term

BISHKEK = ZoneInfo("Asia/Bishkek")
OFFICE = WorkingCalendar.default()
RECEIVED = datetime(2026, 3, 2, 10, tzinfo=BISHKEK)
TERM = Term(start=RECEIVED, amount=timedelta(days=10))


def day_of(moment: datetime) -> date:
    return moment.astimezone(BISHKEK).date()


def test_the_due_date_follows_the_official_date_of_a_holiday() -> None:
    """Scenario 7: the clock stops from 10 to 12 March, and Orozo Ait moves from the 19th to the 20th."""
    [estimated] = [d for d in OFFICE.provisional if (d.year, d.month) == (2026, 3)]
    before = OFFICE.with_official(estimated, date(2026, 3, 19)) if estimated != date(2026, 3, 19) else OFFICE
    after = OFFICE.with_official(estimated, date(2026, 3, 20)) if estimated != date(2026, 3, 20) else OFFICE
    term = TERM.stopped(date(2026, 3, 10), reason="a missing paper").resumed(date(2026, 3, 12))
    assert day_of(term.due(before)) == date(2026, 3, 20)
    assert day_of(term.due(after)) == date(2026, 3, 19)


def test_while_the_clock_stands_still_each_day_moves_the_date() -> None:
    stopped = TERM.stopped(date(2026, 3, 10))
    assert stopped.is_stopped
    dates = [day_of(stopped.due(OFFICE, today=date(2026, 3, day))) for day in (10, 11, 12)]
    assert dates == sorted(set(dates))


def test_stopping_and_resuming_twice_is_as_once() -> None:
    once = TERM.stopped(date(2026, 3, 10))
    assert once.stopped(date(2026, 3, 11)) == once
    done = once.resumed(date(2026, 3, 12))
    assert done.resumed(date(2026, 3, 30)) == done


def test_a_term_is_extended_once_with_a_reason_and_in_time() -> None:
    longer = TERM.extended(timedelta(days=5), reason="an expert is needed", at=RECEIVED, calendar=OFFICE)
    assert OFFICE.working_days(day_of(TERM.due(OFFICE)), day_of(longer.due(OFFICE))) == 5
    with pytest.raises(NotExtendable, match="an expert is needed"):
        longer.extended(timedelta(days=5), reason="again", at=RECEIVED, calendar=OFFICE)
    with pytest.raises(NotExtendable, match="with a reason"):
        TERM.extended(timedelta(days=5), reason=" ", at=RECEIVED, calendar=OFFICE)
    with pytest.raises(NotExtendable, match="is over"):
        TERM.extended(timedelta(days=5), reason="late", at=RECEIVED + timedelta(days=90), calendar=OFFICE)


def test_the_head_is_warned_when_four_fifths_have_passed() -> None:
    warned = TERM.warn_at(OFFICE)
    assert TERM.used(warned, OFFICE) == pytest.approx(0.8)
    assert RECEIVED < warned < TERM.due(OFFICE)
    assert TERM.used(RECEIVED, OFFICE) == 0
    assert TERM.used(TERM.due(OFFICE), OFFICE) == pytest.approx(1)


@given(st.integers(1, 60), st.integers(0, 20), st.integers(0, 20))
def test_a_stop_never_shortens_a_term(days: int, begin: int, length: int) -> None:
    term = Term(start=datetime(2026, 1, 8, 4, tzinfo=UTC), amount=timedelta(days=days))
    first = date(2026, 1, 8) + timedelta(days=begin)
    stopped = term.stopped(first).resumed(first + timedelta(days=length))
    assert stopped.due(OFFICE) >= term.due(OFFICE)
