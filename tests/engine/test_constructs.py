"""What BPMN allows beyond the usual: complex gateways, several triggers, ad-hoc, quantities, data, global tasks."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import Engine, NotExecutable, WrongState
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import HEAD, drawn, flows, lane
from tests.engine.play import completed, finish, labels


@pytest.fixture(params=[False, True], ids=["compact", "kept"])
def engine(clock: Clock, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Whether finished tokens stay in the tree changes nothing."""
    engine = Engine("sqlite://", clock=clock, keep_finished=request.param)
    yield engine
    engine.dispose()


START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'
SIGNALS = '<signal id="one" name="one"/><signal id="two" name="two"/>'
BOTH = '<signalEventDefinition signalRef="one"/><signalEventDefinition signalRef="two"/>'


# Gateways.


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


# Events.


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


# Starts.


def test_of_several_start_events_one_has_to_be_named(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s" name="By post"/><startEvent id="z" name="In person"/>',
        "s -> a\nz -> b",
        users="a b",
    )
    definition = engine.deploy(model, by="ana")
    with pytest.raises(WrongState, match=r"By post.*In person"):
        engine.start(definition, by="ana")
    assert labels(engine, engine.start(definition, by="ana", at="z")) == ["b"]
    with pytest.raises(WrongState, match="elsewhere"):
        engine.start(definition, by="ana", at="elsewhere")


def test_a_process_that_begins_with_a_condition_begins_only_when_it_holds(engine: Engine) -> None:
    start = '<startEvent id="s" name="Rich"><conditionalEventDefinition><condition>n &gt; 5</condition></conditionalEventDefinition></startEvent>'
    definition = engine.deploy(drawn(start, "s -> a", users="a"), by="ana")
    with pytest.raises(WrongState, match="n > 5"):
        engine.start(definition, by="ana", data={"n": 1})
    assert engine.count_instances() == 0
    assert labels(engine, engine.start(definition, by="ana", data={"n": 9})) == ["a"]


# Tokens.


