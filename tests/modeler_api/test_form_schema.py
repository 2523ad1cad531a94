"""What of a form can be honoured: the same in the check, at deploy and on the page, and refused by name otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from engine import Engine, NotExecutable
from engine.forms import kinds
from modeler_api.widgets import widgets
from processes import check
from processes.model import form_schema
from tests.modeler_api.office import form, procedure

#: The components of form-js 1.23, by its own names.
FORM_JS = frozenset(
    {
        *(
            "textfield",
            "textarea",
            "number",
            "checkbox",
            "checklist",
            "radio",
            "select",
            "taglist",
            "datetime",
        ),
        *(
            "filepicker",
            "expression",
            "text",
            "html",
            "image",
            "table",
            "documentPreview",
            "separator",
            "spacer",
        ),
        *("group", "dynamiclist", "iframe", "button", "default"),
    }
)


def test_each_component_of_form_js_is_honoured_or_refused_by_name() -> None:
    known = form_schema.FIELDS | form_schema.SHOWN | form_schema.HOLDERS | form_schema.BUTTONS
    assert known | set(form_schema.REFUSED) >= FORM_JS


def test_what_the_check_lets_pass_the_engine_reads_and_the_page_shows() -> None:
    assert set(kinds) == form_schema.FIELDS
    assert set(widgets()) == form_schema.FIELDS | form_schema.SHOWN


@pytest.mark.parametrize(
    ("component", "reason"),
    [
        (
            {"type": "slider", "key": "x", "label": "Size"},
            "“Size”, a field of the kind “slider”, which there is not",
        ),
        ({"type": "iframe", "url": "https://a.kg", "label": "Map"}, "“Map” as “iframe”, which is refused"),
        ({"type": "textfield", "label": "Name"}, "“Name” has no key"),
        ({"type": "textfield", "key": "a b", "label": "Name"}, "“Name” has no key"),
        ({"type": "dynamiclist", "label": "Partners", "components": []}, "The list “Partners” has no path"),
        ({"type": "number", "key": "x", "label": "Area", "validate": {"minimum": 1}}, "not be kept: minimum"),
        ({"type": "textfield", "key": "x", "label": "X", "validate": {"validationType": "iban"}}, "“iban”"),
        ({"type": "lookup", "key": "x", "label": "Owner", "service": "s"}, "does not say: about, purpose"),
        ({"type": "expression", "key": "x", "label": "Sum"}, "“Sum” has no expression"),
        ({"type": "text", "text": "{{#if a}}x{{/if}}"}, "conditions or loops between double braces"),
        (
            {"type": "group", "components": [{"type": "slider", "key": "s", "label": "Inside"}]},
            "“Inside”, a field of the kind “slider”",
        ),
    ],
)
def test_what_cannot_be_honoured_is_refused_at_check_and_at_deploy(
    component: dict[str, Any], reason: str
) -> None:
    model = procedure(work=form(component))
    found = [problem for problem in check(model) if problem.severity == "error"]
    assert any(reason in str(problem.message) and problem.element == "decide" for problem in found)
    with pytest.raises(NotExecutable) as caught:
        Engine("sqlite://").deploy(model, by="x")
    assert reason in str(caught.value)


def test_one_key_stands_for_one_field_except_in_rows_of_their_own() -> None:
    name = {"type": "textfield", "key": "name"}
    rows = {"type": "dynamiclist", "path": "partners", "components": [name]}
    assert form_schema.problems(form(name, rows)) == []
    assert form_schema.problems(form(name, name)) == ["The form has two fields with the key “name”."]


@pytest.mark.parametrize(
    "component",
    [
        {"type": "textfield", "key": "x", "label": "X", "conditional": {"hide": "=area >"}},
        {"type": "textfield", "key": "x", "label": "X", "readonly": "=area >"},
        {"type": "expression", "key": "x", "label": "X", "expression": "=area >"},
        {"type": "number", "key": "x", "label": "X", "validate": {"max": "=area >"}},
        {"type": "number", "key": "x", "label": "X", "validate": {"expression": "=area >"}},
        {"type": "text", "text": "So much: {{area >}}"},
    ],
)
def test_an_expression_that_is_no_feel_is_named_at_deploy(component: dict[str, Any]) -> None:
    with pytest.raises(NotExecutable, match="is not FEEL"):
        Engine("sqlite://").deploy(procedure(work=form(component)), by="x")
