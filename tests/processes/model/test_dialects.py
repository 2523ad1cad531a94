from __future__ import annotations

from typing import Any

import pytest

from processes import Model, read_model
from processes.errors import NotBpmn
from processes.model.executable import problems
from processes.model.xml import BPMN

DECLARED = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "flowable": "http://flowable.org/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}


def model(inside: str, before: str = "") -> Model:
    names = " ".join(f'xmlns:{p}="{u}"' for p, u in DECLARED.items() if f"{p}:" in inside + before)
    return read_model(
        f'<definitions xmlns="{BPMN}" {names} id="d" targetNamespace="t">{before}<process id="p">{inside}'
        "</process></definitions>".encode()
    )


def element(inside: str, before: str = "") -> Any:
    return model(inside, before).elements["x"]


def test_assignments_of_camunda_7() -> None:
    found = element(
        '<userTask id="x" camunda:assignee="${initiator}" camunda:candidateUsers="ana, bek" camunda:dueDate="${due}"/>'
    )
    assert (found.assignee, found.candidate_users, found.due) == ("=initiator", ("ana", "bek"), "due")


@pytest.mark.parametrize(
    ("attribute", "topic"),
    [
        ('camunda:type="external" camunda:topic="pay"', "pay"),
        ('camunda:delegateExpression="${payDelegate}"', "payDelegate"),
        ('camunda:class="kg.gov.Pay"', "Pay"),
        ('flowable:delegateExpression="${payDelegate}"', "payDelegate"),
    ],
)
def test_services_become_topics(attribute: str, topic: str) -> None:
    assert element(f'<serviceTask id="x" {attribute}/>').topic == topic


def test_form_fields_become_a_form() -> None:
    drawn = model(
        '<userTask id="x"><extensionElements><camunda:formData>'
        '<camunda:formField id="amount" label="Amount" type="long">'
        '<camunda:validation><camunda:constraint name="required"/><camunda:constraint name="min" config="1"/>'
        "</camunda:validation></camunda:formField>"
        '<camunda:formField id="kind" type="enum"><camunda:value id="a" name="A"/>'
        "</camunda:formField></camunda:formData></extensionElements></userTask>"
    )
    assert drawn.elements["x"].form == "x_form"
    [amount, kind] = drawn.forms["x_form"]["components"]
    assert amount == {
        "type": "number",
        "key": "amount",
        "label": "Amount",
        "validate": {"required": True, "min": 1},
    }
    assert kind["values"] == [{"value": "a", "label": "A"}]


def test_parameters_repetition_and_timers_are_translated() -> None:
    found = element(
        '<userTask id="x"><extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="fee">${amount * 2}</camunda:inputParameter>'
        '<camunda:inputParameter name="office">Orok</camunda:inputParameter></camunda:inputOutput></extensionElements>'
        '<multiInstanceLoopCharacteristics camunda:collection="${papers}" camunda:elementVariable="paper"/></userTask>'
        '<boundaryEvent id="late" attachedToRef="x"><timerEventDefinition><timeDuration>${term}</timeDuration>'
        "</timerEventDefinition></boundaryEvent>"
    )
    assert found.inputs == (("amount * 2", "fee"), ('"Orok"', "office"))
    assert (found.multi_instance.collection, found.multi_instance.item) == ("papers", "paper")


def test_conditions_of_loops_and_gateways_are_translated() -> None:
    names = {
        "loop": (
            '<task id="x" camunda:x=""><standardLoopCharacteristics><loopCondition>${!done}</loopCondition>'
            "</standardLoopCharacteristics></task>"
        ),
        "completion": (
            '<adHocSubProcess id="x" camunda:x=""><completionCondition>${a == 1}</completionCondition>'
            "</adHocSubProcess>"
        ),
        "activation": (
            '<complexGateway id="x" camunda:x=""><activationCondition>${n &gt; 1}</activationCondition>'
            "</complexGateway>"
        ),
    }
    found = {name: getattr(element(text), f"{name}_condition") for name, text in names.items()}
    assert found == {"loop": "not(done = true)", "completion": "a = 1", "activation": "n > 1"}


