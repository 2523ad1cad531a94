"""A form says who reads a field; nobody else sees its value, on a page or through the API."""

from __future__ import annotations

import json

import pytest

from engine import Instance
from modeler_api.auth.fields import hidden_fields, masked, visible_fields
from modeler_api.store import accounts
from modeler_api.wiring import Door
from processes import library, read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure

FORM = {
    "components": [
        {"key": "name", "type": "textfield", "label": "Name"},
        {
            "type": "group",
            "components": [
                {
                    "key": "diagnosis",
                    "type": "textfield",
                    "label": "Diagnosis",
                    "properties": {"visibleTo": "clinic, role:auditor"},
                }
            ],
        },
    ]
}


def person(door: Door, role: str, *groups: str) -> accounts.Account:
    return accounts.add(
        door.store, name=f"a-{role}", full_name=role, password_hash="-", role=role, groups=groups
    )


def test_a_field_is_seen_by_the_groups_and_roles_it_names(door: Door) -> None:
    doctor, clerk = person(door, "officer", "clinic"), person(door, "head", "desk")
    auditor = person(door, "auditor")
    assert visible_fields(doctor, FORM) == visible_fields(auditor, FORM) == {"name", "diagnosis"}
    assert visible_fields(clerk, FORM) == visible_fields(None, FORM) == {"name"}
    data = {"name": "Ana", "diagnosis": "flu", "other": 1}
    assert masked(clerk, data, [FORM]) == {"name": "Ana", "other": 1}
    assert masked(doctor, data, [FORM]) == data


def test_all_forms_that_hold_a_field_have_to_agree(door: Door) -> None:
    clerk = person(door, "officer", "desk")
    open_form = {"components": [{"key": "diagnosis", "type": "textfield"}]}
    assert hidden_fields(clerk, [open_form]) == frozenset()
    assert hidden_fields(clerk, [open_form, FORM, None]) == {"diagnosis"}


@pytest.fixture
def case(door: Door) -> Instance:
    """A case whose PIN only the specialist may read."""
    source = library["aiyl_okmotu_certificate"].as_is.source.decode()
    key = '"key": "applicant_pin",\n   "properties": {'
    marked = source.replace(key, f'{key}"visibleTo": "specialist", ', 1)
    model = read_model(marked.encode())
    forms = [json.dumps(form) for form in model.forms.values()]
    assert any("visibleTo" in form for form in forms)
    door.engine.deploy(model, by="library")
    data = {
        "applicant_name": "Ana",
        "applicant_pin": "03902199900017",
        "kind": "residence",
        "purpose": "Bank",
    }
    return door.engine.start(model.key, data=data, business_key="N-1", by="officer")


def test_pages_and_api_keep_it_from_everybody_else(door: Door, sign_in: SignIn, case: Instance) -> None:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    addresses = (f"/cases/{case.id}?tab=data", f"/api/v1/instances/{case.id}", "/api/v1/instances")
    accounts.set_groups(door.store, officer.id, ["reception"])
    for address in addresses:
        answer = sign_in("officer").get(address)
        assert answer.status_code == 200
        assert "03902199900017" not in answer.text, address
    assert "Not for your position" in sign_in("officer").get(addresses[0]).text
    assert "03902199900017" not in sign_in("officer").get("/api/v1/work-items").text
    assert "03902199900017" not in sign_in("auditor").get(addresses[0]).text
    accounts.set_groups(door.store, officer.id, ["reception", "specialist"])
    for address in addresses:
        assert "03902199900017" in sign_in("officer").get(address).text, address


def test_a_field_inside_a_list_is_kept_back_by_the_api_too(door: Door, sign_in: SignIn) -> None:
    kept = {"type": "textfield", "key": "debt", "label": "Debt", "properties": {"visibleTo": "role:auditor"}}
    plain = {"type": "textfield", "key": "name", "label": "Name"}
    people = {"type": "dynamiclist", "path": "people", "label": "People", "components": [plain, kept]}
    door.engine.deploy(procedure(start=form(people), work=form(plain)), by="x")
    data = {"people": [{"name": "Асан", "debt": "70 000"}]}
    case = door.engine.start("shop_permit", data=data, by="officer")
    for address in (f"/api/v1/instances/{case.id}", "/api/v1/instances"):
        answer = sign_in("officer").get(address)
        assert "70 000" not in answer.text, address
        assert "\\u0410" in answer.text or "Асан" in answer.text, address
    assert sign_in("auditor").get(f"/api/v1/instances/{case.id}").json["data"] == data


def test_the_trace_names_what_is_kept_from_the_auditor_and_does_not_tell_it(
    sign_in: SignIn, door: Door, case: Instance
) -> None:
    auditor = sign_in("auditor")
    for address in ("", "records.csv", "records.json"):
        answer = auditor.get(f"/cases/{case.id}/trace/{address}")
        assert answer.status_code == 200
        assert "039021999000" not in answer.text
        assert "applicant_pin" in answer.text
        assert "Not for your position" in answer.text