def test_an_activity_gives_and_needs_as_many_tokens_as_it_says(engine: Engine) -> None:
    nodes = (
        START + '<task id="t" completionQuantity="3"/><task id="u"/><task id="v" startQuantity="3"/>' + END
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> t\nt -> u\nu -> v\nv -> e"), by="ana"), by="ana")
    assert completed(engine, case) == ["s", "t", "u", "u", "u", "v", "e"]
    assert case.status == "completed"


def test_an_activity_that_never_gets_its_tokens_is_an_incident(engine: Engine) -> None:
    case = engine.start(
        engine.deploy(drawn(START + '<task id="t" startQuantity="2"/>', "s -> t"), by="ana"), by="ana"
    )
    assert completed(engine, case) == ["s"]
    assert [i.element for i in engine.incidents(case)] == ["t"]


# Repetition.


def rounds(behavior: str, rest: str = "") -> str:
    return (
        START
        + f'<scriptTask id="t" scriptFormat="javascript"><multiInstanceLoopCharacteristics isSequential="true" {behavior}><loopCardinality>3</loopCardinality>{rest}</multiInstanceLoopCharacteristics><script>x = 1</script></scriptTask>'
        '<boundaryEvent id="c" attachedToRef="t"><signalEventDefinition signalRef="one"/></boundaryEvent><task id="u"/>'
        '<boundaryEvent id="other" attachedToRef="t"><signalEventDefinition signalRef="two"/></boundaryEvent>'
        + END
    )


@pytest.mark.parametrize(
    ("behavior", "rest", "done", "told"),
    [
        ('behavior="All"', "", 3, 0),
        ('behavior="None" noneBehaviorEventRef="def"', "", 3, 3),
        ('behavior="One" oneBehaviorEventRef="def"', "", 3, 1),
        (
            'behavior="Complex"',
            '<complexBehaviorDefinition><condition>nrOfCompletedInstances = 2</condition><event><signalEventDefinition signalRef="one"/></event></complexBehaviorDefinition>',
            2,
            1,
        ),
    ],
)
def test_rounds_throw_what_their_behavior_says(
    engine: Engine, behavior: str, rest: str, done: int, told: int
) -> None:
    roots = SIGNALS + '<signalEventDefinition id="def" signalRef="one"/>'
    definition = engine.deploy(drawn(rounds(behavior, rest), "s -> t\nt -> e\nc -> u", roots=roots), by="ana")
    case = engine.start(definition, by="ana")
    names = completed(engine, case)
    assert (names.count("t"), names.count("u"), names.count("e")) == (done, told, 1)


def test_a_signal_of_a_round_is_heard_by_other_cases_too(engine: Engine) -> None:
    roots = SIGNALS + '<signalEventDefinition id="def" signalRef="one"/>'
    listener = drawn(
        '<startEvent id="ls"><signalEventDefinition signalRef="one"/></startEvent>',
        "ls -> la",
        roots=roots,
        users="la",
        key="listener",
    )
    engine.deploy(listener, by="ana")
    definition = engine.deploy(
        drawn(rounds('behavior="One" oneBehaviorEventRef="def"'), "s -> t\nt -> e\nc -> u", roots=roots),
        by="ana",
    )
    engine.start(definition, by="ana")
    assert engine.count_instances("listener") == 1


def test_the_standards_own_words_for_a_collection_are_understood(engine: Engine) -> None:
    nodes = START + (
        '<dataObject id="do" name="parcels"/><dataObject id="dr" name="sizes"/>'
        '<scriptTask id="t" scriptFormat="feel"><extensionElements><gov:script result="size"/></extensionElements><multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>do</loopDataInputRef><loopDataOutputRef>dr</loopDataOutputRef>'
        '<inputDataItem id="i" name="parcel"/><outputDataItem id="o" name="size"/></multiInstanceLoopCharacteristics><script>parcel * 2</script></scriptTask>'
        + END
    )
    case = engine.start(
        engine.deploy(drawn(nodes, "s -> t\nt -> e"), by="ana"), by="ana", data={"parcels": [1, 2, 3]}
    )
    assert case.data["sizes"] == [2, 4, 6]


# Ad-hoc.


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


# Data.


def test_data_associations_copy_into_and_out_of_an_activity(engine: Engine) -> None:
    nodes = START + (
        '<dataObject id="do1" name="fee"/><dataObjectReference id="ref1" dataObjectRef="do1" name="The fee"/><dataObject id="do2" name="total"/>'
        '<scriptTask id="t" scriptFormat="javascript"><ioSpecification><dataInput id="in1" name="amount"/><dataOutput id="out1" name="sum"/><inputSet/><outputSet/></ioSpecification>'
        '<dataInputAssociation id="a1"><sourceRef>ref1</sourceRef><targetRef>in1</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="a2"><sourceRef>out1</sourceRef><targetRef>do2</targetRef></dataOutputAssociation>'
        "<script>sum = amount * 2; seen = true; amount = 0</script></scriptTask>" + END
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> t\nt -> e"), by="ana"), by="ana", data={"fee": 21})
    assert case.data == {"fee": 21, "total": 42, "seen": True}


def test_an_association_may_compute_what_it_moves(engine: Engine) -> None:
    nodes = START + (
        '<scriptTask id="t" scriptFormat="javascript"><ioSpecification><dataInput id="amount"/><inputSet/><outputSet/></ioSpecification>'
        '<dataInputAssociation id="a1"><targetRef>amount</targetRef><assignment><from>fee + 1</from><to>amount</to></assignment></dataInputAssociation>'
        '<dataOutputAssociation id="a2"><targetRef>total</targetRef><transformation>sum * 10</transformation></dataOutputAssociation>'
        '<script>sum = amount</script></scriptTask><dataObject id="total"/>' + END
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> t\nt -> e"), by="ana"), by="ana", data={"fee": 2})
    assert case.data["total"] == 30


def test_a_property_of_a_subprocess_is_its_own(engine: Engine) -> None:
    nodes = START + (
        '<subProcess id="sub"><property id="pr" name="own"/><startEvent id="is"/><scriptTask id="t" scriptFormat="javascript"><script>own = 1; shared = 2</script></scriptTask>'
        '<userTask id="u" name="u"/><sequenceFlow id="x1" sourceRef="is" targetRef="t"/><sequenceFlow id="x2" sourceRef="t" targetRef="u"/></subProcess>'
        + END
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> sub\nsub -> e", more="u"), by="ana"), by="ana")
    finish(engine, case, "u")
    assert engine.instance(case).data == {"shared": 2}


# Calls.


def test_a_task_outside_of_any_process_can_be_called(engine: Engine) -> None:
    text = (
        HEAD
        + '<globalScriptTask id="add" name="Add" scriptLanguage="javascript"><script>n = n + 1</script></globalScriptTask>'
        '<globalUserTask id="ask" name="Ask"><extensionElements/></globalUserTask>'
        '<process id="p" isExecutable="true">'
        + lane("a")
        + START
        + '<callActivity id="c1" calledElement="add"/><callActivity id="c2" calledElement="add"/><userTask id="a" name="a"/>'
        + flows("s -> c1\nc1 -> c2\nc2 -> a")
        + "</process></definitions>"
    )
    case = engine.start(engine.deploy(read_model(text.encode()), by="ana"), by="ana", data={"n": 1})
    assert engine.instance(case).data["n"] == 3
    assert completed(engine, case) == ["s", "add", "c1", "add", "c2"]
    assert labels(engine, case) == ["a"]


def test_two_start_events_in_a_subprocess_are_refused(engine: Engine) -> None:
    nodes = START + '<subProcess id="sub"><startEvent id="x"/><startEvent id="y"/></subProcess>'
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(drawn(nodes, "s -> sub"), by="ana")
    assert [p.element for p in refused.value.problems] == ["sub"]


# Unnamed things.


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
