"""Open data: nothing of fewer than k cases, neither said nor left to be reckoned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from analytics.open_data import OpenData, open_data
from processes import read_model
from processes.log.event_log import EventLog

MORNING = datetime(2026, 3, 2, 4, tzinfo=UTC)
ALL, DONE = ("offered", "started", "completed"), ("completed",)


def published(*cases: tuple[int, str, tuple[str, ...]]) -> OpenData:
    """Return what is published of so many cases of each way, of whose steps these moments are recorded."""
    records = []
    number = 0
    for count, way, stages in cases:
        for _each in range(count):
            number += 1
            at = MORNING
            for place, activity in enumerate(way.split()):
                for stage in stages:
                    at += timedelta(minutes=10)
                    records.append(
                        {
                            "case": str(number),
                            "activity": activity,
                            "instance": f"{number}-{place}",
                            "lifecycle": stage,
                            "timestamp": at,
                        }
                    )
    return open_data(EventLog.from_records(records), read_model(b"A -> B", dialect="sketch"))


def test_a_wait_that_few_cases_have_is_not_told() -> None:
    [step] = published((20, "A", DONE), (3, "A", ALL)).steps
    assert (step.n, step.median, step.p90) == (23, None, None)
    [step] = published((20, "A", DONE), (10, "A", ALL)).steps
    assert step.n == 30
    assert step.median is not None


def test_a_case_that_waits_often_is_one_case() -> None:
    [step] = published((20, "A", DONE), (1, "A A A A A A A A A A A A", ALL)).steps
    assert step.median is None


def test_less_the_published_ways_a_step_tells_of_no_few_hidden_cases() -> None:
    data = published((40, "A B", ALL), (12, "A C", ALL), (2, "A C B", ALL), (9, "A D B", ALL))
    shown = {group.key: group.n for group in data.steps}
    assert shown == {"A": 63, "B": 51, "C": None, "D": None}


def test_nor_of_the_few_hidden_cases_that_did_not_come_to_it() -> None:
    data = published((40, "A B", ALL), (9, "A B C", ALL), (8, "A C B", ALL), (3, "A D B", ALL))
    shown = {group.key: group.n for group in data.steps}
    # Of the 20 hidden cases 17 came to C: the three that did not would be told.
    assert shown == {"A": 60, "B": 60, "C": None, "D": None}
