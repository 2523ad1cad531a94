"""Ad-hoc subprocesses: any order, one after the other, until a condition holds."""

from __future__ import annotations

import pytest

from engine import Engine, WrongState
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, labels

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'


def ad_hoc(attributes: str = "", condition: str = "", inside: str = "") -> str:
    tasks = inside or '<userTask id="a" name="a"/><userTask id="b" name="b"/><userTask id="c" name="c"/>'
    return f'{START}<adHocSubProcess id="h" name="h" {attributes}>{tasks}{condition}</adHocSubProcess>{END}'


def test_without_a_condition_everything_is_done_once_in_any_order(engine: Engine) -> None:
    case = engine.start(engine.deploy(drawn(ad_hoc(), "s -> h\nh -> e", more="a b c"), by="ana"), by="ana")
    assert labels(engine, case) == ["a", "b", "c"]
    for label in ("b", "c", "a"):
        assert engine.instance(case).status == "running"
        finish(engine, case, label)
    assert engine.instance(case).status == "completed"
    assert completed(engine, case) == ["s", "b", "c", "a", "h", "e"]


def test_with_a_condition_work_comes_back_until_it_holds_and_the_rest_is_withdrawn(engine: Engine) -> None:
    model = drawn(
        ad_hoc(condition="<completionCondition>enough = true</completionCondition>"),
        "s -> h\nh -> e",
        more="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "a", enough=False)
    assert labels(engine, case) == ["a", "b", "c"]
    finish(engine, case, "a", enough=True)
    assert engine.instance(case).status == "completed"
    assert labels(engine, case) == []


def test_what_is_still_being_done_may_be_left_to_its_end(engine: Engine) -> None:
    model = drawn(
        ad_hoc(
            'cancelRemainingInstances="false"', "<completionCondition>enough = true</completionCondition>"
        ),
        "s -> h\nh -> e",
        more="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "a", enough=True)
    assert labels(engine, case) == ["b", "c"]
    finish(engine, case, "b", enough=False)
    finish(engine, case, "c")
    assert engine.instance(case).status == "completed"


def test_rounds_side_by_side_do_not_wait_for_each_other(engine: Engine) -> None:
    inside = (
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        '<userTask id="a" name="a"/><userTask id="b" name="b"/>'
    )
    model = drawn(ad_hoc('ordering="Sequential"', inside=inside), "s -> h\nh -> e", more="a b")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    one, two = [item for item in engine.work_items(case) if item.label == "a"]
    engine.claim(one, by="ana")
    engine.claim(two, by="bek")
    for item in engine.work_items(case):
        if item.label == "b":
            with pytest.raises(WrongState):
                engine.claim(item, by="cem")


def test_steps_that_need_nobody_are_done_one_after_the_other(engine: Engine) -> None:
    inside = (
        '<serviceTask id="x"/><serviceTask id="y"/><userTask id="a" name="a"/><userTask id="b" name="b"/>'
    )
    model = drawn(ad_hoc('ordering="Sequential"', inside=inside), "s -> h\nh -> e", more="a b")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert [i.element for i in engine.incidents(case)] == ["x"]
    for element in ("x", "y"):
        assert labels(engine, case) == []
        [incident] = engine.incidents(case)
        assert incident.element == element
        engine.resolve(incident, by="ana", data={})
    assert labels(engine, case) == ["a", "b"]
    finish(engine, case, "b")
    finish(engine, case, "a")
    assert engine.instance(case).status == "completed"


def test_one_after_the_other_nothing_is_taken_up_while_another_thing_is_being_done(engine: Engine) -> None:
    model = drawn(ad_hoc('ordering="Sequential"'), "s -> h\nh -> e", more="a b c")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    items = {item.label: item for item in engine.work_items(case)}
    engine.claim(items["b"], by="bek")
    for refused in (engine.claim, engine.complete):
        with pytest.raises(WrongState, match="“b” is being done"):
            refused(items["a"], by="ana")
    engine.release(items["b"], by="bek")
    engine.claim(items["a"], by="ana")
    engine.complete(items["a"], by="ana")
    engine.claim(items["b"], by="bek")
    engine.complete(items["b"], by="bek")
    engine.complete(items["c"], by="ana")
    assert engine.instance(case).status == "completed"


def test_in_parallel_everybody_may_take_something_up(engine: Engine) -> None:
    case = engine.start(engine.deploy(drawn(ad_hoc(), "s -> h\nh -> e", more="a b c"), by="ana"), by="ana")
    for item in engine.work_items(case):
        engine.claim(item, by=f"one for {item.label}")
    assert len({item.holder for item in engine.work_items(case)}) == 3


def test_one_after_the_other_counts_what_needs_nobody_and_what_is_done_for_many(engine: Engine) -> None:
    inside = (
        '<userTask id="a" name="a"/><serviceTask id="x"/><userTask id="b" name="b"><multiInstanceLoopCharacteristics>'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
        '<sequenceFlow id="ax" sourceRef="a" targetRef="x"/>'
    )
    model = drawn(ad_hoc('ordering="Sequential"', inside=inside), "s -> h\nh -> e", more="a b")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [a] = [item for item in engine.work_items(case) if item.label == "a"]
    one, other = (item for item in engine.work_items(case) if item.label == "b")
    engine.claim(one, by="bek")
    engine.claim(other, by="cem")  # The items of one activity are that one activity.
    with pytest.raises(WrongState, match="“b” is being done"):
        engine.claim(a, by="ana")
    engine.release(one, by="bek")
    engine.release(other, by="cem")
    engine.complete(a, by="ana")
    with pytest.raises(WrongState, match="“x” is being done"):
        engine.complete(one, by="bek")
    engine.resolve(engine.incidents(case)[0], by="ana")
    engine.complete(one, by="bek")
    engine.complete(other, by="cem")
    assert engine.instance(case).status == "completed"


def test_an_ad_hoc_subprocess_that_cannot_end_says_so(engine: Engine) -> None:
    model = drawn(
        ad_hoc(condition="<completionCondition>enough = true</completionCondition>", inside='<task id="a"/>'),
        "s -> h\nh -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert incident.element == "h"
    engine.set_variables(case, {"enough": True}, by="ana", reason="it is enough")
    engine.retry(incident, by="ana")
    assert engine.instance(case).status == "completed"
