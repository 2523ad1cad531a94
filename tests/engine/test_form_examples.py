"""Answers that are made up for trying out fit the form they were made for."""

from __future__ import annotations

import pytest

from engine.forms import example, validate
from processes import library

FORMS = [
    (name, which, form)
    for name in library
    for which in ("as_is", "to_be")
    if (model := getattr(library[name], which)) is not None
    for form in model.forms
]


@pytest.mark.parametrize(("name", "which", "form"), FORMS)
def test_each_form_of_the_library_accepts_its_example(name: str, which: str, form: str) -> None:
    schema = getattr(library[name], which).forms[form]
    values, errors = validate(schema, example(schema))
    assert not errors
    assert values == validate(schema, values)[0]


def test_rows_and_groups_are_filled_too() -> None:
    row = {"type": "textfield", "key": "name", "validate": {"required": True}}
    listed = {"type": "dynamiclist", "path": "members", "defaultRepetitions": 2, "components": [row]}
    form = {"components": [{"type": "group", "path": "family", "components": [listed]}]}
    assert example(form) == {"family": {"members": [{"name": "Example"}, {"name": "Example"}]}}


def test_what_is_answered_is_kept_and_what_is_hidden_is_not() -> None:
    choice = {"type": "radio", "key": "kind", "values": [{"value": "a"}, {"value": "b"}]}
    why = {"type": "textfield", "key": "why", "conditional": {"hide": '=kind != "b"'}}
    form = {"components": [choice, why]}
    assert example(form) == {"kind": "a"}
    assert example(form, {"kind": "b", "why": "Because"}) == {"kind": "b", "why": "Because"}


def test_without_a_form_the_answers_are_all_there_is() -> None:
    assert example(None, {"x": 1}) == {"x": 1}
    assert example(None) == {}
