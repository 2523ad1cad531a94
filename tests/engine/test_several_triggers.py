"""Events with several triggers, conditions that come true, signals within a case, and events without a name."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import Engine, NotExecutable
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import HEAD, drawn, flows, lane
from tests.engine.play import completed, finish, labels

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'
SIGNALS = '<signal id="one" name="one"/><signal id="two" name="two"/>'
BOTH = '<signalEventDefinition signalRef="one"/><signalEventDefinition signalRef="two"/>'


@pytest.mark.parametrize("name", ["one", "two"])
def test_an_event_with_several_triggers_happens_with_the_first(engine: Engine, name: str) -> None:
    model = drawn(
        START + f'<intermediateCatchEvent id="c">{BOTH}</intermediateCatchEvent>',
        "s -> c\nc -> a",
        roots=SIGNALS,
        users="a",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    engine.signal("three")
    assert labels(engine, case) == []
    engine.signal(name)
    assert labels(engine, case) == ["a"]
    engine.signal("one")
    engine.signal("two")
    assert labels(engine, case) == ["a"]


def test_an_event_with_all_its_triggers_waits_for_all_of_them(engine: Engine, clock: Clock) -> None:
    event = f'<intermediateCatchEvent id="c" parallelMultiple="true">{BOTH}<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    model = drawn(START + event, "s -> c\nc -> a", roots=SIGNALS, users="a")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    engine.signal("two", data={"x": 1})
    engine.signal("two")
    clock.advance(timedelta(hours=2))
    engine.fire_timers()
    assert labels(engine, case) == []
    engine.signal("one")
    assert labels(engine, case) == ["a"]
    assert engine.instance(case).data["x"] == 1
    assert completed(engine, case) == ["s", "c"]


def test_a_border_with_several_triggers_interrupts_once_and_disarms_the_rest(engine: Engine) -> None:
    border = f'<boundaryEvent id="c" attachedToRef="a">{BOTH}</boundaryEvent>'
    model = drawn(START + border, "s -> a\nc -> b", roots=SIGNALS, users="a b")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    engine.signal("two")
    engine.signal("one")
    assert labels(engine, case) == ["b"]
    finish(engine, case, "b")
    assert engine.instance(case).status == "completed"


def test_a_border_that_does_not_interrupt_is_there_for_each_trigger(engine: Engine) -> None:
    border = f'<boundaryEvent id="c" attachedToRef="a" cancelActivity="false">{BOTH}</boundaryEvent>'
    model = drawn(START + border, "s -> a\nc -> b", roots=SIGNALS, users="a b")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    for name in ("two", "one", "two"):
        engine.signal(name)
    assert labels(engine, case) == ["a", "b", "b", "b"]


def test_a_process_starts_by_any_of_its_triggers(engine: Engine) -> None:
    model = drawn(f'<startEvent id="s">{BOTH}</startEvent>', "s -> a", roots=SIGNALS, users="a")
    engine.deploy(model, by="ana")
    engine.signal("two")
    engine.signal("one")
    assert engine.count_instances() == 2


def test_a_condition_that_holds_when_a_scope_begins_interrupts_it_before_anything_is_done(
    engine: Engine,
) -> None:
    nodes = (
        START
        + '<subProcess id="sub"><startEvent id="is"/><task id="t"/><sequenceFlow id="x1" sourceRef="is" targetRef="t"/></subProcess>'
        '<boundaryEvent id="c" attachedToRef="sub"><conditionalEventDefinition><condition>n &gt; 5</condition></conditionalEventDefinition></boundaryEvent>'
        + END
        + '<endEvent id="ce"/>'
    )
    definition = engine.deploy(drawn(nodes, "s -> sub\nsub -> e\nc -> ce"), by="ana")
    assert completed(engine, engine.start(definition, by="ana", data={"n": 9})) == ["s", "c", "ce"]
    assert completed(engine, engine.start(definition, by="ana", data={"n": 1})) == [
        "s",
        "is",
        "t",
        "sub",
        "e",
    ]


def test_a_script_that_makes_a_condition_true_is_followed_by_its_event_at_once(engine: Engine) -> None:
    nodes = (
        START
        + '<subProcess id="sub"><startEvent id="is"/><scriptTask id="t" scriptFormat="javascript"><script>n = 9</script></scriptTask><task id="u"/>'
        '<sequenceFlow id="x1" sourceRef="is" targetRef="t"/><sequenceFlow id="x2" sourceRef="t" targetRef="u"/></subProcess>'
        '<boundaryEvent id="c" attachedToRef="sub"><conditionalEventDefinition><condition>n &gt; 5</condition></conditionalEventDefinition></boundaryEvent>'
        + END
        + '<endEvent id="ce"/>'
    )
    definition = engine.deploy(drawn(nodes, "s -> sub\nsub -> e\nc -> ce"), by="ana")
    assert completed(engine, engine.start(definition, by="ana", data={"n": 1})) == ["s", "is", "t", "c", "ce"]


def test_a_signal_is_heard_in_its_own_case_before_anything_else_moves(engine: Engine) -> None:
    nodes = (
        START
        + '<subProcess id="sub"><startEvent id="is"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="one"/></intermediateThrowEvent><task id="u"/>'
        '<sequenceFlow id="x1" sourceRef="is" targetRef="t"/><sequenceFlow id="x2" sourceRef="t" targetRef="u"/></subProcess>'
        '<boundaryEvent id="c" attachedToRef="sub"><signalEventDefinition signalRef="one"/></boundaryEvent>'
        + END
        + '<endEvent id="ce"/>'
    )
    definition = engine.deploy(drawn(nodes, "s -> sub\nsub -> e\nc -> ce", roots=SIGNALS), by="ana")
    case = engine.start(definition, by="ana")
    assert completed(engine, case) == ["s", "is", "t", "c", "ce"]


def test_a_signal_reaches_a_branch_that_was_about_to_listen_and_each_listener_once(engine: Engine) -> None:
    nodes = (
        START
        + '<parallelGateway id="both"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="one"/></intermediateThrowEvent><task id="u"/><task id="v"/>'
        '<intermediateCatchEvent id="c"><signalEventDefinition signalRef="one"/></intermediateCatchEvent>'
        + END
    )
    definition = engine.deploy(
        drawn(nodes, "s -> both\nboth -> t\nboth -> u\nu -> v\nv -> c\nc -> a", roots=SIGNALS, users="a"),
        by="ana",
    )
    case = engine.start(definition, by="ana")
    assert labels(engine, case) == ["a"]
    assert completed(engine, case).count("c") == 1


def test_a_timer_that_rings_several_times_sends_a_token_each_time(engine: Engine, clock: Clock) -> None:
    event = '<intermediateCatchEvent id="c"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></intermediateCatchEvent>'
    case = engine.start(engine.deploy(drawn(START + event, "s -> c\nc -> a", users="a"), by="ana"), by="ana")
    for count in (1, 2, 3):
        clock.advance(timedelta(hours=1))
        engine.fire_timers()
        assert len(labels(engine, case)) == count
    clock.advance(timedelta(hours=5))
    engine.fire_timers()
    for _ in range(3):
        finish(engine, case, "a")
    assert engine.instance(case).status == "completed"


def test_an_event_definition_of_the_file_may_be_referred_to(engine: Engine) -> None:
    roots = SIGNALS + '<signalEventDefinition id="def" signalRef="one"/><terminateEventDefinition id="stop"/>'
    nodes = (
        START
        + '<intermediateCatchEvent id="c"><eventDefinitionRef>def</eventDefinitionRef></intermediateCatchEvent><endEvent id="e"><eventDefinitionRef>stop</eventDefinitionRef></endEvent>'
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> c\nc -> e", roots=roots), by="ana"), by="ana")
    engine.signal("one")
    assert engine.instance(case).status == "terminated"


def test_one_of_two_events_behind_an_instantiating_gateway_starts_a_case(engine: Engine) -> None:
    nodes = (
        '<eventBasedGateway id="g" instantiate="true"/><receiveTask id="r" name="r" messageRef="paper"/>'
        '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="form"/></intermediateCatchEvent>'
    )
    roots = '<message id="paper" name="paper"/><message id="form" name="form"/>'
    engine.deploy(drawn(nodes, "g -> r\ng -> c\nr -> a\nc -> b", roots=roots, users="a b"), by="ana")
    [first] = engine.correlate("form").instances
    [second] = engine.correlate("paper").instances
    assert (completed(engine, engine.instance(first)), labels(engine, engine.instance(first))) == (
        ["g", "c"],
        ["b"],
    )
    assert (completed(engine, engine.instance(second)), labels(engine, engine.instance(second))) == (
        ["g", "r"],
        ["a"],
    )


def test_all_events_behind_an_instantiating_gateway_may_be_needed(engine: Engine) -> None:
    nodes = (
        '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/><receiveTask id="r" name="r" messageRef="paper"/>'
        '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="form"/></intermediateCatchEvent><parallelGateway id="j"/>'
    )
    roots = '<message id="paper" name="paper"/><message id="form" name="form"/>'
    engine.deploy(drawn(nodes, "g -> r\ng -> c\nr -> j\nc -> j\nj -> a", roots=roots, users="a"), by="ana")
    [case] = engine.correlate("form", key="K-1").instances
    assert labels(engine, engine.instance(case)) == []
    assert engine.correlate("paper", key="K-1").instances == (case,)
    assert labels(engine, engine.instance(case)) == ["a"]
    assert engine.count_instances() == 1


def test_a_subprocess_may_begin_with_something_that_waits(engine: Engine) -> None:
    nodes = (
        START
        + '<subProcess id="sub"><receiveTask id="r" name="r" messageRef="m"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="one"/></intermediateCatchEvent></subProcess>'
        + END
    )
    definition = engine.deploy(
        drawn(nodes, "s -> sub\nsub -> e", roots=SIGNALS + '<message id="m" name="m"/>'), by="ana"
    )
    case = engine.start(definition, by="ana", business_key="K")
    engine.correlate("m", key="K")
    assert engine.instance(case).status == "running"
    engine.signal("one")
    assert engine.instance(case).status == "completed"


def test_who_names_no_signal_hears_any(engine: Engine) -> None:
    event = '<intermediateCatchEvent id="c"><signalEventDefinition/></intermediateCatchEvent>'
    definition = engine.deploy(drawn(START + event, "s -> c\nc -> a", users="a"), by="ana")
    case, other = engine.start(definition, by="ana"), engine.start(definition, by="ana")
    assert engine.signal("whatever").instances == tuple(sorted([case.id, other.id]))
    assert labels(engine, case) == ["a"]


def test_an_error_without_a_code_is_caught_by_who_catches_any(engine: Engine) -> None:
    inside = '<startEvent id="is"/><endEvent id="ie"><errorEventDefinition/></endEvent><sequenceFlow id="x" sourceRef="is" targetRef="ie"/>'
    border = '<boundaryEvent id="{}" attachedToRef="sub"><errorEventDefinition {}/></boundaryEvent>'
    nodes = (
        f'{START}<subProcess id="sub">{inside}</subProcess>'
        + border.format("named", 'errorRef="x1"')
        + border.format("any", "")
    )
    model = drawn(
        nodes, "s -> sub\nnamed -> a\nany -> b", users="a b", roots='<error id="x1" errorCode="E1"/>'
    )
    assert labels(engine, engine.start(engine.deploy(model, by="ana"), by="ana")) == ["b"]


def test_a_lane_that_lists_what_is_gone_hinders_nothing(engine: Engine) -> None:
    text = (
        HEAD
        + '<process id="p" isExecutable="true">'
        + lane("a", "gone")
        + START
        + '<userTask id="a" name="a"/>'
        + flows("s -> a")
        + "</process></definitions>"
    )
    assert labels(engine, engine.start(engine.deploy(read_model(text.encode()), by="ana"), by="ana")) == ["a"]


def test_a_flow_needs_no_id(engine: Engine) -> None:
    ways = '<sequenceFlow sourceRef="s" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="b"/><sequenceFlow sourceRef="a" targetRef="b"/>'
    text = (
        HEAD
        + '<process id="p" isExecutable="true">'
        + lane("a", "b")
        + START
        + '<userTask id="a" name="a"/><userTask id="b" name="b"/>'
        + ways
        + "</process></definitions>"
    )
    model = read_model(text.encode())
    assert list(model.flows) == ["s_to_a", "a_to_b", "a_to_b_2"]
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    finish(engine, case, "a")
    assert labels(engine, case) == ["b", "b"]


@pytest.mark.parametrize(("thrown", "way"), [("E1", "one"), ("E2", "any"), ("E3", "any")])
def test_who_means_exactly_this_error_comes_before_who_catches_any(
    engine: Engine, thrown: str, way: str
) -> None:
    roots = '<error id="x1" errorCode="E1"/><error id="x2" name="E2"/><error id="x0" name="whatever"/>'
    border = (
        '<boundaryEvent id="on_{0}" attachedToRef="t"><errorEventDefinition errorRef="{1}"/></boundaryEvent>'
    )
    nodes = START + '<userTask id="t" name="t"/>' + border.format("any", "x0") + border.format("one", "x1")
    model = drawn(nodes, "s -> t\non_any -> any\non_one -> one", roots=roots, users="one any", more="t")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [item] = engine.work_items(case)
    engine.throw(item, code=thrown, by="ana")
    assert labels(engine, case) == [way]


def test_an_arrow_across_a_border_is_refused(engine: Engine) -> None:
    inside = '<startEvent id="s2"/><userTask id="u"/><sequenceFlow id="i" sourceRef="s2" targetRef="u"/>'
    model = drawn(
        f'<startEvent id="s"/><subProcess id="sub">{inside}</subProcess><endEvent id="e"/>',
        "s -> sub\nu -> e",
    )
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(model, by="ana")
    assert [p.element for p in refused.value.problems] == ["f2"]
