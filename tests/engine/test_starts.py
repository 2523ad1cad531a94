"""Where cases begin: events behind an instantiating gateway, several start events, conditions; and called global tasks."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import pytest

from engine import Engine, NotExecutable, WrongState
from processes import read_model
from tests.engine.drawing import HEAD, drawn, flows, lane
from tests.engine.play import completed, labels

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])

START = '<startEvent id="s"/>'


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
