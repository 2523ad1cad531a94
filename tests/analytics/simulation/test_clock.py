"""The simulator's clock, people and calendars: who works when, in which order, and nothing is lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.errors import NotSimulatable
from processes import EventLog, Model, WorkingCalendar, read_model
from processes.scenario import Distribution, Scenario, Staff
from tests.analytics.replay import fits
from tests.processes.model.sketches import sketches

START = datetime(2026, 3, 2, 3, tzinfo=UTC)


def sketch(text: str) -> Model:
    return read_model(text.encode(), dialect="sketch")


def fixed(minutes: float) -> Distribution:
    return Distribution(kind="fixed", parameters=(minutes * 60,))


def scenario(model: Model, *, minutes: float = 10, gap: float = 5, **more: Any) -> Scenario:
    """Every task takes `minutes`, a case comes every `gap` minutes."""
    durations = {e.id: fixed(minutes) for e in model.elements.values() if e.is_task}
    return Scenario(arrivals=fixed(gap), start=START, durations=durations, **more)


def rows(log: EventLog) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log.activities.to_pylist()
    return found


def test_one_case_of_one_task_by_hand() -> None:
    model = sketch("Register -> :service Note")
    row = rows(an.simulate(model, scenario(model), cases=1))[0]
    assert (row["offered"], row["started"], row["completed"]) == (
        START,
        START,
        START + timedelta(minutes=10),
    )


def test_two_cases_and_one_person_by_hand() -> None:
    model = sketch("Register @clerk -> :service Note")
    log = an.simulate(model, scenario(model, staff={"clerk": Staff(count=1)}), cases=3)
    mine = [r for r in rows(log) if r["element"] == "register"]
    assert [(r["started"] - r["offered"]).total_seconds() / 60 for r in mine] == [0, 5, 10]
    assert {r["resource"] for r in mine} == {"clerk 1"}


@settings(max_examples=25)
@given(model=sketches(), seed=st.integers(0, 1000))
def test_a_simulated_log_fits_its_model(model: Model, seed: int) -> None:
    log = an.simulate(model, scenario(model), cases=3, seed=seed)
    cases: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows(log), key=lambda r: r["position"]):
        cases[row["case"]].append(row["element"])
    assert len(cases) == 3
    for trace in cases.values():
        assert fits(model, trace)


@settings(max_examples=25)
@given(model=sketches(), seed=st.integers(0, 1000), people=st.integers(1, 3))
def test_every_offered_instance_is_completed_or_cancelled(model: Model, seed: int, people: int) -> None:
    staff = {lane.group: Staff(count=people) for lane in model.lanes.values()}
    log = an.simulate(model, scenario(model, staff=staff), cases=4, seed=seed)
    assert {r["ended_as"] for r in rows(log)} <= {"completed", "cancelled"}
    for row in rows(log):
        moments = [row[n] for n in ("offered", "started", "completed") if row[n] is not None]
        assert moments == sorted(moments)


@settings(max_examples=10)
@given(model=sketches(), seed=st.integers(0, 1000))
def test_the_same_seed_gives_the_same_log(model: Model, seed: int) -> None:
    first, second = (an.simulate(model, scenario(model), cases=3, seed=seed) for _ in range(2))
    assert first.events.equals(second.events)


def test_another_seed_gives_another_log() -> None:
    model = sketch("Register -> (Check / Ask)")
    first, second = (an.simulate(model, scenario(model), cases=40, seed=seed) for seed in (1, 2))
    assert not first.events.equals(second.events)


def test_two_models_meet_the_same_luck() -> None:
    shared = Distribution(kind="lognormal", parameters=(600.0, 1.0))
    worlds = []
    for text in ("Register -> Stamp -> Decide", "Register -> Decide"):
        model = sketch(text)
        lengths = {e.id: shared for e in model.elements.values() if e.is_task}
        world = Scenario(
            arrivals=Distribution(kind="exponential", parameters=(3600.0,)), start=START, durations=lengths
        )
        log = an.simulate(model, world, cases=20, seed=7, calendar=WorkingCalendar.round_the_clock())
        worlds.append(
            {
                (r["case"], r["element"]): (r["completed"] - r["started"]).total_seconds()
                for r in rows(log)
                if r["element"] != "stamp"
            }
        )
    assert worlds[0] == pytest.approx(worlds[1])


def test_nobody_begins_outside_office_hours() -> None:
    model = sketch("Register @clerk -> Decide @head")
    staff = {"clerk": Staff(count=1), "head": Staff(count=1)}
    log = an.simulate(model, scenario(model, minutes=50, gap=37, staff=staff), cases=60)
    office = WorkingCalendar.default()
    for row in rows(log):
        assert office.is_working(row["started"])
        assert office.between(row["started"], row["completed"]) == timedelta(minutes=50)


def test_a_desk_serves_in_the_order_of_arrival_and_one_at_a_time() -> None:
    model = sketch("Register @clerk -> :service Note")
    log = an.simulate(model, scenario(model, minutes=17, gap=4, staff={"clerk": Staff(count=2)}), cases=50)
    mine_all = [r for r in rows(log) if r["element"] == "register"]
    served = sorted(mine_all, key=lambda r: r["started"])
    assert [r["offered"] for r in served] == sorted(r["offered"] for r in served)
    people: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in served:
        people[row["resource"]].append(row)
    assert len(people) == 2
    for mine in people.values():
        assert all(a["completed"] <= b["started"] for a, b in pairwise(mine))


def test_shares_of_a_gateway_are_met() -> None:
    model = sketch("Register -> (Check / Ask)")
    [gateway] = [e.id for e in model.elements.values() if len(model.outgoing(e.id)) == 2]
    flows = model.outgoing(gateway)
    log = an.simulate(
        model, scenario(model, branching={flows[0].id: 0.8, flows[1].id: 0.2}), cases=2000, seed=1
    )
    counts = Counter(r["element"] for r in rows(log))
    assert counts[flows[0].target] / 2000 == pytest.approx(0.8, abs=0.04)


def test_a_wait_rests_the_case_before_the_step() -> None:
    model = sketch("Register -> Collect")
    log = an.simulate(model, scenario(model, waits={"collect": fixed(60)}), cases=1)
    collect = next(r for r in rows(log) if r["element"] == "collect")
    assert collect["started"] - collect["offered"] == timedelta(minutes=60)


def test_lengths_nobody_gave_are_asked_for_not_invented() -> None:
    with pytest.raises(NotSimulatable, match="Nobody has said how long"):
        an.simulate(sketch("Register -> Decide"), cases=1)


def test_a_loop_that_is_never_left_is_refused() -> None:
    model = sketch("(Register)*[again]")
    back = {f.id: 1.0 for f in model.flows.values() if f.condition}
    out = {f.id: 0.0 for f in model.flows.values() if f.id not in back and len(model.outgoing(f.source)) > 1}
    with pytest.raises(NotSimulatable, match="more than"):
        an.simulate(model, scenario(model, branching=back | out), cases=1)
