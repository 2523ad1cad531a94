"""Sentences about what is said of the steps of a drawing: law, limits, forms, who may do them."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers

from processes.model.edits import add_legal, set_step
from tests.steps.sketched_model import id_of, rewritten


@given(parsers.parse('"{name}" is done in person'))
def in_person(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, id_of(context.model, name), channel="inPerson")


@given(parsers.parse('"{name}" rests on the law "{norm}"'))
def rests_on(context: SimpleNamespace, name: str, norm: str) -> None:
    context.model = add_legal(context.model, id_of(context.model, name), type="law", ref=norm)


@given(parsers.parse('"{name}" may take "{length}"'))
def step_limit(context: SimpleNamespace, name: str, length: str) -> None:
    context.model = set_step(context.model, id_of(context.model, name), limit=length)


@given(parsers.parse('the procedure may take "{length}"'))
def procedure_limit(context: SimpleNamespace, length: str) -> None:
    rewritten(
        context,
        'isExecutable="true">',
        f'isExecutable="true"><bpmn:extensionElements><gov:procedure limit="{length}">'
        '<gov:legal type="law" ref="Law 5"/></gov:procedure></bpmn:extensionElements>',
    )


@given(parsers.parse('"{name}" shows the form "{form}"'))
def shows_form(context: SimpleNamespace, name: str, form: str) -> None:
    id_ = id_of(context.model, name)
    rewritten(
        context,
        f'<bpmn:userTask id="{id_}" name="{name}"/>',
        f'<bpmn:userTask id="{id_}" name="{name}"><bpmn:extensionElements><gov:form ref="{form}"/>'
        "</bpmn:extensionElements></bpmn:userTask>",
    )


@given(parsers.parse('the form "{form}" asks for "{fields}"'))
def form_asks(context: SimpleNamespace, form: str, fields: str) -> None:
    keys = [f'{{"type": "textfield", "key": "{key.strip()}"}}' for key in fields.split(",")]
    schema = '{"type": "default", "components": [' + ", ".join(keys) + "]}"
    rewritten(
        context,
        'isExecutable="true">',
        f'isExecutable="true"><bpmn:extensionElements><gov:form id="{form}"><![CDATA[{schema}]]></gov:form>'
        "</bpmn:extensionElements>",
    )


@given(parsers.parse('officers search for cases by "{field}"'))
def field_is_searched(context: SimpleNamespace, field: str) -> None:
    searched = f'"key": "{field}", "properties": {{"searchable": "true"}}}}'
    rewritten(context, f'"key": "{field}"}}', searched)


@given(parsers.parse('"{name}" needs four eyes'))
def needs_four_eyes(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, id_of(context.model, name), deciders="fourEyes")


@given(parsers.parse('"{name}" has to be kept apart from the step "{other}"'))
def has_to_be_kept_apart(context: SimpleNamespace, name: str, other: str) -> None:
    context.model = set_step(context.model, id_of(context.model, name), separate_from=(other,))


@given(parsers.parse('"{name}" is done by the applicant'))
def done_by_applicant(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, id_of(context.model, name), actor="citizen")
