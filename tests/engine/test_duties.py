"""Duties where the step they look at has only just been done, or was done by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from engine import Engine
from engine.testing import Clock
from processes import Model, read_model
from processes.model.edits_of_annotations import set_step


class _Office:
    def members(self, candidates: Sequence[str]) -> Sequence[str]:
        return ["ana", "bek", "cem"]

    def heads(self, candidates: Sequence[str]) -> Sequence[str]:
        return []


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 4, tzinfo=UTC))


@pytest.fixture
def engine(engine_url: str, clock: Clock) -> Iterator[Engine]:
    engine = Engine(engine_url, clock=clock, roster=_Office())
    yield engine
    engine.dispose()


def model(**attributes: object) -> Model:
    return set_step(read_model(b"Check @clerks -> Decide @heads", dialect="sketch"), "decide", **attributes)


@pytest.mark.parametrize("way", ["leastLoaded", "roundRobin"])
@pytest.mark.parametrize(
    ("duty", "holder"),
    [
        ({"separate_from": ("check",)}, "bek"),
        ({"deciders": "fourEyes"}, "bek"),
        ({"bound_to": "check"}, "ana"),
    ],
)
def test_work_is_given_to_nobody_whom_the_step_just_done_bars(
    engine: Engine, way: str, duty: dict[str, object], holder: str
) -> None:
    case = engine.start(engine.deploy(model(assignment=way, **duty), by="ana"), by="citizen")
    engine.complete(engine.work_items(case)[0], by="ana")
    [item] = engine.work_items(case)
    assert item.holder == holder
    assert engine.barred(item, by=holder) is None


def test_what_silence_decided_is_nobodys_deed(engine_url: str, clock: Clock) -> None:
    engine = Engine(engine_url, clock=clock)
    silent = set_step(
        model(bound_to="check"),
        "check",
        limit=timedelta(days=2),
        on_limit="tacitYes",
        on_limit_data='{decision: "yes"}',
    )
    case = engine.start(engine.deploy(silent, by="ana"), by="citizen")
    clock.advance(timedelta(days=30))
    engine.fire_timers()
    [item] = engine.work_items(case)
    assert item.label == "Decide"
    assert engine.barred(item, by="bek") is None
    assert engine.earlier_steps(item) == []
    engine.complete(item, by="bek")
    engine.dispose()


def test_a_case_goes_back_to_nobody_with_a_conflict_of_interest(engine: Engine) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    engine.complete(engine.work_items(case)[0], by="ana")
    engine.declare_conflict(case, by="ana", reason="The applicant is my brother.")
    engine.send_back(engine.work_items(case)[0], by="bek", reason="The plan is missing.")
    assert [(item.label, item.holder) for item in engine.work_items(case)] == [("Check", None)]
