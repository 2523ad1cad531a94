"""The inbox's filters, files, shared work and bulk, through the door's pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from engine import Instance, WorkItem
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.store import accounts, holdings, positions, units
from modeler_api.store.accounts import Account
from modeler_api.store.belonging import give
from modeler_api.wiring import Door
from processes import library, read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure

CERTIFICATE = library["aiyl_okmotu_certificate"]
GROUPS = ["reception", "specialist", "cashier"]
PEOPLE = ("Асан Үсөнов", "Өмүрбек Жээнбеков", "Гүлнара Бейшеева")


@pytest.fixture
def officer(door: Door, sign_in: SignIn) -> FlaskClient:
    door.engine.deploy(CERTIFICATE.as_is, by="library")
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, GROUPS)
    return sign_in("officer")


@pytest.fixture
def colleague(door: Door, officer: FlaskClient) -> Account:
    return accounts.add(
        door.store, name="bermet", full_name="Бермет", password_hash="-", role="officer", groups=GROUPS
    )


@pytest.fixture
def cases(door: Door, officer: FlaskClient) -> list[Instance]:
    return [
        door.engine.start(
            CERTIFICATE.as_is.key,
            data={"applicant_name": name, "applicant_pin": f"0390219990001{n}", "kind": "residence"},
            business_key=f"KG-SPRAVKA-2026-0000{n}",
            by="officer",
        )
        for n, name in enumerate(PEOPLE)
    ]


def items(door: Door) -> list[WorkItem]:
    return sorted(door.engine.work_items(), key=lambda item: item.business_key or "")


def names(page: str) -> list[str]:
    return sorted(set(re.findall(r"KG-SPRAVKA-<span class=\"nowrap\">2026-0000(\d)</span>", page)))


def test_a_list_is_narrowed_by_applicant_field_and_words(officer: FlaskClient, cases: list[Instance]) -> None:
    assert names(officer.get("/work/?show=unit").text) == ["0", "1", "2"]
    assert names(officer.get("/work/?show=unit&applicant=омур").text) == ["1"]
    assert names(officer.get("/work/?show=unit&q=kg-spravka-2026-00002").text) == ["2"]
    assert names(officer.get("/work/?show=unit&q=үсөн").text) == ["0"]
    key = CERTIFICATE.as_is.key
    page = officer.get(f"/work/?show=unit&procedure={key}&f.applicant_pin=03902199900012")
    assert names(page.text) == ["2"]
    # A procedure's own fields are offered when it is chosen.
    assert 'name="f.applicant_pin"' in page.text
    assert 'name="f.applicant_pin"' not in officer.get("/work/?show=unit").text


def test_a_page_that_is_not_there_leads_to_one_that_is(officer: FlaskClient, cases: list[Instance]) -> None:
    assert officer.get("/work/?show=unit&page=7").location == "/work/?show=unit&page=1"
    assert officer.get("/work/?show=unit&q=асан&page=x").location.endswith("page=1")


def test_the_file_is_what_is_on_the_screen(officer: FlaskClient, cases: list[Instance], door: Door) -> None:
    door.engine.set_variables(cases[0], {"applicant_name": "=cmd()"}, by="officer", reason="A slip.")
    content = officer.get("/work/list.csv?show=unit").data
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["Case number"][-1] for row in rows] == ["0", "1", "2"]
    assert rows[0]["Applicant"] == "'=cmd()"
    assert rows[1]["Applicant"] == "Өмүрбек Жээнбеков"
    assert re.search(r"20\d\d, \d\d:\d\d", rows[0]["Came in"]), "a moment, which stays true in a file"
    narrowed = officer.get("/work/list.xlsx?show=unit&applicant=омур").data
    sheet = openpyxl.load_workbook(io.BytesIO(narrowed)).worksheets[0]
    assert [cell.value for cell in sheet["D"]] == ["Applicant", "Өмүрбек Жээнбеков"]
    cells = openpyxl.load_workbook(io.BytesIO(officer.get("/work/list.xlsx?show=unit").data)).worksheets[0]
    assert {cell.data_type for cell in cells["D"]} == {"s"}


def test_a_filter_is_saved_shared_and_removed(
    officer: FlaskClient, cases: list[Instance], colleague: Account, door: Door, sign_in: SignIn
) -> None:
    answer = officer.post(
        "/work/filters/", data={"show": "unit", "applicant": "омур", "name": "Mine", "default": "yes"}
    )
    assert answer.status_code == 303
    assert officer.get("/work/").location.startswith("/work/?show=unit&applicant=")
    page = officer.get("/work/?show=unit").text
    assert ">Mine<" in page
    [found] = re.findall(r'action="/work/filters/(\w{32})"', officer.get("/work/filters/").text)
    [unit] = accounts.by_id(door.store, colleague.id).units  # type: ignore[union-attr]  # it is there
    assert officer.post(f"/work/filters/{found}", data={"name": " "}).status_code == 422
    changed = officer.post(f"/work/filters/{found}", data={"name": "Ours", "unit": unit})
    assert changed.status_code == 303
    assert officer.get("/work/").status_code == 200

    other = sign_in(colleague.name)
    assert ">Ours<" in other.get("/work/?show=unit").text
    assert other.post(f"/work/filters/{found}/remove").status_code == 404
    assert officer.post(f"/work/filters/{found}/remove").status_code == 303
    assert ">Ours<" not in officer.get("/work/?show=unit").text


def test_back_leads_to_the_list_and_the_row(officer: FlaskClient, cases: list[Instance], door: Door) -> None:
    officer.get("/work/?show=unit&applicant=омур")
    item = items(door)[1]
    page = officer.get(f"/work/{item.id}").text
    assert re.search(f'href="/work/[?]show=unit&amp;applicant=[^"]+#item-{item.id}"', page)
    assert officer.post(f"/work/{item.id}/release").location.endswith(f"#item-{item.id}")


def test_work_is_passed_on_and_comes_back(
    officer: FlaskClient, cases: list[Instance], colleague: Account, door: Door
) -> None:
    item = items(door)[0]
    officer.get(f"/work/{item.id}")
    refused = officer.post(f"/work/{item.id}/pass-on", data={"to": "", "reason": ""})
    assert refused.status_code == 422
    assert "Choose who gets the work" in refused.text
    given = {"to": "bermet", "reason": "You know the street.", "back": "yes"}
    assert officer.post(f"/work/{item.id}/pass-on", data=given).status_code == 303
    assert (door.engine.work_item(item.id).holder, door.engine.work_item(item.id).owner) == (
        "bermet",
        "officer",
    )
    assert names(officer.get("/work/?show=waiting").text) == ["0"]
    assert names(officer.get("/work/?show=mine").text) == []
    history = officer.get(f"/cases/{cases[0].id}?tab=history").text
    assert f"To be done for them by Бермет: {item.label}" in history
    assert "You know the street." in history
    assert officer.post(f"/work/{item.id}/hand-back").location == f"/work/{item.id}"
    assert door.engine.work_item(item.id).holder == "officer"


def test_work_put_off_stands_among_what_waits(
    officer: FlaskClient, cases: list[Instance], door: Door
) -> None:
    item = items(door)[0]
    officer.get(f"/work/{item.id}")
    assert officer.post(f"/work/{item.id}/put-off", data={"until": "soon"}).status_code == 422
    assert officer.post(f"/work/{item.id}/put-off", data={"until": "2020-01-01"}).status_code == 422
    day = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)).isoformat()
    assert officer.post(f"/work/{item.id}/put-off", data={"until": day}).status_code == 303
    assert "rests until" in officer.get("/work/?show=waiting").text
    assert "rests until" in officer.get(f"/work/{item.id}").text
    assert officer.post(f"/work/{item.id}/put-off", data={"again": "yes"}).status_code == 303
    assert names(officer.get("/work/?show=mine").text) == ["0"]


def test_a_watched_case_has_a_list_of_its_own(
    officer: FlaskClient, cases: list[Instance], door: Door
) -> None:
    item = items(door)[2]
    assert "Cases I watch" not in officer.get("/work/").text
    officer.post(f"/work/{item.id}/watch", data={"watches": "yes"})
    assert "Cases I watch" in officer.get("/work/").text
    assert names(officer.get("/work/?show=watched").text) == ["2"]


def test_many_are_taken_at_once_with_a_result_for_each(
    officer: FlaskClient, cases: list[Instance], colleague: Account, door: Door
) -> None:
    first, second, third = items(door)
    door.engine.claim(second, by="bermet", groups=GROUPS)
    assert officer.post("/work/bulk/", data={"act": "claim"}).status_code == 303
    answer = officer.post("/work/bulk/", data={"act": "claim", "item": [first.id, second.id, third.id]})
    page = officer.get(answer.location).text
    assert "2 done, 1 not done" in page
    assert "is held by Бермет" in page
    assert {item.holder for item in items(door)} == {"officer", "bermet"}
    mine = {"act": "reassign", "item": [first.id, third.id]}
    asked = officer.post("/work/bulk/", data=mine).text
    assert 'value="bermet"' in asked
    assert 'value="officer"' not in asked, "who has all of it gets none of it"
    asked = officer.post("/work/bulk/", data={**mine, "item": [first.id, second.id]}).text
    assert 'value="officer"' in asked


def test_many_are_decided_with_one_answer(officer: FlaskClient, cases: list[Instance], door: Door) -> None:
    chosen = [item.id for item in items(door)]
    asked = officer.post("/work/bulk/", data={"act": "complete", "item": chosen})
    assert 'name="f.household_found"' in asked.text
    wrong = officer.post("/work/bulk/complete", data={"item": chosen, "f.household_found": ""})
    assert wrong.status_code == 422
    decision = {"item": chosen, "f.household_found": "yes", "f.book_page": "112"}
    assert "Nothing has been sent yet" in officer.post("/work/bulk/complete", data=decision).text
    answer = officer.post("/work/bulk/check", data=decision)
    assert "3 done" in officer.get(answer.location).text
    assert {door.engine.instance(case.id).data["book_page"] for case in cases} == {"112"}
    # What is open now is of another kind than what was done: one answer does not fit both.
    mixed = [chosen[0], items(door)[0].id]
    assert (
        "different kinds of work" in officer.post("/work/bulk/", data={"act": "complete", "item": mixed}).text
    )


def test_all_of_a_long_list_are_done_as_a_job(officer: FlaskClient, door: Door, colleague: Account) -> None:
    definition = door.engine.deploy(
        read_model(b"Register @reception -> Check @reception", dialect="sketch"), by="x"
    )
    for _ in range(30):
        door.engine.start(definition, by="officer")
    answer = officer.post(
        "/work/bulk/", data={"act": "reassign", "all": "yes", "show": "unit", "procedure": definition.key}
    )
    chosen = re.findall(r'name="item" value="(\w+)"', answer.text)
    assert len(chosen) == 30
    told = officer.post("/work/bulk/reassign", data={"item": chosen, "to": "bermet", "reason": "Holiday."})
    assert "30 done" not in officer.get(told.location).text
    assert run_waiting_jobs(door) == 1
    assert "30 done" in officer.get(told.location).text
    assert door.engine.load(["bermet"]) == {"bermet": 30}


QUEUE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
  <process id="fair" isExecutable="true"><startEvent id="s"/>
    <userTask id="check" name="Check" camunda:candidateGroups="reception">
      <extensionElements><gov:step assignment="fairQueue"/></extensionElements></userTask>
    <endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="e"/></process>
</definitions>"""


