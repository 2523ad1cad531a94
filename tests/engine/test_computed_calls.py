"""Calls whose process is computed, and tasks outside of any process that other files call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Engine, NotExecutable
from processes import read_model
from tests.engine.drawing import HEAD, drawn, flows, lane
from tests.engine.play import finish, labels

if TYPE_CHECKING:
    from processes import Model

ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
FORM = '<gov:form id="check">{"components": [{"type": "textfield", "key": "note"}]}</gov:form>'


def caller(called: str = '="review_" + kind', *, more: str = "", attributes: str = "") -> Model:
    call = f'<callActivity id="k" name="Review" calledElement=\'{called}\'>{more}</callActivity>'
    return drawn(
        f'<startEvent id="s"/>{call}<endEvent id="e"/>',
        "s -> k\nk -> after\nafter -> e",
        users="after",
        attributes=attributes,
    )


def called(key: str, task: str) -> Model:
    return drawn(
        '<startEvent id="cs"/><endEvent id="ce"/>', f"cs -> {task}\n{task} -> ce", users=task, key=key
    )


def test_the_data_say_which_process_is_called(engine: Engine) -> None:
    engine.deploy([called("review_long", "long"), called("review_short", "short")], by="ana")
    definition = engine.deploy(caller(), by="ana")
    for kind in ("long", "short", "long"):
        case = engine.start(definition, by="ana", data={"kind": kind})
        assert labels(engine, case) == [kind]
        finish(engine, case, kind, done=kind)
        assert labels(engine, case) == ["after"]
        assert engine.instance(case).data["done"] == kind
        finish(engine, case, "after")
        assert engine.instance(case).status == "completed"


def test_a_case_goes_on_elsewhere_with_the_version_it_was_given(engine_url: str) -> None:
    engine = Engine(engine_url)
    engine.migrate()
    engine.deploy(called("review_long", "long"), by="ana")
    case = engine.start(engine.deploy(caller(), by="ana"), by="ana", data={"kind": "long"})
    engine.deploy(called("review_long", "newer"), by="ana")
    other = Engine(engine_url)
    assert labels(other, case) == ["long"]
    finish(other, case, "long")
    finish(engine, case, "after")
    assert engine.instance(case).status == "completed"
    assert labels(engine, engine.start("p", by="ana", data={"kind": "long"})) == ["newer"]
    other.dispose()
    engine.dispose()


def test_the_form_of_a_computed_call_is_shown_by_a_server_that_has_never_run_it(engine_url: str) -> None:
    engine = Engine(engine_url)
    engine.migrate()
    shown = f'<extensionElements><gov:form ref="check"/>{FORM}</extensionElements>'
    task = f'<startEvent id="cs"/>{lane("r")}<userTask id="r" name="r">{shown}</userTask>'
    engine.deploy(drawn(task, "cs -> r", key="review_long"), by="ana")
    case = engine.start(engine.deploy(caller(), by="ana"), by="ana", data={"kind": "long"})
    other = Engine(engine_url)
    [item] = other.work_items(case)
    form = other.work_item(item).form
    assert form is not None
    assert [component["key"] for component in form["components"]] == ["note"]
    other.dispose()
    engine.dispose()


def test_a_process_nobody_has_published_is_an_incident_that_is_retried(engine: Engine) -> None:
    case = engine.start(engine.deploy(caller(), by="ana"), by="ana", data={"kind": "odd"})
    [incident] = engine.incidents(case)
    assert "“Review” calls “review_odd”, which is not deployed" in incident.message
    engine.deploy(called("review_odd", "odd"), by="ana")
    engine.retry(incident, by="ana")
    assert labels(engine, case) == ["odd"]


@pytest.mark.parametrize(
    ("text", "more", "attributes"),
    [
        ("${process}", "", CAMUNDA),
        ("", '<extensionElements><zeebe:calledElement processId="=process"/></extensionElements>', ZEEBE),
    ],
)
def test_vendors_compute_it_too(engine: Engine, text: str, more: str, attributes: str) -> None:
    engine.deploy(called("review", "r"), by="ana")
    model = caller(text, more=more, attributes=attributes)
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"process": "review"})
    assert labels(engine, case) == ["r"]


def test_each_round_may_call_another_process(engine: Engine) -> None:
    engine.deploy([called("review_long", "long"), called("review_short", "short")], by="ana")
    many = (
        '<multiInstanceLoopCharacteristics><extensionElements><gov:each collection="kinds" item="kind"/>'
        "</extensionElements></multiInstanceLoopCharacteristics>"
    )
    case = engine.start(
        engine.deploy(caller(more=many), by="ana"), by="ana", data={"kinds": ["long", "short"]}
    )
    assert sorted(labels(engine, case)) == ["long", "short"]
    finish(engine, case, "long")
    finish(engine, case, "short")
    assert labels(engine, case) == ["after"]


def test_a_task_outside_of_any_process_is_called_from_another_file(engine: Engine) -> None:
    tasks = (
        f'<globalUserTask id="sign" name="Sign"><extensionElements>{FORM}</extensionElements></globalUserTask>'
        '<globalScriptTask id="sum" scriptLanguage="javascript"><script>total = fee * 2</script></globalScriptTask>'
    )
    begins = f'{lane("w")}<startEvent id="ws"/><userTask id="w"/>{flows("ws -> w")}'
    own = f'<process id="own" isExecutable="true">{begins}</process>'
    engine.deploy(read_model(f"{HEAD}{tasks}{own}</definitions>".encode()), by="ana")
    model = drawn(
        '<startEvent id="s"/><callActivity id="k" calledElement="sum"/>'
        '<callActivity id="l" calledElement="=&quot;sign&quot;"/>',
        "s -> k\nk -> l\nl -> a",
        users="a",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"fee": 4})
    assert engine.instance(case).data["total"] == 8
    [item] = engine.work_items(case)
    assert item.label == "Sign"
    engine.complete(item, by="ana", data={"note": "seen"})
    assert labels(engine, case) == ["a"]


TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
TRIGGERED = f'<startEvent id="cs">{TIMER}</startEvent>'


def test_a_process_that_begins_only_by_itself_is_not_called(engine: Engine) -> None:
    only = drawn(TRIGGERED, "cs -> q", users="q", key="only")
    with pytest.raises(NotExecutable, match="only begins with a trigger of its own"):
        engine.deploy([caller("only"), only], by="ana")
    engine.deploy(only, by="ana")
    for name in ("only", '="only"'):
        case = engine.start(engine.deploy(caller(name), by="ana"), by="ana")
        [incident] = engine.incidents(case)
        assert "does not begin at one start event without a trigger" in incident.message
