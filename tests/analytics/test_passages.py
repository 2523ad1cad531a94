"""What was completed, as arrays: which ways cases went, and which of them still go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from analytics.passages import passages
from processes import EventLog

START = datetime(2026, 3, 2, 4, tzinfo=UTC)


def _log() -> EventLog:
    told = [("1", "A", "desk"), ("1", "B", None), ("2", "A", "desk"), ("2", "B", None), ("3", "A", "desk")]
    records = [
        {"case": case, "activity": activity, "group": group, "timestamp": START + timedelta(hours=n)}
        for n, (case, activity, group) in enumerate(told)
    ]
    open_ = {
        "case": "3",
        "activity": "B",
        "lifecycle": "started",
        "timestamp": START + timedelta(days=1),
        "group": None,
    }
    return EventLog.from_records([*records, open_])


def test_a_way_is_told_once_with_how_many_finished_cases_went_it() -> None:
    log = _log()
    done = passages(log.activities, log.cases)
    assert done.ways(done.activity) == [((("A",), ("B",)), 2)]
    assert done.ways(done.activity, finished=False) == [((("A",), ("B",)), 2), ((("A",),), 1)]
    assert done.runs.tolist() == [False, False, True]


def test_what_nobody_recorded_is_unknown_and_several_columns_stay_together() -> None:
    log = _log()
    done = passages(log.activities, log.cases)
    [(way, cases)] = done.ways(done.activity, done.group)
    assert (way, cases) == ((("A", "desk"), ("B", None)), 2)


def test_cases_without_a_row_that_is_asked_for_went_nowhere() -> None:
    log = _log()
    done = passages(log.activities, log.cases)
    assert done.ways(done.activity, rows=done.activity.among({"C"})) == [((), 2)]


def test_a_text_no_row_holds_has_a_code_no_row_has() -> None:
    log = _log()
    done = passages(log.activities, log.cases)
    assert not (done.activity.codes == done.activity.code("C")).any()
    assert not (done.group.codes == done.group.code("—")).any()
