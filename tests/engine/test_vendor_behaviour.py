"""What vendors' files say of how a model runs: honoured, or refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest

from engine import NotExecutable
from engine.expressions import feel
from processes import check, read_model
from processes.model.juel import to_feel
from tests.engine.drawing import drawn

if TYPE_CHECKING:
    from engine import Engine
    from processes import Model

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
FLOWABLE = 'xmlns:flowable="http://flowable.org/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'


def extended(text: str) -> str:
    return f"<extensionElements>{text}</extensionElements>"


def one_step(step: str, *, attributes: str = CAMUNDA, more: str = "", roots: str = "") -> Model:
    return drawn(
        f'{more}<startEvent id="s"/>{step}<endEvent id="e"/>',
        "s -> x\nx -> e",
        attributes=attributes,
        roots=roots,
    )


def told(kind: str, text: str) -> str:
    return f'<{kind} id="x">{extended(text)}</{kind}>'


SCRIPTED = (
    '<camunda:executionListener event="start"><camunda:script scriptFormat="groovy">a</camunda:script>'
    "</camunda:executionListener>"
)
LISTENING = '<camunda:executionListener expression="${audit.end(execution)}" event="end"/>'
ZEEBES = (
    '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="audit"/></zeebe:taskListeners>'
)
BORDER = '<boundaryEvent id="b" attachedToRef="x"><errorEventDefinition camunda:errorCodeVariable="c"/></boundaryEvent>'


@pytest.mark.parametrize(
    ("model", "owner", "what"),
    [
        (one_step(told("userTask", '<camunda:taskListener class="kg.To" event="create"/>')), "x", "kg.To"),
        (one_step(told("task", SCRIPTED)), "x", "groovy"),
        (one_step('<task id="x"/>', more=extended(LISTENING)), "p", "audit.end"),
        (one_step('<serviceTask id="x" camunda:expression="${bean.charge(fee)}"/>'), "x", "bean.charge"),
        (
            one_step('<task id="x" flowable:skipExpression="${y}"/>', attributes=FLOWABLE),
            "x",
            "skipExpression",
        ),
        (one_step(f'<userTask id="x"/>{BORDER}'), "b", "errorCodeVariable"),
        (one_step(told("userTask", ZEEBES), attributes=ZEEBE), "x", "audit"),
        (
            one_step(
                told("task", "<spiffworkflow:preScript>a = 1</spiffworkflow:preScript>"), attributes=SPIFF
            ),
            "x",
            "preScript",
        ),
    ],
)
def test_what_would_run_differently_is_refused_when_checked_and_when_published(
    engine: Engine, model: Model, owner: str, what: str
) -> None:
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(model, by="ana")
    assert [p.element for p in refused.value.problems] == [owner]
    assert what in str(refused.value.problems[0].message)
    checked = [p for p in check(model) if p.rule == "not_executable"]
    assert [p.element for p in checked] == [owner]


@pytest.mark.parametrize(
    "condition",
    [
        extended('<camunda:executionListener event="take" class="kg.Log"/>'),
        '<conditionExpression camunda:resource="rule.groovy" language="groovy"/>',
    ],
)
def test_a_flow_on_which_more_happens_is_refused(engine: Engine, condition: str) -> None:
    model = drawn(
        '<startEvent id="s"/><endEvent id="e"/>'
        f'<sequenceFlow id="way" name="on" sourceRef="s" targetRef="e">{condition}</sequenceFlow>',
        "",
        attributes=CAMUNDA,
    )
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(model, by="ana")
    assert [p.element for p in refused.value.problems] == ["way"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('camunda:expression="${fee * 2}" camunda:resultVariable="double"', {"fee": 21, "double": 42}),
        ('camunda:expression="paid" camunda:resultVariable="status"', {"fee": 21, "status": "paid"}),
        ('camunda:expression="${true}"', {"fee": 21}),
    ],
)
def test_a_service_that_is_an_expression_is_computed(
    engine: Engine, attributes: str, expected: dict[str, Any]
) -> None:
    case = engine.start(
        engine.deploy(one_step(f'<serviceTask id="x" {attributes}/>'), by="ana"), by="ana", data={"fee": 21}
    )
    assert (case.status, dict(case.data)) == ("completed", expected)


MANY = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"


def sets(name: str, value: str, event: str = "start") -> str:
    text = escape(f'${{execution.setVariable("{name}", {value})}}', {'"': "&quot;"})
    return f'<camunda:executionListener event="{event}" expression="{text}"/>'


def test_a_listener_that_only_sets_a_variable_when_a_step_starts_sets_it(engine: Engine) -> None:
    step = told("serviceTask", sets("phase", "'asked'") + sets("double", "fee * 2"))
    seen: list[dict[str, Any]] = []
    engine.service_task("x")(lambda data: seen.append(dict(data)))
    case = engine.start(engine.deploy(one_step(step), by="ana"), by="ana", data={"fee": 2})
    assert seen == [{"fee": 2, "phase": "asked", "double": 4}]
    assert engine.instance(case).data == seen[0]


@pytest.mark.parametrize(
    "inside",
    [
        extended(sets("n", "1", event="end")),
        extended(sets("n", "1")) + MANY,
        extended(sets("n", "bean.next()")),
    ],
)
def test_a_listener_that_sets_it_in_another_way_is_refused(engine: Engine, inside: str) -> None:
    with pytest.raises(NotExecutable, match="setVariable"):
        engine.deploy(one_step(f'<task id="x">{inside}</task>'), by="ana")


def test_a_class_is_the_topic_of_a_function(engine: Engine) -> None:
    engine.service_task("Charge")(lambda data: {"charged": data["fee"]})
    case = engine.start(
        engine.deploy(one_step('<serviceTask id="x" camunda:class="kg.pay.Charge"/>'), by="ana"),
        by="ana",
        data={"fee": 5},
    )
    assert engine.instance(case).data["charged"] == 5


@pytest.mark.parametrize(
    ("passed", "seen_inside", "given_back"),
    [
        ("", {}, {}),
        ('<camunda:in source="a" target="b"/>', {"b": 1}, {}),
        (
            '<camunda:in variables="all"/><camunda:in source="a" target="b"/>',
            {"a": 1, "c": 2, "b": 1},
            {},
        ),
        ('<camunda:out variables="all"/>', {}, {"made": True}),
        (
            '<camunda:out variables="all"/><camunda:out source="made" target="is_made"/>',
            {},
            {"made": True, "is_made": True},
        ),
        ('<camunda:in businessKey="#{execution.processBusinessKey}"/>', {}, {}),
    ],
)
def test_a_call_of_camunda_passes_what_it_says_and_no_more(
    engine: Engine, passed: str, seen_inside: dict[str, Any], given_back: dict[str, Any]
) -> None:
    called = drawn(
        '<startEvent id="cs"/><serviceTask id="look"/><endEvent id="ce"/>',
        "cs -> look\nlook -> ce",
        key="called",
    )
    seen: list[dict[str, Any]] = []

    @engine.service_task("look")
    def look(data: dict[str, Any]) -> dict[str, Any]:
        seen.append(dict(data))
        return {"made": True}

    caller = one_step(f'<callActivity id="x" calledElement="called">{extended(passed)}</callActivity>')
    case = engine.start(engine.deploy([caller, called], by="ana"), by="ana", data={"a": 1, "c": 2})
    assert seen == [seen_inside]
    assert engine.instance(case).data == {"a": 1, "c": 2} | given_back


@pytest.mark.parametrize(("value", "expected"), [(None, True), (False, True), (True, False)])
def test_not_of_nothing_is_true_as_in_juel(value: bool | None, expected: bool) -> None:
    assert feel.evaluate(to_feel("${!x}") or "", {"x": value}) is expected


def test_a_comparison_by_a_method_keeps_to_itself() -> None:
    text = to_feel("${!kind.equals('a') && kind.equals(b ? 'b' : 'c') == true}")
    assert text is not None
    assert feel.evaluate(text, {"kind": "b", "b": True}) is True
    assert feel.evaluate(text, {"kind": "a", "b": True}) is False


@pytest.mark.parametrize(
    ("start", "assignee"),
    [
        ('<startEvent id="s" flowable:initiator="asked_by"/>', "${asked_by}"),
        ('<startEvent id="s" flowable:initiator="asked_by"/>', "$INITIATOR"),
        ('<startEvent id="s"/>', "$INITIATOR"),
    ],
)
def test_who_started_a_case_is_known_by_name(engine: Engine, start: str, assignee: str) -> None:
    step = f'<userTask id="x" flowable:assignee="{assignee}"/><userTask id="y" flowable:assignee="bek"/>'
    flows = "s -> x\nx -> y\ny -> e"
    model = drawn(f'{start}{step}<endEvent id="e"/>', flows, attributes=FLOWABLE)
    case = engine.start(engine.deploy(model, by="ana"), by="citizen:311", data={"asked_by": "somebody else"})
    [item] = engine.work_items(case)
    assert item.holder == "citizen:311"
    engine.complete(item, by="citizen:311")
    # Back at the first step, it is still known.
    engine.restart(case, at="x", by="ana", reason="once more")
    assert [again.holder for again in engine.work_items(case)] == ["citizen:311"]


def test_who_started_a_case_is_known_in_what_it_calls(engine: Engine) -> None:
    called = drawn(
        '<startEvent id="cs" camunda:initiator="me"/><userTask id="look" camunda:assignee="${me}"/>',
        "cs -> look",
        key="called",
        attributes=CAMUNDA,
    )
    caller = one_step('<callActivity id="x" calledElement="called"/>')
    case = engine.start(engine.deploy([caller, called], by="ana"), by="citizen:311")
    assert [item.holder for item in engine.work_items(case)] == ["citizen:311"]


def test_what_a_message_began_nobody_started(engine: Engine) -> None:
    start = (
        '<startEvent id="s" flowable:initiator="who"><messageEventDefinition messageRef="m"/></startEvent>'
    )
    step = '<userTask id="x" flowable:assignee="${who}" flowable:candidateGroups="clerks"/>'
    model = drawn(f'{start}{step}<endEvent id="e"/>', "s -> x\nx -> e", attributes=FLOWABLE)
    text = model.source.replace(b"<process ", b'<message id="m" name="asked"/><process ', 1)
    engine.deploy(read_model(text), by="ana")
    [by_nobody] = engine.correlate("asked").instances
    [item] = engine.work_items(by_nobody)
    assert (item.holder, item.candidates) == (None, ("clerks",))
    [by_a_person] = engine.correlate("asked", by="citizen:311").instances
    assert [item.holder for item in engine.work_items(by_a_person)] == ["citizen:311"]


def test_who_started_a_case_is_known_wherever_it_began(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s" flowable:initiator="one"/>'
        '<startEvent id="t" flowable:initiator="two"><messageEventDefinition messageRef="go"/></startEvent>'
        '<userTask id="x" flowable:assignee="$INITIATOR"/>',
        "s -> x\nt -> x",
        attributes=FLOWABLE,
        roots='<message id="go" name="go"/>',
    )
    definition = engine.deploy(model, by="ana")
    case = engine.start(definition, by="citizen:311")
    assert [item.holder for item in engine.work_items(case)] == ["citizen:311"]
    engine.correlate("go", by="bek")
    assert sorted(str(item.holder) for item in engine.work_items()) == ["bek", "citizen:311"]
