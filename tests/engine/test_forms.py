# ruff: noqa: E501  (BPMN text reads better unbroken)
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Engine, InvalidData, forms
from processes import library, read_model
from tests.engine.drawing import drawn


def form(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": "default", "components": list(components)}


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"key": "x", "type": kind, "label": "X", **more}


def test_an_empty_form_asks_nothing_and_keeps_nothing() -> None:
    assert forms.validate(form(), {"a": 1}) == ({}, {})


@pytest.mark.parametrize(
    ("component", "given", "kept"),
    [
        (field("textfield"), "Айгүл", "Айгүл"),
        (field("number"), "12,5", 12.5),
        (field("number"), "1 200", 1200),
        (field("checkbox"), "on", True),
        (field("checkbox"), None, False),
        (field("datetime", subtype="date"), "2026-05-01", "2026-05-01"),
        (field("datetime", subtype="date"), "01.05.2026", "2026-05-01"),
        (field("select", values=[{"label": "Yes", "value": "y"}]), "y", "y"),
        (field("radio", values=[{"label": "One", "value": 1}]), "1", 1),
        (
            field("checklist", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]),
            ["b"],
            ["b"],
        ),
        (field("textfield"), "  ", None),
    ],
)
def test_values_get_their_type(component: dict[str, Any], given: object, kept: object) -> None:
    assert forms.validate(form(component), {"x": given}) == ({"x": kept}, {})


@pytest.mark.parametrize(
    ("component", "given"),
    [
        (field("textfield", validate={"required": True}), ""),
        (field("textfield", validate={"minLength": 3}), "ab"),
        (field("textfield", validate={"maxLength": 3}), "abcd"),
        (field("textfield", validate={"pattern": "^[0-9]{14}$"}), "123"),
        (field("number"), "twelve"),
        (field("number", validate={"max": 10}), 11),
        (field("number"), True),
        (field("checkbox", validate={"required": True}), False),
        (field("datetime", subtype="date"), "2026-02-30"),
        (field("select", values=[{"label": "Yes", "value": "y"}]), "n"),
        (field("checklist", validate={"required": True}, values=[{"label": "A", "value": "a"}]), []),
    ],
)
def test_wrong_values_are_named_at_their_field(component: dict[str, Any], given: object) -> None:
    clean, errors = forms.validate(form(component), {"x": given})
    assert clean == {}
    assert list(errors) == ["x"]
    assert "X" in errors["x"]


def test_all_errors_come_at_once() -> None:
    schema = form(
        {"key": "a", "type": "number", "label": "A", "validate": {"required": True}},
        {"key": "b", "type": "textfield", "label": "B", "validate": {"required": True}},
    )
    assert list(forms.validate(schema, {})[1]) == ["a", "b"]


def test_a_hidden_field_is_neither_asked_nor_kept() -> None:
    schema = form(
        {"key": "ok", "type": "checkbox", "label": "Approved"},
        {
            "key": "why",
            "type": "textfield",
            "label": "Why not",
            "validate": {"required": True},
            "conditional": {"hide": "=ok"},
        },
    )
    assert forms.validate(schema, {"ok": True, "why": "x"}) == ({"ok": True}, {})
    assert list(forms.validate(schema, {"ok": False})[1]) == ["why"]


@given(
    st.dictionaries(
        st.sampled_from(["x", "y"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_whatever_is_sent_a_form_answers_and_never_breaks(data: dict[str, Any]) -> None:
    schema = form(
        field("number", validate={"required": True}),
        {"key": "y", "type": "select", "values": [{"value": "a"}]},
    )
    clean, errors = forms.validate(schema, data)
    assert not set(clean) & set(errors)


def test_a_work_item_is_completed_only_with_what_its_form_accepts(engine: Engine) -> None:
    schema = '{"components": [{"key": "fee", "type": "number", "label": "Fee", "validate": {"required": true, "min": 0}}]}'
    text = drawn('<startEvent id="s"/>', "s -> t\nt -> a", users="t a").source.decode()
    text = text.replace(
        "<laneSet",
        f'<extensionElements><gov:form id="decision"><![CDATA[{schema}]]></gov:form></extensionElements><laneSet',
    ).replace(
        '<userTask id="t" name="t"/>',
        '<userTask id="t" name="t"><extensionElements><gov:form ref="decision"/></extensionElements></userTask>',
    )
    case = engine.start(engine.deploy(read_model(text.encode()), by="ana"), by="ana")
    [item] = engine.work_items(case)
    assert item.form is not None and item.form["components"][0]["key"] == "fee"
    with pytest.raises(InvalidData) as caught:
        engine.complete(item, by="ana", data={"fee": "-5"})
    assert list(caught.value.errors) == ["fee"]
    assert engine.work_items(case) == [item]
    with pytest.raises(InvalidData) as caught:
        engine.complete(item, by="ana", data={"fee": "5", "fees": 1, "bogus": 1})
    assert caught.value.errors == {
        "fees": "“fees” is not a field of this form. Did you mean “fee”?",
        "bogus": "“bogus” is not a field of this form.",
    }
    assert engine.work_items(case) == [item]
    engine.complete(item, by="ana", data={"fee": "5"})
    assert engine.instance(case).data == {"fee": 5}


def test_what_was_shown_may_be_handed_back() -> None:
    engine = Engine("sqlite://")
    permit = engine.deploy(library["building_permit"].as_is, by="ana")
    case = engine.start(permit, data={"parcel": "44/2"}, by="citizen:311")
    [item] = engine.work_items(case, group="clerks")
    engine.complete(item, by="ana", data={"parcel": "44/2", "complete": True})
    assert engine.instance(case).data["complete"] is True
