"""Every widget's examples render, read back what was typed, and keep their accessibility criteria."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask_login import login_user
from lxml import html
from werkzeug.datastructures import MultiDict

import modeler_api.widgets
from modeler_api.auth.session import Person
from modeler_api.forms import PREFIX, Form, plain_prose
from modeler_api.store import accounts
from modeler_api.translation import text
from modeler_api.widgets import Unreadable, Widget, widgets

FOLDER = Path(modeler_api.widgets.__file__).parent


def examples() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*/widget.yaml")):
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
        for example in described["examples"]:
            yield pytest.param(
                path.parent.name, example, described["criteria"], id=f"{path.parent.name}: {example['name']}"
            )


def test_every_widget_has_its_examples() -> None:
    assert set(widgets()) == {path.parent.name for path in FOLDER.glob("*/widget.yaml")}


@pytest.mark.parametrize(("name", "example", "criteria"), list(examples()))
def test_example(name: str, example: dict[str, Any], criteria: list[str], app: Flask) -> None:
    component, widget = example["component"], widgets()[name]
    with app.test_request_context():
        somebody(app)
        if "unreadable" in example:
            with pytest.raises(Unreadable) as caught:
                widget.parse(component, example["typed"])
            assert str(caught.value) == example["unreadable"]
        else:
            value = widget.parse(component, example["typed"])
            assert value == example["value"]
            if value is not None:
                assert widget.parse(component, widget.typed(component, value)) == value
            if value is not None:
                assert text(widget.shown(component, value)) == example["shown"]
        form = Form({"components": [component]})
        assert form.html()
        if widget.is_input:
            form.typed = typed_at(widget, component, example["typed"])
        page = html.fromstring(f"<div>{form.html()}</div>")
        if widget.is_input:
            form.errors = {component["key"]: text("Say more")}  # type: ignore[dict-item]
        wrong = html.fromstring(f"<div>{form.html()}</div>")
    for criterion in criteria:
        CRITERIA[criterion](page, wrong, component)
    assert not page.xpath("//@style")


def somebody(app: Flask) -> None:
    """Sign the request's reader in: what a document or an answer may be used for depends on who asks."""
    store = app.extensions["kyzmat"].store
    account = accounts.by_name(store, "officer")
    assert account is not None
    login_user(Person(account))


def typed_at(widget: Widget, component: dict[str, Any], typed: list[str]) -> dict[str, list[str]]:
    key = component["key"]
    if not widget.parts:
        return {key: typed}
    return {f"{key}.{part}": [one] for part, one in zip(widget.parts, typed, strict=True)}


def _bound(page: Any, _wrong: Any, component: dict[str, Any]) -> None:
    [control] = page.xpath(f'//*[@id="field-{PREFIX}{component["key"]}"]')
    [label] = page.xpath(f'//label[@for="{control.get("id")}"]')
    assert component["label"] in label.text_content()


def _described(_page: Any, wrong: Any, component: dict[str, Any]) -> None:
    [control] = wrong.xpath(f'//*[@id="field-{PREFIX}{component["key"]}"]')
    for described in (control.get("aria-describedby") or "").split():
        assert wrong.xpath(f'//*[@id="{described}"]')
    assert f"error-{PREFIX}{component['key']}" in control.get("aria-describedby")
    assert bool(component.get("description")) == ("hint-" in control.get("aria-describedby"))


def _invalid(page: Any, wrong: Any, component: dict[str, Any]) -> None:
    assert not page.xpath("//*[@aria-invalid]")
    assert wrong.xpath(f'//*[@id="field-{PREFIX}{component["key"]}"][@aria-invalid="true"]')


def _legend(page: Any, _wrong: Any, component: dict[str, Any]) -> None:
    [legend] = page.xpath("//fieldset/legend")
    assert component["label"] in legend.text_content()


def _each_labelled(page: Any, _wrong: Any, component: dict[str, Any]) -> None:
    inputs = page.xpath("//input")
    assert len(inputs) == len(component["values"])
    for one in inputs:
        assert page.xpath(f'//label[@for="{one.get("id")}"]')


def _parts_labelled(page: Any, _wrong: Any, component: dict[str, Any]) -> None:
    controls = page.xpath("//input | //select")
    assert len(controls) == len(widgets()[component["type"]].parts)
    for one in controls:
        assert page.xpath(f'//label[@for="{one.get("id")}"]')


CRITERIA = {
    "every part has its label": _parts_labelled,
    "the label is bound to the control": _bound,
    "the hint and the error are described by the control": _described,
    "an error is marked as invalid": _invalid,
    "the group has a legend": _legend,
    "every choice has its label": _each_labelled,
}


def test_a_form_with_mistakes_keeps_everything_typed_and_orders_its_errors(app: Flask) -> None:
    schema = {
        "type": "default",
        "components": [
            {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True}},
            {"type": "number", "key": "sum", "label": "Sum"},
        ],
    }
    form = Form.of(schema)
    with app.test_request_context():
        assert form.read(MultiDict({"f.name": "", "f.sum": "much", "csrf_token": "t"})) is None
        assert list(form.summary()) == ["f.name", "f.sum"]
        assert form.typed == {"name": [""], "sum": ["much"]}
        assert 'value="much"' in form.html()
        assert form.read(MultiDict({"f.name": "Asan", "f.sum": "1 200,5"})) == {"name": "Asan", "sum": 1200.5}


def test_a_kind_of_field_without_a_widget_is_said() -> None:
    form = Form({"components": [{"type": "slider", "key": "size"}, {"type": "group", "components": []}]})
    assert form.unsupported == ["slider"]


def test_the_text_of_a_form_lets_no_markup_through() -> None:
    assert (
        plain_prose("**Bold** <script>x</script>")
        == "<p><strong>Bold</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    )
