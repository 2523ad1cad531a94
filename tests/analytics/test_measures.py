"""Measures against values worked out by hand, and logs that lack something."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.errors import NotMeasurable
from analytics.measures import measures
from processes import EventLog, WorkingCalendar
from processes.examples import two_certificates
from tests import factories

START = datetime(2026, 3, 2, 3, tzinfo=UTC)
OF_LOGS = (
    "throughput_time",
    "waiting_time",
    "processing_time",
    "rework",
    "handovers",
    "frequency",
    "variants",
)


@pytest.mark.parametrize("name", OF_LOGS)
def test_an_empty_log_is_refused(name: str) -> None:
    with pytest.raises(NotMeasurable, match="no cases"):
        measures[name](EventLog.from_records([]))


def test_an_unknown_level_and_unit_are_refused() -> None:
    with pytest.raises(NotMeasurable, match="has no level"):
        an.waiting_time(two_certificates(), level="planet")
    with pytest.raises(NotMeasurable):
        an.waiting_time(two_certificates(), unit="fortnights")


def test_the_two_certificates_by_hand() -> None:
    log = two_certificates()
    [whole] = an.throughput_time(log, unit="hours")
    assert (whole.n, whole.minimum, whole.maximum, whole.mean) == (2, 2.5, 4.0, 3.25)
    sign = an.waiting_time(log, unit="minutes")["Sign"]
    # 10:30 to 13:00 holds half an hour of lunch.
    assert (sign.minimum, sign.maximum) == (90, 150)
    assert an.waiting_time(log, unit="working hours")["Sign"].maximum == 2.0
    work = an.processing_time(log, unit="minutes")["Register"]
    assert (work.median, work.total) == (45, 90)


def test_one_event_a_case_takes_no_time_and_its_parts_are_unknown() -> None:
    log = EventLog.from_records([{"case": "1", "activity": "Register", "timestamp": START}])
    [whole] = an.throughput_time(log)
    assert whole.median == 0
    assert an.waiting_time(log)["Register"].median is None
    assert an.processing_time(log)["Register"].unknown == 1
    assert an.variants(log).rows[0].key == "Register"


def test_a_case_with_an_unknown_part_has_an_unknown_sum() -> None:
    known = factories.cases([{"cases": "1", "way": "Register, Sign after 2 h"}])
    records = known.events.to_pylist()
    without = [r for r in records if not (r["activity"] == "Sign" and r["lifecycle"] == "started")]
    [row] = an.waiting_time(EventLog.from_records(without), level="case")
    assert row.unknown == 1
    assert row.median is None


def test_a_log_of_years_no_calendar_knows_says_so() -> None:
    log = log_of(1900)
    assert an.throughput_time(log, unit="days")["all"].median == 1
    with pytest.raises(NotMeasurable, match="count plain days"):
        an.throughput_time(log, unit="working days")
    assert an.throughput_time(log_of(2009), unit="working days")["all"].median == 1


def log_of(year: int) -> EventLog:
    """A case that took the Tuesday of a week of June."""
    first = datetime(year, 6, 1, 3, tzinfo=UTC)
    first += timedelta(days=(1 - first.weekday()) % 7)
    moments = (first, first + timedelta(days=1))
    return EventLog.from_records([{"case": "1", "activity": "Check", "timestamp": m} for m in moments])


def test_handovers_without_recorded_groups_are_counted_as_unknown() -> None:
    log = factories.cases([{"cases": "2", "way": "Register, Sign @head, Send @clerk"}])
    rows = {r.key: (r.n, r.unknown) for r in an.handovers(log)}
    assert rows == {"head → clerk": (2, 0), "—": (0, 2)}


def test_long_logs_do_not_overflow() -> None:
    records = [
        {"case": str(n), "activity": a, "timestamp": START + timedelta(days=d)}
        for n in range(20_000)
        for a, d in (("Apply", 0), ("Decide", 3000))
    ]
    [row] = an.throughput_time(EventLog.from_records(records), unit="days")
    assert row.total == pytest.approx(20_000 * 3000)


moments = st.lists(st.integers(0, 500_000), min_size=1, max_size=8)


@settings(max_examples=40)
@given(cases=st.lists(moments, min_size=1, max_size=6))
def test_throughput_is_last_less_first_whatever_the_log(cases: list[list[int]]) -> None:
    records = [
        {
            "case": str(number),
            "activity": f"A{position % 3}",
            "timestamp": START + timedelta(seconds=second),
        }
        for number, seconds in enumerate(cases)
        for position, second in enumerate(seconds)
    ]
    random.Random(1).shuffle(records)
    log = EventLog.from_records(records)
    found = {r.key: r.median for r in an.throughput_time(log, level="case", unit="seconds")}
    assert found == pytest.approx({str(n): max(s) - min(s) for n, s in enumerate(cases)})
    assert sum(r.n for r in an.variants(log)) == len(cases)
    assert sum(r.n for r in an.frequency(log)) == len(records)


@settings(max_examples=40)
@given(start=st.integers(0, 10_000_000), length=st.integers(0, 3_000_000))
def test_working_time_is_never_more_than_time(start: int, length: int) -> None:
    first = START + timedelta(seconds=start)
    log = EventLog.from_records(
        {"case": "1", "activity": a, "timestamp": t}
        for a, t in (("Apply", first), ("Decide", first + timedelta(seconds=length)))
    )
    [worked] = an.throughput_time(log, unit="working hours")
    assert worked.median is not None
    assert 0 <= worked.median * 3600 <= length + 1e-6
    expected = WorkingCalendar.default().between(first, first + timedelta(seconds=length))
    assert worked.median * 3600 == pytest.approx(expected.total_seconds())
