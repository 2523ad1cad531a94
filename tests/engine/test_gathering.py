"""Processes that begin with several things together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine import NotExecutable
from tests.engine.drawing import drawn

if TYPE_CHECKING:
    from engine import Engine
    from engine.testing import Clock
    from processes import Model


GATHERING = (
    '<startEvent id="s" parallelMultiple="true"><messageEventDefinition messageRef="plan"/>'
    '<messageEventDefinition messageRef="fee"/>{more}</startEvent>'
)
PLAN_AND_FEE = '<message id="plan" name="plan"/><message id="fee" name="fee"/><signal id="open" name="open"/>'


def gathering(more: str = "") -> Model:
    return drawn(GATHERING.format(more=more), "s -> a", roots=PLAN_AND_FEE, users="a")


def test_a_process_begins_once_when_everything_it_begins_with_has_come_under_one_key(engine: Engine) -> None:
    engine.deploy(gathering(), by="ana")
    assert engine.correlate("plan", key="A", data={"plan": 1}).buffered
    assert engine.correlate("plan", key="A", data={"plan": 2}).buffered
    assert engine.correlate("fee", key="B", data={"fee": 9}).buffered
    assert engine.count_instances() == 0
    [case] = engine.correlate("fee", key="A", data={"fee": 5}).instances
    assert engine.instance(case).business_key == "A"
    assert engine.instance(case).data == {"plan": 1, "fee": 5}
    assert [(m.name, m.key) for m in engine.kept_messages()] == [("plan", "A"), ("fee", "B")]


def test_a_signal_completes_every_beginning_that_waited_for_it_and_a_later_one(engine: Engine) -> None:
    engine.deploy(gathering('<signalEventDefinition signalRef="open"/>'), by="ana")
    for key in ("A", "B"):
        engine.correlate("plan", key=key)
        engine.correlate("fee", key=key)
    assert len(engine.signal("open").instances) == 2
    engine.correlate("plan", key="C")
    engine.signal("open")
    [case] = engine.correlate("fee", key="C").instances
    assert engine.instance(case).business_key == "C"
    assert engine.count_instances() == 3


def test_what_never_gets_complete_expires_and_begins_nothing(engine: Engine, clock: Clock) -> None:
    engine.deploy(gathering(), by="ana")
    engine.correlate("plan", key="A", time_to_live=timedelta(days=1))
    clock.advance(timedelta(days=2))
    engine.correlate("fee", key="A")
    assert engine.count_instances() == 0
    assert [m.name for m in engine.unclaimed_messages()] == ["plan"]


def test_what_is_kept_for_a_beginning_is_given_to_nobody_else(engine: Engine) -> None:
    engine.deploy(gathering(), by="ana")
    engine.correlate("plan", key="A")
    waits = '<startEvent id="t"/><receiveTask id="r" messageRef="plan"/>'
    other = drawn(waits, "t -> r", roots=PLAN_AND_FEE, key="other")
    case = engine.start(engine.deploy(other, by="ana"), business_key="A", by="ana")
    assert case.status == "running"


def test_of_a_resting_definition_the_beginning_is_completed_when_it_goes_on(engine: Engine) -> None:
    engine.deploy(gathering(), by="ana")
    engine.correlate("plan", key="A")
    engine.suspend_definition("p", by="ana")
    engine.correlate("fee", key="A")
    assert engine.count_instances() == 0
    engine.resume_definition("p", by="ana")
    [case] = engine.instances()
    assert case.business_key == "A"


def test_a_timer_cannot_be_kept_until_the_rest_has_come(engine: Engine) -> None:
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    with pytest.raises(NotExecutable, match="only messages and signals are kept"):
        engine.deploy(gathering(timer), by="ana")
