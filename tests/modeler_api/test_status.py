"""The applicant's page: the documents meant for them and no others, for half an hour, with a code of their case."""

from __future__ import annotations

import datetime as dt

import time_machine
from flask.testing import FlaskClient

from engine import Instance
from modeler_api.applicants_view import code_of
from modeler_api.pages import status
from modeler_api.store import documents
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import procedure
from tests.modeler_api.papers import PDF


def opened(door: Door, number: str) -> Instance:
    if not door.engine.definitions():
        door.engine.deploy(procedure(), by="x")
    return door.engine.start("shop_permit", business_key=number, by="officer")


def paper(door: Door, case: Instance, visibility: str) -> str:
    kept = documents.keep(
        door.store,
        content=PDF,
        media_type="application/pdf",
        scan="clean",
        name=f"{visibility}.pdf",
        subject=f"case:{case.id}",
        added_by="officer",
        instance=case.id,
        visibility=visibility,
    )
    return kept.id


def enter(client: FlaskClient, door: Door, case: Instance) -> None:
    sent = {"number": case.business_key, "code": code_of(door, case.id)}
    assert client.post("/status", data=sent).status_code == 303


def test_the_applicant_keeps_the_documents_meant_for_them_and_no_others(
    client: FlaskClient, door: Door
) -> None:
    case, other = opened(door, "A-1"), opened(door, "A-2")
    mine, offices, theirs = (
        paper(door, case, documents.APPLICANT),
        paper(door, case, documents.OFFICE),
        paper(door, other, documents.APPLICANT),
    )
    assert client.get(f"/status/case/documents/{mine}").status_code == 404
    enter(client, door, case)
    page = client.get("/status/case")
    assert "applicant.pdf" in page.text
    assert "office.pdf" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    kept = client.get(f"/status/case/documents/{mine}")
    assert kept.data == PDF
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/status/case/documents/{offices}").status_code == 404
    assert client.get(f"/status/case/documents/{theirs}").status_code == 404
    client.post("/status/leave")
    assert client.get("/status/case").status_code == 302


def test_the_code_of_one_case_opens_no_other_and_ends_after_a_while(client: FlaskClient, door: Door) -> None:
    case, other = opened(door, "A-1"), opened(door, "A-2")
    wrong = client.post("/status", data={"number": "A-1", "code": code_of(door, other.id)})
    unknown = client.post("/status", data={"number": "A-9", "code": code_of(door, other.id)})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "There is no case with this number and this code" in wrong.text
    assert "There is no case with this number and this code" in unknown.text
    enter(client, door, case)
    with time_machine.travel(dt.datetime.now(dt.UTC) + status.LASTS + dt.timedelta(minutes=1), tick=True):
        assert client.get("/status/case").status_code == 302


def test_who_opens_a_case_gives_its_code_on(client: FlaskClient, door: Door, sign_in: SignIn) -> None:
    case = opened(door, "A-1")
    officer = sign_in("officer")
    assert code_of(door, case.id) in officer.get(f"/start/started/{case.id}").text
    assert code_of(door, case.id) in officer.get(f"/cases/{case.id}?tab=comments").text


def test_nothing_given_is_asked_for_field_by_field(client: FlaskClient) -> None:
    answer = client.post("/status", data={})
    assert answer.status_code == 422
    assert 'href="#field-number"' in answer.text
    assert 'href="#field-code"' in answer.text
