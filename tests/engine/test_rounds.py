"""How many tokens an activity needs and gives, what rounds throw, and data associations."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import pytest

from engine import Engine
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'
SIGNALS = '<signal id="one" name="one"/><signal id="two" name="two"/>'


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
