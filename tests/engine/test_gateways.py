from __future__ import annotations

import pytest

from engine import Engine
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, kinds, labels


def test_a_process_without_anything_between_start_and_end_completes_at_once(engine: Engine) -> None:
    definition = engine.deploy(drawn('<startEvent id="s"/><endEvent id="e"/>', "s -> e"), by="ana")
    case = engine.start(definition, by="ana")
    assert case.status == "completed"
    assert completed(engine, case) == ["s", "e"]


def test_elements_called_start_end_and_root_keep_their_names(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="Root"/><endEvent id="e"/>',
        "Root -> Start\nStart -> End\nEnd -> e",
        users="Start End",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert labels(engine, case) == ["Start"]
    finish(engine, case, "Start")
    assert labels(engine, case) == ["End"]
    finish(engine, case, "End")
    assert completed(engine, case) == ["Root", "Start", "End", "e"]
    assert engine.instance(case).status == "completed"


@pytest.mark.parametrize(("fee", "way"), [(50, "small"), (500, "large"), (100, "other")])
def test_an_exclusive_gateway_takes_the_first_true_condition_or_the_default(
    engine: Engine, fee: int, way: str
) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="x" default="f4"/>',
        "s -> x\nx -> small [fee < 100]\nx -> large [fee > 100]\nx -> other",
        users="small large other",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"fee": fee})
    assert labels(engine, case) == [way]


def test_without_a_true_condition_and_a_default_the_token_waits_with_an_incident(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="x"/>',
        "s -> x\nx -> a [fee > 100]\nx -> b [fee > 200]",
        users="a b",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"fee": 1})
    [incident] = engine.incidents(case)
    assert incident.element == "x"
    assert "fee > 100" in incident.message
    engine.set_variables(case, {"fee": 150}, by="ana", reason="typing error")
    engine.retry(incident, by="ana")
    assert labels(engine, case) == ["a"]
    assert engine.incidents(case) == []