def test_an_outside_form_and_settings_of_the_server_are_named_in_the_report() -> None:
    report = model(
        '<userTask id="x" camunda:formKey="embedded:app:forms/check.html" camunda:asyncBefore="true"/>'
    ).report
    assert [e.element for e in report.of("ignored")] == ["x", "x"]


def test_extensions_of_camunda_8() -> None:
    found = element(
        '<userTask id="x"><extensionElements><zeebe:assignmentDefinition assignee="=boss" candidateGroups="a, b"/>'
        '<zeebe:formDefinition formKey="camunda-forms:bpmn:form_1"/><zeebe:taskSchedule dueDate="=now()"/>'
        '<zeebe:ioMapping><zeebe:input source="=a + 1" target="b"/></zeebe:ioMapping></extensionElements>'
        '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=papers"'
        ' inputElement="paper"/></extensionElements></multiInstanceLoopCharacteristics></userTask>'
    )
    assert (found.assignee, found.candidate_groups, found.form, found.due) == (
        "=boss",
        ("a", "b"),
        "form_1",
        "now()",
    )
    assert found.inputs == (("a + 1", "b"),)
    assert (found.multi_instance.collection, found.multi_instance.item) == ("papers", "paper")


def test_embedded_forms_and_correlation_of_camunda_8() -> None:
    drawn = model(
        '<extensionElements><zeebe:userTaskForm id="form_1">{"components": []}</zeebe:userTaskForm></extensionElements>'
        '<intermediateCatchEvent id="x"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        before='<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=case_id"/>'
        "</extensionElements></message>",
    )
    assert drawn.forms == {"form_1": {"components": []}}
    definition = drawn.elements["x"].event_definition
    assert definition is not None
    assert (definition.name, definition.correlation_key) == ("paid", "case_id")


def test_operators_of_spiff_become_topics_and_scripts_must_be_rewritten() -> None:
    drawn = model(
        '<serviceTask id="x"><extensionElements><spiffworkflow:serviceTaskOperator id="http/Get"/></extensionElements>'
        '</serviceTask><scriptTask id="y" name="Fee"><script>fee = 5</script></scriptTask>'
    )
    assert drawn.elements["x"].topic == "http/Get"
    assert [e.element for e in drawn.report.of("must fix")] == ["y"]


@pytest.mark.parametrize("text", [b"Dear all -> please see attached", b"(see below)", b"def f() -> int: ..."])
def test_a_letter_with_an_arrow_in_it_is_no_model(text: bytes) -> None:
    with pytest.raises(NotBpmn, match="not XML"):
        read_model(text)


def test_a_sketch_may_be_a_single_task() -> None:
    assert read_model(b"Check @clerks", dialect="sketch").elements["check"].type == "UserTask"


@pytest.mark.parametrize(
    "lost",
    [
        'camunda:assignee="${bean.manager()}"',
        'camunda:dueDate="${dateTime().plusDays(3).toDate()}"',
        'camunda:candidateUsers="${bean.all()}"',
    ],
)
def test_what_of_camunda_7_is_lost_is_no_reason_to_run_without_it(lost: str) -> None:
    drawn = model(
        f'<startEvent id="s"/><userTask id="x" {lost}/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>'
    )
    [(owner, reason)] = problems(drawn)
    assert owner == "x"
    assert lost.split('"')[1] in str(reason)


@pytest.mark.parametrize(
    "value",
    [
        "${bean.find(x)}",
        '<camunda:script scriptFormat="groovy">1</camunda:script>',
        "<camunda:list><camunda:value>1</camunda:value></camunda:list>",
    ],
)
def test_an_input_nobody_can_compute_is_refused(value: str) -> None:
    drawn = model(
        '<startEvent id="s"/><userTask id="x"><extensionElements><camunda:inputOutput>'
        f'<camunda:inputParameter name="amount">{value}</camunda:inputParameter>'
        '</camunda:inputOutput></extensionElements></userTask><sequenceFlow id="f" sourceRef="s" targetRef="x"/>'
    )
    [(owner, reason)] = problems(drawn)
    assert owner == "x"
    assert "“amount”" in str(reason)
