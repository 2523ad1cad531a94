"""Comparing: how sure a difference is, and how often the interval is right."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import analytics as an
from analytics.errors import NotComparable
from processes import EventLog, WorkingCalendar, read_model
from processes.scenario import Distribution, Scenario
from tests import factories

START = datetime(2026, 3, 2, 3, tzinfo=UTC)
ALWAYS = WorkingCalendar.round_the_clock()
HOUR = 3600.0


def world(minutes: float) -> Scenario:
    """One task of normal length around `minutes`, nobody waits for anybody."""
    return Scenario(
        arrivals=Distribution(kind="fixed", parameters=(HOUR,)),
        arrivals_calendar="always",
        start=START,
        durations={
            "work": Distribution(kind="normal", parameters=(minutes * 60, 15 * 60)),
            "note": Distribution(kind="fixed", parameters=(0.0,)),
        },
    )


def log(minutes: float, *, seed: int, replications: int = 1, cases: int = 40) -> EventLog:
    model = read_model(b"Work -> :service Note", dialect="sketch")
    return an.simulate(
        model, world(minutes), cases=cases, seed=seed, replications=replications, calendar=ALWAYS
    )


def test_a_log_compared_with_itself_does_not_differ() -> None:
    same = log(120, seed=1, replications=3)
    effect = an.compare(same, same, calendar=ALWAYS)
    assert {row.difference for row in effect} == {0, None}
    assert effect["handovers_mean"].before is None, "nobody said which group works"
    assert not any(row.is_sure for row in effect)


def test_a_log_without_cases_is_refused() -> None:
    with pytest.raises(NotComparable, match="second log has no cases"):
        an.compare(log(120, seed=1), EventLog.from_records([]))


def test_a_single_case_makes_nothing_sure() -> None:
    for cases in ((1, 1), (40, 1), (1, 40)):
        effect = an.compare(log(60, seed=1, cases=cases[0]), log(30, seed=2, cases=cases[1]))
        assert [(row.low, row.high, row.is_sure) for row in effect] == [(None, None, False)] * len(
            effect.rows
        )
        assert effect["throughput_median"].difference is not None


def test_what_one_log_cannot_say_is_unknown_not_zero() -> None:
    ways = [{"cases": "5", "way": "Register @clerk, Sign @head after 8 h"}]
    effect = an.compare(factories.cases(ways), factories.cases(ways, stages=("completed",)))
    row = effect["waiting_mean"]
    assert row.before == pytest.approx(8.0)
    assert row.after is None
    assert row.difference is None
    assert (row.low, row.high) == (None, None)
    assert not row.is_sure


@pytest.mark.slow
@pytest.mark.parametrize("replications", [1, 8])
def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty(replications: int) -> None:
    """The truth: work of 120 minutes becomes 110; the mean difference is −1/6 working hour."""
    right = 0
    rounds = 60
    for number in range(rounds):
        effect = an.compare(
            log(120, seed=2 * number, replications=replications),
            log(110, seed=2 * number + 1, replications=replications),
            calendar=ALWAYS,
        )["processing_mean"]
        assert effect.low is not None
        assert effect.high is not None
        right += effect.low <= -10 / 60 <= effect.high
    assert right >= rounds * 0.87


def test_meeting_the_same_luck_tells_more_with_the_same_cases() -> None:
    paired = an.compare(log(120, seed=5, replications=8), log(110, seed=5, replications=8), calendar=ALWAYS)[
        "processing_mean"
    ]
    unpaired = an.compare(
        log(120, seed=5, replications=8), log(110, seed=6, replications=8), calendar=ALWAYS
    )["processing_mean"]
    assert paired.high is not None
    assert paired.low is not None
    assert unpaired.high is not None
    assert unpaired.low is not None
    assert paired.high - paired.low < (unpaired.high - unpaired.low) / 5
    assert paired.is_sure