def test_from_a_fair_queue_nobody_picks(officer: FlaskClient, door: Door) -> None:
    definition = door.engine.deploy(read_model(QUEUE), by="x")
    first, second = (
        door.engine.work_items(door.engine.start(definition, business_key=f"FAIR-{n}", by="x"))[0]
        for n in range(2)
    )
    page = officer.get("/work/?show=unit").text
    assert "FAIR-" not in page
    assert "shown when it is your turn" in page
    assert f"/work/{second.id}" not in page
    assert "FAIR-" not in officer.get("/work/list.csv?show=unit").text
    listed = officer.get("/api/v1/work-items").get_json()
    assert [(one["business_key"], one["data"]) for one in listed] == [(None, {}), (None, {})]
    assert officer.post(f"/api/v1/work-items/{second.id}/claim").status_code == 403
    assert officer.post("/api/v1/work-items/next").get_json()["id"] == first.id
    assert officer.post(f"/work/{first.id}/release").status_code == 303
    answer = officer.post("/work/bulk/", data={"act": "claim", "item": [second.id]})
    assert "nobody picks one" in officer.get(answer.location).text
    for answer in (
        officer.get(f"/work/{second.id}"),
        officer.get(f"/work/{second.id}/share"),
        officer.post(f"/work/{second.id}", data={"f.x": "y"}),
    ):
        assert answer.status_code == 403
        assert "in the order in which they came" in answer.text
        assert "FAIR-" not in answer.text
    for asked in ("case=FAIR-1", "q=FAIR-1"):
        assert "shown when it is your turn" not in officer.get(f"/work/?show=unit&{asked}").text, asked
    assert officer.get(f"/work/{second.id}/deadline").status_code == 403
    assert officer.get(f"/cases/{second.instance}").status_code == 403
    assert second.instance not in officer.get("/cases/").text
    assert officer.post("/work/next").location == f"/work/{first.id}"
    assert "FAIR-0" in officer.get("/work/?show=mine").text


