"""Sentences about refusals: what they need, and what they tell."""

from __future__ import annotations

import json
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from engine import Engine, InvalidData, WorkItem
from engine.refusing import RECORDED, Refusal
from processes import Model
from processes.model.edits_of_annotations import set_step
from processes.model.reading import model_of

ANSWER = {
    "type": "radio",
    "key": "answer",
    "label": "Answer",
    "values": [{"value": v} for v in ("yes", "no")],
}
#: The form itself asks for no reason: the rule is the engine's.
WHY = {"type": "textarea", "key": "why", "label": "Why"}


def _id(model: Model, label: str) -> str:
    return next(e.id for e in model.elements.values() if e.name == label)


def _rewritten(model: Model, old: str, new: str) -> Model:
    text = model.source.decode()
    assert old in text, f"{old} stands nowhere in {text}"
    return model_of(text.replace(old, new, 1).encode())


def _with_form(model: Model, label: str, *fields: dict[str, object]) -> Model:
    schema = json.dumps({"components": fields})
    text = model.source.decode()
    if "<gov:form id=" in text:
        before, rest = text.split("<gov:form id=", 1)
        return model_of(
            (before + '<gov:form id="asked">' + schema + rest[rest.index("</gov:form>") :]).encode()
        )
    head, opening = text.index("<bpmn:process"), '<gov:form xmlns:gov="urn:kyzmat:gov:1" id="asked">'
    at = text.index(">", head) + 1
    held = f"<bpmn:extensionElements>{opening}{schema}</gov:form></bpmn:extensionElements>"
    text = text[:at] + held + text[at:]
    step = text.index(f'id="{_id(model, label)}"')
    shown = text.index("<gov:step", step)
    reference = '<gov:form xmlns:gov="urn:kyzmat:gov:1" ref="asked"/>'
    return model_of((text[:shown] + reference + text[shown:]).encode())


def _item(context: SimpleNamespace, office: Engine, label: str) -> WorkItem:
    context.case = office.start(context.definition, by="citizen")
    while (item := office.work_items(context.case)[0]).label != label:
        office.complete(item, by="ana")
    return office.work_item(item)


@given(parsers.parse('"{label}" refuses when the answer is "{answer}", for the reason in "{reason}"'))
def refuses_when(context: SimpleNamespace, label: str, answer: str, reason: str) -> None:
    declared = {"refuses_when": f'answer = "{answer}"', "refusal_reason": reason}
    model = set_step(context.model, _id(context.model, label), **declared)
    context.model = _with_form(model, label, ANSWER, WHY)


@given(parsers.parse('the form of "{label}" asks for the answer only'))
def asks_answer_only(context: SimpleNamespace, label: str) -> None:
    context.model = _with_form(context.model, label, ANSWER)


@given(parsers.parse('an appeal is decided by "{office_name}" within {days:d} days'))
def appeal_decided(context: SimpleNamespace, office_name: str, days: int) -> None:
    said = f'<gov:procedure xmlns:gov="urn:kyzmat:gov:1" appeal="{office_name}" appealDays="{days}"/>'
    opening = "<bpmn:extensionElements><gov:form"
    context.model = _rewritten(context.model, opening, opening.replace("<gov:form", f"{said}<gov:form"))


@given(parsers.parse('the case ends as "{name}"'))
def ends_as(context: SimpleNamespace, name: str) -> None:
    context.model = _rewritten(
        context.model, '<bpmn:endEvent id="end"', f'<bpmn:endEvent id="end" name="{name}"'
    )


@when(
    parsers.re(
        r'"(?P<person>\w+)" answers "(?P<answer>\w+)" at "(?P<label>\w+)" (?:without a reason|because "(?P<why>[^"]+)")'
    )
)
def answers_at(
    office: Engine, context: SimpleNamespace, person: str, answer: str, label: str, why: str | None
) -> None:
    item, context.refused = _item(context, office, label), None
    try:
        office.complete(item, by=person, data={"answer": answer, "why": why})
    except InvalidData as refused:
        context.refused = refused


@when(parsers.parse('"{label}" waits for the heads'))
def waits_for_heads(office: Engine, context: SimpleNamespace, label: str) -> None:
    context.item = _item(context, office, label)


@then(parsers.parse('it is not accepted: "{words}"'))
def not_accepted(context: SimpleNamespace, words: str) -> None:
    assert words in context.refused.errors["why"]


@then(parsers.parse('the history keeps the refusal "{reason}" and the appeal to "{to}" within {days:d} days'))
def history_keeps(office: Engine, context: SimpleNamespace, reason: str, to: str, days: int) -> None:
    [told] = [record.data[RECORDED] for record in office.history(context.case) if RECORDED in record.data]
    assert Refusal.of(told) == Refusal(reason=reason, office=to, days=days)
    assert RECORDED not in office.instance(context.case).data


@then("the case is over and nothing was refused")
def nothing_refused(office: Engine, context: SimpleNamespace) -> None:
    assert office.instance(context.case).status == "completed"
    assert not [record for record in office.history(context.case) if RECORDED in record.data]


@then(parsers.parse('whoever opens it reads that a refusal needs "{field}" and is appealed to "{to}"'))
def rule_is_read(office: Engine, context: SimpleNamespace, field: str, to: str) -> None:
    rule = office.refusal_rule(context.item)
    assert rule is not None
    assert (rule.reason, rule.office_in("ky")) == (field, to)
