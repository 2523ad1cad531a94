"""The list of cases holds exactly the cases that the guard opens, page by page, for whoever looks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import Instance
from modeler_api.case_reader import reader
from modeler_api.roster import Roster
from modeler_api.store import absences, accounts, holdings, positions, units
from modeler_api.store import tables as t
from modeler_api.store.belonging import give
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn

GROUPS = ("window", "archive", "lawyers")
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t"><process id="{key}" isExecutable="true"><startEvent id="s"/>
  <userTask id="first" name="First" camunda:candidateGroups="{first}" {user}/>
  <userTask id="second" name="Second" camunda:candidateGroups="{second}">
    <extensionElements><gov:step assignment="fairQueue"/></extensionElements></userTask><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="first"/><sequenceFlow id="f2" sourceRef="first" targetRef="second"/>
  <sequenceFlow id="f3" sourceRef="second" targetRef="e"/></process></definitions>"""


def office(door: Door, code: str) -> list[str]:
    """An agency: an office with a head, a window under it without one, an archive with its own; returns its people."""
    agency = units.add(door.store, kind="agency", names={"ky": code}, code=code)
    hall = units.add(door.store, kind="office", names={"ky": "Бөлүм"}, parent=agency.id, code=f"{code}-hall")
    places = {
        group: units.add(door.store, kind="unit", names={"ky": group}, parent=hall.id, code=f"{code}-{group}")
        for group in GROUPS
    }
    posts: dict[str, Any] = {
        group: positions.add(
            door.store, unit=places[group].id, names={"ky": group}, groups=[f"{code}-{group}"]
        )
        for group in GROUPS
    }
    posts["chief"] = positions.add(door.store, unit=hall.id, names={"ky": "Башчы"}, is_head=True)
    posts["archivist"] = positions.add(
        door.store,
        unit=places["archive"].id,
        names={"ky": "Архив башчысы"},
        groups=[f"{code}-archive"],
        is_head=True,
    )
    people = {**dict.fromkeys(GROUPS, "officer"), "chief": "head", "archivist": "head", "auditor": "auditor"}
    for name, role in people.items():
        made = accounts.add(
            door.store, name=f"{code}-{name}", full_name=name, role=role, password_hash="-", agency=agency.id
        )
        if name in posts:
            holdings.appoint(door.store, account=made.id, position=posts[name].id, by="x")
    return [f"{code}-{name}" for name in people]


@pytest.fixture
def people(door: Door) -> list[str]:
    """Two agencies with cases at every stage; one work item is offered to a person by name."""
    everybody = []
    for code in ("naryn", "osh"):
        everybody += office(door, code)
        agency = next(one for one in units.agencies(door.store) if one.code == code)
        pairs = (("window", "archive"), ("archive", "lawyers"), ("lawyers", "window"))
        for number, (first, second) in enumerate(pairs):
            user = f'camunda:candidateUsers="{code}-archivist"' if number == 2 else ""
            text = MODEL.format(
                key=f"{code}_{number}", first=f"{code}-{first}", second=f"{code}-{second}", user=user
            )
            model = read_model(text.encode())
            give(door.store, model.key, agency.id)
            definition = door.engine.deploy(model, by="x")
            for far in range(5):
                case = door.engine.start(definition, by=f"{code}-{GROUPS[far % 3]}" if far > 2 else "x")
                _go(door, case, far, first=f"{code}-{first}", second=f"{code}-{second}")
    return everybody


def _go(door: Door, case: Instance, far: int, *, first: str, second: str) -> None:
    """Let a case wait, be taken, wait in the queue, be given out of it, or end."""
    for holder in [first] if far in (2, 3) else [first, second] if far == 4 else []:
        [item] = door.engine.work_items(case)
        door.engine.reassign(item, to=holder, by="x", reason="Yours")
        door.engine.complete(item, by=holder)
    if far in (1, 3):
        [item] = door.engine.work_items(case)
        door.engine.reassign(item, to=first if far == 1 else second, by="x", reason="Yours")


def listed(client: FlaskClient) -> list[str]:
    """The ids on all pages of the list, and of the same list for programs."""
    found: list[str] = []
    for page in range(1, 9):
        text = client.get(f"/cases/?page={page}").text
        new = re.findall(r'class="whole" href="/cases/([^"?/]+)"', text)
        if not new or new[0] in found:
            break
        found += new
    told = [one["id"] for one in client.get("/api/v1/instances?limit=200").get_json()]
    assert told == found
    return found


def opened(client: FlaskClient, door: Door) -> list[str]:
    """The ids of the cases whose page the guard lets be seen, the newest first."""
    cases = door.engine.instances(limit=1000)
    return [case.id for case in cases if client.get(f"/cases/{case.id}").status_code == 200]


def test_the_list_is_what_the_guard_opens(door: Door, sign_in: SignIn, people: list[str]) -> None:
    sizes = {}
    for name in (*people, "officer", "head", "auditor"):
        client = sign_in(name)
        found = listed(client)
        assert found == opened(client, door), name
        sizes[name] = len(found)
    # Nobody sees the other agency; a head sees more than an officer, who audits sees all.
    assert sizes["naryn-auditor"] == sizes["osh-auditor"] == 15
    assert sizes["auditor"] == 30
    assert 0 < sizes["naryn-window"] < sizes["naryn-auditor"]
    # What the archive alone has had is led by its own head, who finds none of what is offered to a person by name.
    assert 0 < sizes["naryn-archivist"] <= sizes["naryn-chief"] < 15
    assert sizes["officer"] == sizes["head"] == 0


def test_what_is_offered_to_a_person_by_name_opens_to_them(
    door: Door, sign_in: SignIn, people: list[str]
) -> None:
    offered = [
        i for i in door.engine.work_items() if "user:naryn-archivist" in i.candidates and i.holder is None
    ]
    assert offered
    client = sign_in("naryn-archivist")
    found = listed(client)
    for item in offered:
        assert item.instance in found
        assert client.get(f"/cases/{item.instance}").status_code == 200
    assert sign_in("osh-archivist").get(f"/cases/{offered[0].instance}").status_code == 403


@pytest.mark.parametrize("procedures", [(), ("naryn_1",)])
def test_who_stands_in_finds_what_the_guard_opens_to_them(
    door: Door, sign_in: SignIn, people: list[str], procedures: tuple[str, ...]
) -> None:
    def id_of(name: str) -> str:
        found = accounts.by_name(door.store, name)
        assert found is not None
        return found.id

    absence = absences.enter(
        door.store,
        account=id_of("naryn-archivist"),
        substitute=id_of("naryn-lawyers"),
        starts=t.today(),
        ends=t.today(),
        held="unit",
        procedures=procedures,
        by="naryn-archivist",
        accepted=True,
    )
    client = sign_in("naryn-lawyers")
    own = listed(client)
    client.post(f"/absences/{absence.id}/act")
    acting = listed(client)
    assert acting == opened(client, door)
    assert acting != own
    if procedures:
        keys = {door.engine.instance(case).key for case in acting}
        assert keys == set(procedures)


def test_who_leads_whom_is_found_at_once_as_one_by_one(app: Flask, door: Door, people: list[str]) -> None:
    with app.test_request_context():
        for name in people:
            account = accounts.by_name(door.store, name)
            assert account is not None
            whole = reader(door, account)
            groups = [f"{code}-{group}" for code in ("naryn", "osh") for group in GROUPS]
            by_one = [group for group in groups if name in Roster(door.store).heads([group])]
            assert account.role == "auditor" or (whole is not None and list(whole.leads) == sorted(by_one)), (
                name
            )
