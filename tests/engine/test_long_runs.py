"""Long runs end where they should, and with the right number."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import pytest

from engine import Engine
from processes import Model
from tests.engine.drawing import drawn, flows
from tests.engine.play import completed, finish

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'


@pytest.mark.slow
def test_a_loop_of_twenty_thousand_rounds_ends_at_the_right_number(engine: Engine) -> None:
    nodes = (
        START
        + '<exclusiveGateway id="m"/><scriptTask id="t" scriptFormat="feel"><extensionElements><gov:script result="n"/></extensionElements><script>n + 1</script></scriptTask><exclusiveGateway id="x" default="f5"/>'
        + END
    )
    definition = engine.deploy(drawn(nodes, "s -> m\nm -> t\nt -> x\nx -> m [n < 20000]\nx -> e"), by="ana")
    case = engine.start(definition, by="ana", data={"n": 0})
    assert [str(incident.message) for incident in engine.incidents(case)] == []
    assert (case.status, case.data["n"]) == ("completed", 20_000)
    assert completed(engine, case).count("t") == 20_000


@pytest.mark.slow
def test_a_standard_loop_of_five_thousand_rounds_ends_at_the_right_number(engine: Engine) -> None:
    nodes = (
        START
        + '<scriptTask id="t" scriptFormat="feel"><extensionElements><gov:script result="n"/></extensionElements><standardLoopCharacteristics><loopCondition>n &lt; 5000</loopCondition></standardLoopCharacteristics><script>n + 1</script></scriptTask>'
        + END
    )
    case = engine.start(engine.deploy(drawn(nodes, "s -> t\nt -> e"), by="ana"), by="ana", data={"n": 0})
    assert (case.status, case.data["n"]) == ("completed", 5000)


@pytest.mark.slow
@pytest.mark.parametrize("sequential", ["true", "false"])
def test_two_thousand_items_are_done_and_kept_in_their_order(engine: Engine, sequential: str) -> None:
    each = '<extensionElements><gov:each collection="items" item="item" outputCollection="results" outputItem="r"/></extensionElements>'
    nodes = (
        START
        + f'<scriptTask id="t" scriptFormat="feel"><extensionElements><gov:script result="r"/></extensionElements><multiInstanceLoopCharacteristics isSequential="{sequential}">{each}</multiInstanceLoopCharacteristics><script>item * 2</script></scriptTask>'
        + END
    )
    definition = engine.deploy(drawn(nodes, "s -> t\nt -> e"), by="ana")
    case = engine.start(definition, by="ana", data={"items": list(range(2000))})
    assert case.status == "completed"
    assert case.data["results"] == [2 * n for n in range(2000)]


@pytest.mark.slow
def test_two_thousand_work_items_side_by_side_end_with_the_last(engine: Engine) -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>2000</loopCardinality></multiInstanceLoopCharacteristics>"
    nodes = START + f'<userTask id="a" name="a">{many}</userTask>' + END
    case = engine.start(engine.deploy(drawn(nodes, "s -> a\na -> e", more="a"), by="ana"), by="ana")
    assert engine.count_work_items(case) == 2000
    for item in engine.work_items(case, limit=30):
        engine.complete(item, by="ana")
    assert engine.count_work_items(case) == 1970
    assert engine.instance(case).status == "running"


@pytest.mark.slow
def test_a_chain_of_fifteen_hundred_steps_runs_to_its_end(engine: Engine) -> None:
    steps = [f"t{n}" for n in range(1500)]
    nodes = START + "".join(f'<task id="{step}"/>' for step in steps) + END
    ways = "\n".join(f"{a} -> {b}" for a, b in zip(["s", *steps], [*steps, "e"], strict=True))
    case = engine.start(engine.deploy(drawn(nodes, ways), by="ana"), by="ana")
    assert completed(engine, case) == ["s", *steps, "e"]


@pytest.mark.slow
def test_five_hundred_things_are_undone_the_last_first(engine: Engine) -> None:
    nodes = START + (
        '<exclusiveGateway id="m"/><scriptTask id="t" scriptFormat="feel"><extensionElements><gov:script result="n"/></extensionElements><script>n + 1</script></scriptTask>'
        '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent><association id="as" sourceRef="b" targetRef="u"/>'
        '<scriptTask id="u" isForCompensation="true" scriptFormat="feel"><extensionElements><gov:script result="last"/></extensionElements><script>n</script></scriptTask>'
        '<exclusiveGateway id="x" default="f5"/><endEvent id="e"><compensateEventDefinition/></endEvent>'
    )
    definition = engine.deploy(drawn(nodes, "s -> m\nm -> t\nt -> x\nx -> m [n < 500]\nx -> e"), by="ana")
    case = engine.start(definition, by="ana", data={"n": 0})
    assert (case.status, case.data["last"], completed(engine, case).count("u")) == ("completed", 1, 500)


ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
MAPPED = (
    '<exclusiveGateway id="x" default="f3"/><callActivity id="c" name="Once more" calledElement="p"><extensionElements>'
    '<zeebe:ioMapping><zeebe:input source="=n + 1" target="n"/></zeebe:ioMapping></extensionElements></callActivity>'
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "ways", ["s -> x\nx -> c [n < 600]\nx -> e\nc -> e", "s -> x\nx -> c [n < 600]\nx -> e"]
)
def test_a_process_that_calls_itself_six_hundred_times_comes_back_from_each(
    engine: Engine, ways: str
) -> None:
    model = drawn(START + MAPPED + END, ways, attributes=ZEEBE)
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"n": 0})
    assert [str(incident.message) for incident in engine.incidents(case)] == []
    assert (case.status, completed(engine, case).count("c")) == ("completed", 600)


@pytest.mark.slow
def test_a_process_that_always_calls_itself_is_stopped_with_its_reason(engine: Engine) -> None:
    call = '<callActivity id="c" name="Once more" calledElement="p"/>'
    case = engine.start(engine.deploy(drawn(START + call + END, "s -> c\nc -> e"), by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert "“Once more” is a call within 1000 calls" in str(incident.message)
    assert engine.instance(case).status == "running"
    engine.cancel(case, by="ana")
    assert engine.instance(case).status == "cancelled"


def undoable(ways: str, nodes: str) -> Model:
    handler = (
        '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
        '<association id="as" sourceRef="b" targetRef="u"/><manualTask id="u" isForCompensation="true"/>'
    )
    return drawn(START + MAPPED + nodes + handler + END, ways, attributes=ZEEBE)


@pytest.mark.slow
@pytest.mark.parametrize(("deep", "stopped"), [(99, False), (400, True)])
def test_calls_in_which_something_may_be_undone_come_back_or_are_stopped(
    engine: Engine, deep: int, *, stopped: bool
) -> None:
    ways = f"s -> x\nx -> c [n < {deep}]\nx -> t\nc -> t\nt -> e"
    case = engine.start(
        engine.deploy(undoable(ways, '<manualTask id="t"/>'), by="ana"), by="ana", data={"n": 0}
    )
    assert [("without end" in str(one.message)) for one in engine.incidents(case)] == [True] * stopped
    assert case.status == ("running" if stopped else "completed")
    assert completed(engine, case).count("t") == (0 if stopped else deep + 1)


@pytest.mark.slow
def test_what_ninety_calls_have_done_in_each_other_is_undone(engine: Engine) -> None:
    ways = "s -> t\nt -> x\nx -> c [n < 90]\nx -> th\nc -> e\nth -> e"
    thrown = '<manualTask id="t"/><intermediateThrowEvent id="th"><compensateEventDefinition/></intermediateThrowEvent>'
    inner = undoable(ways.replace("f3", "f4"), thrown)
    case = engine.start(engine.deploy(inner, by="ana"), by="ana", data={"n": 0})
    assert [str(one.message) for one in engine.incidents(case)] == []
    assert case.status == "completed"
    assert completed(engine, case).count("u") == 1


@pytest.mark.slow
def test_a_transaction_around_ninety_calls_is_cancelled(engine: Engine) -> None:
    inside = (
        '<startEvent id="ts"/><parallelGateway id="split"/><callActivity id="c" name="Deep" calledElement="deep"/>'
        '<userTask id="stop"/><endEvent id="ended"/><endEvent id="no"><cancelEventDefinition/></endEvent>'
        + flows("ts -> split\nsplit -> c\nc -> ended\nsplit -> stop\nstop -> no").replace('id="f', 'id="t')
    )
    outer = drawn(
        START + f'<transaction id="tx">{inside}</transaction>'
        '<boundaryEvent id="off" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>' + END,
        "s -> tx\ntx -> e\noff -> e",
        more="stop",
    )
    nodes = START + MAPPED.replace('calledElement="p"', 'calledElement="deep"') + END
    deep = drawn(
        nodes, "s -> x\nx -> c [n < 90]\nx -> w\nc -> e\nw -> e", users="w", key="deep", attributes=ZEEBE
    )
    engine.deploy(deep, by="ana")
    case = engine.start(engine.deploy(outer, by="ana"), by="ana", data={"n": 0})
    assert [str(one.message) for one in engine.incidents(case)] == []
    finish(engine, case, "stop")
    assert (engine.instance(case).status, engine.work_items(case)) == ("completed", [])
