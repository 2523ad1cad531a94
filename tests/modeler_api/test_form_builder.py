"""The builder knows every part of a form that the engine honours, and shows the form as people will see it."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from modeler_api.editor.form_parts import ASKED, HOLDING, SHOWN, form_parts, paths
from modeler_api.store import model_drafts, models
from modeler_api.widgets import widgets
from modeler_api.wiring import Door
from processes.model import form_schema
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure

KINDS = {kind for kinds in (ASKED, SHOWN, HOLDING) for kind, _words in kinds}


def test_every_kind_the_engine_honours_is_offered_and_has_a_widget() -> None:
    assert (form_schema.FIELDS | form_schema.SHOWN | form_schema.HOLDERS) - {"default"} == KINDS
    assert {*dict(ASKED), *dict(SHOWN)} == set(widgets())


def test_every_rule_of_the_schema_can_be_edited(app: Flask) -> None:
    with app.test_request_context("/"):
        every = frozenset().union(*(paths(parts) for parts in form_parts()["of"].values()))
    rules = {path.removeprefix("validate.") for path in every if path.startswith("validate.")}
    assert rules == set(form_schema.RULES)
    assert every >= {
        "conditional.hide",
        "readonly",
        "properties.searchable",
        "properties.visibleTo",
        "values",
    }


SHOP = form(
    {"type": "number", "key": "area", "label": "Area", "validate": {"required": True, "min": 1}},
    {"type": "textfield", "key": "why", "label": "Why so large", "conditional": {"hide": "=area < 100"}},
    {"type": "dynamiclist", "path": "rooms", "label": "Rooms", "components": [
        {"type": "textfield", "key": "name", "label": "Name of the room"}]},
    {"type": "signature", "key": "signed", "label": "Signature"},
    id="ask",
)  # fmt: skip


@pytest.fixture
def analyst(sign_in: SignIn, door: Door) -> FlaskClient:
    source = procedure(start=SHOP).source
    models.save(door.store, key="shop", name="Shop", source=source, author="analyst", reason="x")
    return sign_in("analyst")


def address(analyst: FlaskClient, door: Door) -> str:
    from modeler_api import repository

    found = repository.find(door, "shop")
    assert found is not None
    [id_] = [id_ for id_, schema in found.model.forms.items() if "Area" in json.dumps(schema)]
    return f"/procedures/shop/edit/forms/{id_}"


def test_the_form_is_shown_and_checked_as_in_a_case(analyst: FlaskClient, door: Door) -> None:
    where = address(analyst, door)
    page = analyst.get(where)
    assert page.status_code == 200
    assert "Area" in page.text
    assert "In a case it also asks for:" in page.text
    wrong = analyst.post(where, data={"f.area": "0", "f.rooms[]": "0"})
    assert wrong.status_code == 422
    assert "Area must be at least 1." in wrong.text
    taken = analyst.post(where, data={"f.area": "120", "f.why": "a hall", "f.rooms[]": "0"})
    assert taken.status_code == 200
    assert "These answers would be kept:" in taken.text
    assert "a hall" in taken.text


def test_rows_come_and_go_without_a_script(analyst: FlaskClient, door: Door) -> None:
    more = analyst.post(address(analyst, door), data={"f.area": "5", "f.rooms[]": "0", "act": "add:rooms"})
    assert more.status_code == 200
    assert 'name="f.rooms.0.name"' in more.text


def test_a_form_that_is_not_whole_yet_says_why(analyst: FlaskClient, door: Door) -> None:
    where = address(analyst, door)
    version = models.newest(door.store)[0]
    source = version.source.replace(b'"key": "area"', b'"key": ""').replace(b'"signature"', b'"slider"')
    model_drafts.keep(
        door.store, key="shop", source=source, seen=0, author="analyst", window="w", based_on=version.id
    )
    page = analyst.get(where)
    assert page.status_code == 200
    assert "has no key under which its answer could be kept" in page.text
    assert "slider" in page.text
    assert analyst.get("/procedures/shop/edit/forms/nothing").status_code == 404