def test_a_condition_on_a_missing_variable_names_its_flow(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="x"/>',
        "s -> x\nx -> a [fee > 100]\nx -> b [fee > 200]",
        users="a b",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert "f2" in incident.message and "fee" in incident.message


def test_a_parallel_join_waits_for_every_branch(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/>',
        "s -> split\nsplit -> a\nsplit -> b\na -> join\nb -> join\njoin -> c",
        users="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "b")
    assert labels(engine, case) == ["a"]
    finish(engine, case, "a")
    assert labels(engine, case) == ["c"]


def test_parallel_branches_keep_each_others_changes(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/>',
        "s -> split\nsplit -> a\nsplit -> b\na -> join\nb -> join\njoin -> c",
        users="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"x": 1, "y": 1})
    finish(engine, case, "a", x=2)
    finish(engine, case, "b", y=3)
    assert engine.instance(case).data == {"x": 2, "y": 3}


def test_an_and_join_inside_a_loop_fires_once_per_round(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="split"/><parallelGateway id="join"/>'
        '<exclusiveGateway id="x" default="f8"/><endEvent id="e"/>',
        "s -> m\nm -> split\nsplit -> a\nsplit -> b\na -> join\nb -> join\njoin -> x\nx -> e\nx -> m [again]",
        users="a b",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"again": True})
    for number in range(4):
        finish(engine, case, "b")
        assert labels(engine, case) == ["a"], number
        finish(engine, case, "a", again=number < 3)
        assert completed(engine, case).count("join") == number + 1
    assert engine.instance(case).status == "completed"


def test_excess_tokens_at_an_and_join_wait_for_their_partner(engine: Engine) -> None:
    # Both a and b lead into the first flow of the join; c into the second.
    model = drawn(
        '<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/><exclusiveGateway id="m"/>',
        "s -> split\nsplit -> a\nsplit -> b\nsplit -> c\na -> m\nb -> m\nm -> join\nc -> join\njoin -> d",
        users="a b c d",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "a")
    finish(engine, case, "b")
    assert labels(engine, case) == ["c"]
    finish(engine, case, "c")
    assert labels(engine, case) == ["d"]
    finish(engine, case, "d")
    assert engine.instance(case).status == "running"
    [incident] = engine.incidents(case)
    assert incident.element == "join"


def test_an_inclusive_gateway_waits_only_for_the_branches_taken(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><inclusiveGateway id="o" default="f5"/><inclusiveGateway id="j"/>',
        "s -> o\no -> a [x > 1]\no -> b [x > 2]\no -> c [x > 3]\no -> d\na -> j\nb -> j\nc -> j\nd -> j\nj -> last",
        users="a b c d last",
    )
    definition = engine.deploy(model, by="ana")
    case = engine.start(definition, by="ana", data={"x": 3})
    assert labels(engine, case) == ["a", "b"]
    finish(engine, case, "a")
    assert labels(engine, case) == ["b"]
    finish(engine, case, "b")
    assert labels(engine, case) == ["last"]
    alone = engine.start(definition, by="ana", data={"x": 0})
    assert labels(engine, alone) == ["d"]
    finish(engine, alone, "d")
    assert labels(engine, alone) == ["last"]


def test_an_inclusive_join_inside_a_loop_is_right_in_every_round(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="m"/><inclusiveGateway id="o"/><inclusiveGateway id="j"/>'
        '<exclusiveGateway id="x" default="f8"/><endEvent id="e"/>',
        "s -> m\nm -> o\no -> a [x >= 1]\no -> b [x >= 2]\na -> j\nb -> j\nj -> x\nx -> e\nx -> m [again]",
        users="a b",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"again": True, "x": 2})
    finish(engine, case, "a")
    assert labels(engine, case) == ["b"]
    finish(engine, case, "b", x=1)
    assert labels(engine, case) == ["a"]
    finish(engine, case, "a", x=2)
    assert labels(engine, case) == ["a", "b"]
    finish(engine, case, "b")
    finish(engine, case, "a", again=False)
    assert engine.instance(case).status == "completed"
    assert completed(engine, case).count("j") == 3


def test_several_flows_out_of_a_task_are_a_split_and_conditions_choose(engine: Engine) -> None:
    model = drawn('<startEvent id="s"/>', "s -> t\nt -> a\nt -> b [x > 1]\nt -> c [x > 9]", users="t a b c")
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"x": 5})
    finish(engine, case, "t")
    assert labels(engine, case) == ["a", "b"]


def test_a_default_flow_of_a_task_is_taken_when_no_condition_holds(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><task id="t" default="f3"/>', "s -> t\nt -> a [x > 1]\nt -> b", users="a b"
    )
    definition = engine.deploy(model, by="ana")
    assert labels(engine, engine.start(definition, by="ana", data={"x": 0})) == ["b"]
    assert labels(engine, engine.start(definition, by="ana", data={"x": 2})) == ["a"]


def test_a_condition_that_compares_what_cannot_be_compared_is_no_reason_for_the_default(
    engine: Engine,
) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="x" default="f3"/>',
        "s -> x\nx -> a [n > 3]\nx -> b",
        users="a b",
    )
    definition = engine.deploy(model, by="ana")
    assert labels(engine, engine.start(definition, by="ana", data={"n": None})) == ["b"]
    case = engine.start(definition, by="ana", data={"n": "4"})
    [incident] = engine.incidents(case)
    assert incident.element == "x"
    assert '"4" and 3 cannot be compared' in str(incident.message)
    engine.set_variables(case, {"n": 4}, by="ana", reason="the number was a text")
    engine.retry(incident, by="ana")
    assert labels(engine, case) == ["a"]


def test_two_ways_into_a_task_run_it_twice(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><parallelGateway id="split"/>',
        "s -> split\nsplit -> a\nsplit -> b\na -> c\nb -> c",
        users="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "a")
    finish(engine, case, "b")
    assert labels(engine, case) == ["c", "c"]


def test_a_join_that_can_never_fire_is_an_incident_and_not_silence(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><exclusiveGateway id="x" default="f3"/><parallelGateway id="join"/>',
        "s -> x\nx -> a [false]\nx -> b\na -> join\nb -> join\njoin -> c",
        users="a b c",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "b")
    [incident] = engine.incidents(case)
    assert incident.element == "join"
    assert kinds(engine, case, "join") == ["failed"]
