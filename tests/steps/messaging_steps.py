"""Sentences about messages that are drawn between an office and its applicant."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers, then

from processes.model.reading import model_of
from tests.steps.sketched_model import rewritten


@given(parsers.parse('the file defines the message "{name}" as "{ids}"'))
def defines_messages(context: SimpleNamespace, name: str, ids: str) -> None:
    for id_ in ids.split(", "):
        rewritten(context, "<bpmn:process ", f'<bpmn:message id="{id_}" name="{name}"/><bpmn:process ')


@given("the file defines a message without a name")
def nameless_message(context: SimpleNamespace) -> None:
    rewritten(context, "<bpmn:process ", '<bpmn:message id="nameless"/><bpmn:process ')


@given(parsers.parse('the nameless message is called "{name}"'))
def message_called(context: SimpleNamespace, name: str) -> None:
    rewritten(context, '<bpmn:message id="nameless"/>', f'<bpmn:message id="nameless" name="{name}"/>')


@given(parsers.parse('the second definition is called "{name}"'))
def second_definition_renamed(context: SimpleNamespace, name: str) -> None:
    rewritten(
        context, '(<bpmn:message id="[^"]*") name="[^"]*"/><bpmn:process', rf'\1 name="{name}"/><bpmn:process'
    )


_OFFICE = {
    "bill": '<intermediateThrowEvent id="bill" name="Send the bill"><messageEventDefinition/></intermediateThrowEvent>',
    "fee": '<intermediateCatchEvent id="fee" name="Fee received"><messageEventDefinition/></intermediateCatchEvent>',
}


@given(parsers.parse("an office that waits for the {first} before it sends the {second}"))
@given(parsers.parse("an office that sends the {first} before it waits for the {second}"))
def office(context: SimpleNamespace, first: str, second: str) -> None:
    applicant = (
        '<startEvent id="a"/><receiveTask id="got" name="Get the bill"/><sendTask id="pay" name="Pay"/>'
        '<sequenceFlow id="a1" sourceRef="a" targetRef="got"/><sequenceFlow id="a2" sourceRef="got" targetRef="pay"/>'
    )
    office = (
        f'<startEvent id="o"/>{_OFFICE[first]}{_OFFICE[second]}'
        f'<sequenceFlow id="o1" sourceRef="o" targetRef="{first}"/>'
        f'<sequenceFlow id="o2" sourceRef="{first}" targetRef="{second}"/>'
    )
    context.model = model_of(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><collaboration id="c">'
        '<participant id="p1" name="Applicant" processRef="applicant"/>'
        '<participant id="p2" name="Office" processRef="office"/>'
        '<messageFlow id="m1" sourceRef="bill" targetRef="got"/><messageFlow id="m2" sourceRef="pay" targetRef="fee"/>'
        f'</collaboration><process id="applicant">{applicant}</process><process id="office">{office}</process>'
        "</definitions>".encode()
    )


@given("nothing is drawn of what the applicant does")
def black_box(context: SimpleNamespace) -> None:
    rewritten(context, 'sourceRef="pay"', 'sourceRef="p1"')
    rewritten(context, 'targetRef="got"', 'targetRef="p1"')


_FEE = '<messageFlow id="m2" sourceRef="[^"]*" targetRef="[^"]*"/>'


@given(parsers.parse("the message about the fee {course}"))
def fee_led(context: SimpleNamespace, course: str) -> None:
    source, target = {
        "is drawn the wrong way round": ("fee", "pay"),
        "is drawn as it was": ("pay", "fee"),
        "stays with the applicant": ("pay", "got"),
    }[course]
    rewritten(context, _FEE, f'<messageFlow id="m2" sourceRef="{source}" targetRef="{target}"/>')


@then(parsers.parse('"{rule}" names the message about the fee'))
def rule_names_fee(context: SimpleNamespace, rule: str) -> None:
    assert [p.element for p in context.problems if p.rule == rule] == ["m2"]
