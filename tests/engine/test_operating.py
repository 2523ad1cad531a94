from __future__ import annotations

from datetime import timedelta

import pytest

from engine import Engine, UnknownDefinition, UnknownInstance, WrongState
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.play import finish, kinds, labels

TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def started(engine: Engine, **data: object):  # type: ignore[no-untyped-def]
    nodes = f'<startEvent id="s"/><boundaryEvent id="b" attachedToRef="a">{TIMER}</boundaryEvent>'
    return engine.start(
        engine.deploy(drawn(nodes, "s -> a\na -> c\nb -> late", users="a c late"), by="ana"),
        by="ana",
        data=data,
    )


def test_a_cancelled_case_leaves_nothing_behind(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    assert engine.cancel(case, by="ana", reason="withdrawn").status == "cancelled"
    assert labels(engine, case) == []
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 0
    assert kinds(engine, case, "a") == ["started", "offered", "cancelled"]
    with pytest.raises(WrongState):
        engine.cancel(case, by="ana")


def test_a_suspended_case_rests_and_goes_on(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    [item] = engine.work_items(case)
    assert engine.suspend(case, by="ana").status == "suspended"
    with pytest.raises(WrongState):
        engine.complete(item, by="ana")
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 0
    engine.resume(case, by="ana")
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["late"]


def test_variables_corrected_by_hand_are_in_the_history(engine: Engine) -> None:
    case = started(engine, fee=1)
    engine.set_variables(case, {"fee": 2}, by="ana", reason="typing error")
    [record] = [r for r in engine.history(case) if r.kind == "changed"]
    assert record.data == {"reason": "typing error", "before": {"fee": 1}, "after": {"fee": 2}}
    assert engine.verify(case) is None


def test_names_nobody_knows_are_named_with_what_is_close(engine: Engine) -> None:
    started(engine)
    with pytest.raises(UnknownDefinition) as caught:
        engine.start("pp", by="ana")
    assert "Did you mean p?" in str(caught.value)
    with pytest.raises(UnknownInstance):
        engine.instance("nothing")
    with pytest.raises(UnknownInstance):
        engine.history("nothing")


def test_lists_and_counts_agree(engine: Engine, clock: Clock) -> None:
    for _ in range(3):
        case = started(engine)
    assert engine.count_instances("p") == len(engine.instances("p")) == 3
    assert engine.count_work_items(group="clerks") == len(engine.work_items(group="clerks")) == 3
    assert engine.work_items(limit=1, offset=2)[0] in engine.work_items()
    finish(engine, case, "a")
    assert engine.count_work_items(status="completed") == 1
    assert engine.count_instances("p", status="running") == 3
    assert engine.work_items(group="heads") == []


def test_the_log_has_offered_claimed_started_and_completed(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    [item] = engine.work_items(case)
    clock.advance(timedelta(minutes=10))
    engine.claim(item, by="ana")
    clock.advance(timedelta(minutes=5))
    engine.complete(item, by="ana")
    [first, _second] = engine.event_log("p").activities.to_pylist()
    assert first["claimed"] - first["offered"] == timedelta(minutes=10)
    assert first["completed"] - first["started"] == timedelta(minutes=5)
    assert (first["resource"], first["group"]) == ("ana", "clerks")
    assert len(engine.event_log("p", since=clock.now() + timedelta(days=1))) == 0
