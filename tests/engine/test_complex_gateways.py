"""A default beside conditions, and complex gateways: they open by a condition and tell the late ones apart."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import pytest

from engine import Engine
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, labels

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'


def test_behind_an_activity_the_default_is_taken_when_no_condition_holds_whatever_else_is_taken(
    engine: Engine,
) -> None:
    model = drawn(
        START + '<task id="t" default="f3"/>', "s -> t\nt -> a [n > 5]\nt -> b\nt -> c", users="a b c"
    )
    definition = engine.deploy(model, by="ana")
    assert labels(engine, engine.start(definition, by="ana", data={"n": 1})) == ["b", "c"]
    assert labels(engine, engine.start(definition, by="ana", data={"n": 9})) == ["a", "c"]


def complex_join(condition: str) -> str:
    return f'{START}<parallelGateway id="split"/><complexGateway id="g"><activationCondition>{condition}</activationCondition></complexGateway>'


DISCRIMINATOR = "s -> split\nsplit -> a\nsplit -> b\nsplit -> c\na -> g\nb -> g\nc -> g\ng -> d"


def test_a_complex_gateway_opens_when_its_condition_holds_and_once_for_all_that_come(engine: Engine) -> None:
    model = drawn(complex_join("activationCount &gt;= 2"), DISCRIMINATOR, users="a b c d")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "b")
    assert labels(engine, case) == ["a", "c"]
    finish(engine, case, "c")
    assert labels(engine, case) == ["a", "d"]
    finish(engine, case, "d")
    assert engine.instance(case).status == "running"
    finish(engine, case, "a")
    assert engine.instance(case).status == "completed"
    assert completed(engine, case).count("g") == 1


def test_a_complex_gateway_may_look_at_single_flows(engine: Engine) -> None:
    model = drawn(complex_join("f5 &gt; 0 and (f6 &gt; 0 or f7 &gt; 0)"), DISCRIMINATOR, users="a b c d")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "b")
    finish(engine, case, "c")
    assert labels(engine, case) == ["a"]
    finish(engine, case, "a")
    assert labels(engine, case) == ["d"]


def test_a_complex_gateway_tells_the_late_ones_apart(engine: Engine) -> None:
    ways = DISCRIMINATOR.replace("g -> d", "g -> d [waitingForStart]\ng -> late [not(waitingForStart)]")
    model = drawn(complex_join("activationCount &gt;= 1"), ways, users="a b c d late")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    for label in ("a", "b"):
        finish(engine, case, label)
        assert "late" not in labels(engine, case)
    finish(engine, case, "c")
    assert labels(engine, case) == ["d", "late"]


def test_a_complex_gateway_in_a_loop_begins_anew(engine: Engine) -> None:
    model = drawn(
        complex_join("activationCount &gt;= 1")
        + '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="f8"/>'
        + END,
        "s -> m\nm -> split\nsplit -> a\nsplit -> b\na -> g\nb -> g\ng -> d\nx -> e\nd -> x\nx -> m [again]",
        users="a b d",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    for again in (True, True, False):
        finish(engine, case, "a")
        finish(engine, case, "b")
        assert labels(engine, case) == ["d"]
        finish(engine, case, "d", again=again)
    assert engine.instance(case).status == "completed"
    assert completed(engine, case).count("g") == 3
