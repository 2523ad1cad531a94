"""Sentences about drawings that come from other tools."""

from __future__ import annotations

from types import SimpleNamespace
from xml.sax.saxutils import escape

from pytest_bdd import given, parsers, then, when

from processes import NotBpmn, check, read_model

_OWNER = (
    '<potentialOwner id="o"><resourceAssignmentExpression><formalExpression>{who}</formalExpression>'
    "</resourceAssignmentExpression></potentialOwner>"
)
_VENDORS = {
    "plain BPMN": ("", _OWNER),
    "Camunda 7": ('xmlns:camunda="http://camunda.org/schema/1.0/bpmn"', 'camunda:candidateGroups="{who}"'),
    "Activiti": ('xmlns:activiti="http://activiti.org/bpmn"', 'activiti:candidateGroups="{who}"'),
    "Camunda 8": (
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
        '<extensionElements><zeebe:assignmentDefinition candidateGroups="{who}"/></extensionElements>',
    ),
    "Signavio": (
        'xmlns:signavio="http://www.signavio.com"',
        (
            '<extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#fff"/>'
            '<signavio:signavioMetaData metaKey="rolle" metaValue="{who}"/></extensionElements>'
        ),
    ),
    "Bizagi": (
        'xmlns:bizagi="http://www.bizagi.com/bpmn20"',
        (
            "<extensionElements><bizagi:BizagiExtensions><bizagi:BizagiProperties>"
            '<bizagi:BizagiProperty name="bgColor" value="White"/>'
            '<bizagi:BizagiProperty name="Performer" value="{who}"/>'
            "</bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements>"
        ),
    ),
    "SpiffArena": ('xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"', ""),
}


def _drawing(vendor: str, who: str = "", condition: str = "ready") -> bytes:
    declared, said = _VENDORS[vendor]
    said = said.format(who=who)
    attribute, inside = (said, "") if not said.startswith("<") else ("", said)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" {declared} id="d" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/><userTask id="check" name="Check" {attribute}>{inside}</userTask>
    <exclusiveGateway id="g" default="no"/><endEvent id="e"/><endEvent id="e2"/>
    <sequenceFlow id="a" sourceRef="s" targetRef="check"/><sequenceFlow id="b" sourceRef="check" targetRef="g"/>
    <sequenceFlow id="yes" sourceRef="g" targetRef="e">
      <conditionExpression>{escape(condition)}</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="no" sourceRef="g" targetRef="e2"/>
  </process>
</definitions>
""".encode()


@given(parsers.parse('a drawing of {vendor} in which "Check" is done by "{who}"'))
def drawing_with_performer(context: SimpleNamespace, vendor: str, who: str) -> None:
    context.file = _drawing(vendor, who=who)


@given(parsers.parse('a drawing of {vendor} with the condition "{condition}"'))
def drawing_with_condition(context: SimpleNamespace, vendor: str, condition: str) -> None:
    context.file = _drawing(vendor, condition=condition)


@given('a drawing of Camunda 7 in which a listener works at "Check"')
def drawing_with_listener(context: SimpleNamespace) -> None:
    listener = '<camunda:taskListener event="create" class="kg.Inform"/>'
    plain = _drawing("Camunda 7", who="clerks")
    context.file = plain.replace(
        b"></userTask>", f"><extensionElements>{listener}</extensionElements></userTask>".encode()
    )
    assert context.file != plain


@when("it is checked whether it can be run")
def checked_for_running(context: SimpleNamespace) -> None:
    context.problems = check(read_model(context.file))


@then('"Check" is refused because of the listener')
def refused_for_its_listener(context: SimpleNamespace) -> None:
    [problem] = [p for p in context.problems if p.rule == "not_executable"]
    assert problem.severity == "error"
    assert problem.label == "Check"
    assert "kg.Inform" in str(problem.message)


@given(parsers.re(r"a drawing of (?P<vendor>Signavio|Bizagi)$"))
def vendor_drawing(context: SimpleNamespace, vendor: str) -> None:
    context.file = _drawing(vendor)


@given(parsers.parse('the line "{line}"'))
def a_line(context: SimpleNamespace, line: str) -> None:
    context.file = line.encode()


@when("the file is opened")
def drawing_opened(context: SimpleNamespace) -> None:
    if not hasattr(context, "file"):
        context.file = context.model.source
    _open(context)


@when("the line is opened as a sketch")
def line_opened(context: SimpleNamespace) -> None:
    _open(context, dialect="sketch")


def _open(context: SimpleNamespace, *, dialect: str | None = None) -> None:
    try:
        context.model = read_model(context.file, dialect=dialect)
    except NotBpmn as refusal:
        context.refusal = refusal


@then(parsers.parse('"{name}" is the work of "{who}"'))
def done_by(context: SimpleNamespace, name: str, who: str) -> None:
    [element] = [e for e in context.model.elements.values() if e.name == name]
    assert element.candidate_groups == (who,)


@then(parsers.parse('it is not read as "{dialect}"'))
def not_read_as(context: SimpleNamespace, dialect: str) -> None:
    assert dialect not in context.model.report.dialects


@then(parsers.parse('it is refused, and the advice is to "{advice}"'))
def refused_with_advice(context: SimpleNamespace, advice: str) -> None:
    assert advice in context.refusal.hint


@then(parsers.parse('the condition reads "{condition}"'))
def condition_reads(context: SimpleNamespace, condition: str) -> None:
    assert context.model.flows["yes"].condition == condition


@then("the report says of the condition that it must be fixed")
def condition_to_fix(context: SimpleNamespace) -> None:
    assert "yes" in {entry.element for entry in context.model.report.of("must fix")}


@then("the report has nothing to fix")
def nothing_to_fix(context: SimpleNamespace) -> None:
    assert not context.model.report.of("must fix")


@then(parsers.parse('the report says that notes of "{vendor}" have no meaning here'))
def notes_ignored(context: SimpleNamespace, vendor: str) -> None:
    assert any(vendor in entry.message for entry in context.model.report.of("ignored"))


@then("it is given back byte for byte")
def given_back(context: SimpleNamespace) -> None:
    assert context.model.source == context.file