def test_cases_that_wait_in_a_fair_queue_are_in_no_list_of_those_who_could_pick(
    door: Door, sign_in: SignIn
) -> None:
    naryn = units.add(door.store, kind="agency", names={"ky": "Нарын"}, code="naryn")
    window = units.add(door.store, kind="unit", names={"ky": "Терезе"}, parent=naryn.id, code="window")
    hashed: dict[str, Any] = {"password_hash": "-", "agency": naryn.id}
    clerk = positions.add(door.store, unit=window.id, names={"ky": "Адис"}, groups=["reception"])
    chief = positions.add(door.store, unit=window.id, names={"ky": "Башчы"}, is_head=True)
    for name, role, position in (("clerk", "officer", clerk), ("chief", "head", chief)):
        made = accounts.add(door.store, name=name, full_name=name, role=role, **hashed)
        holdings.appoint(door.store, account=made.id, position=position.id, by="x")
    accounts.add(door.store, name="receiver", full_name="Receiver", role="officer", **hashed)
    accounts.add(door.store, name="watch", full_name="Watch", role="auditor", **hashed)
    model = read_model(QUEUE)
    give(door.store, model.key, naryn.id)
    definition = door.engine.deploy(model, by="x")
    for number in range(3):
        door.engine.start(definition, business_key=f"FAIR-{number}", by="receiver")
    everything = ["FAIR-0", "FAIR-1", "FAIR-2"]

    def listed(name: str) -> list[str]:
        client = sign_in(name)
        told = sorted(set(re.findall(r"FAIR-\d", client.get("/cases/").text)))
        api = sorted(one["business_key"] for one in client.get("/api/v1/instances").get_json())
        assert told == api, name
        return told

    assert listed("clerk") == []
    assert "<tbody" not in sign_in("clerk").get("/cases/?case=FAIR-1").text
    assert "<tbody" in sign_in("receiver").get("/cases/?case=FAIR-1").text
    for name in ("chief", "watch", "receiver"):
        assert listed(name) == everything, name
    # What one is given, and has done, is told.
    taken = sign_in("clerk").post("/api/v1/work-items/next").get_json()
    assert listed("clerk") == ["FAIR-0"]
    door.engine.complete(taken["id"], by="clerk")
    assert listed("clerk") == ["FAIR-0"]


def test_words_of_a_field_that_is_kept_from_somebody_find_nothing_for_them(
    officer: FlaskClient, door: Door
) -> None:
    hidden = {"searchable": "true", "visibleTo": "clinic"}
    fields = (
        {"type": "textfield", "key": "name", "label": "Name", "properties": {"searchable": "applicant"}},
        {"type": "textfield", "key": "diagnosis", "label": "Diagnosis", "properties": hidden},
    )
    source = procedure(start=form(*fields)).source.replace(b'group="clerks"', b'group="reception"')
    definition = door.engine.deploy(read_model(source), by="x")
    case = door.engine.start(definition, data={"name": "Asan", "diagnosis": "influenza"}, by="x")
    [item] = door.engine.work_items(case)
    assert item.id in officer.get("/work/?show=unit&q=asan").text
    assert item.id not in officer.get("/work/?show=unit&q=influenza").text
    assert officer.get("/api/v1/work-items?show=unit&q=influenza").get_json() == []
    # A later version that shows the field to everybody does not tell of the cases of the earlier one.
    shown = read_model(source.replace(b', "visibleTo": "clinic"', b""))
    assert shown.source != source
    later = door.engine.start(
        door.engine.deploy(shown, by="x"), data={"name": "Bek", "diagnosis": "flu"}, by="x"
    )
    asked = f"/work/?show=unit&procedure={later.key}"
    listed = [
        re.findall(r'id="item-(\w+)"', officer.get(f"{asked}&f.diagnosis={words}").text)
        for words in ("influenza", "nothing-like-it")
    ]
    assert listed[0] == listed[1]
    assert 'name="f.diagnosis"' not in officer.get(asked).text
