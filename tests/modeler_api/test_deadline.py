"""The deadline through the pages: stopped with a reason, let go on, extended once, and the same date everywhere."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient

from engine import WorkItem
from modeler_api.applicants_view import code_of
from modeler_api.store import accounts
from modeler_api.wiring import Door
from processes import read_model
from processes.model.edits_of_annotations import set_step
from tests.modeler_api.conftest import SignIn


@pytest.fixture
def officer(door: Door, sign_in: SignIn) -> FlaskClient:
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, ["clerks"])
    model = read_model(b"Check @clerks -> Decide @clerks", dialect="sketch")
    door.engine.deploy(set_step(model, "check", limit=dt.timedelta(days=10)), by="analyst")
    door.engine.start("sketch", business_key="A-1", by="citizen:1")
    return sign_in("officer")


def waiting(door: Door) -> WorkItem:
    return door.engine.work_items(business_key="A-1")[0]


def test_the_clock_is_stopped_goes_on_and_is_extended_once(officer: FlaskClient, door: Door) -> None:
    item = waiting(door)
    address = f"/work/{item.id}/deadline"
    assert "Stop the clock or give more time" in officer.get(f"/work/{item.id}").text
    assert officer.post(address, data={"act": "stop", "stop-reason": " "}).status_code == 422
    officer.post(address, data={"act": "stop", "stop-reason": "The <plan> is missing."})
    page = officer.get(address)
    assert "The &lt;plan&gt; is missing." in page.text
    assert "the clock stands still" in officer.get(f"/work/{item.id}").text
    assert "the clock stands still" in officer.get("/work/?show=waiting").text
    officer.post(address, data={"act": "restart"})
    assert waiting(door).stopped is None
    for days in ("", "0", "many"):
        assert (
            officer.post(address, data={"act": "extend", "days": days, "extend-reason": "x"}).status_code
            == 422
        )
    before = waiting(door).due
    officer.post(address, data={"act": "extend", "days": "5", "extend-reason": "An expert is asked."})
    after = waiting(door).due
    assert before is not None
    assert after is not None
    assert after > before
    again = officer.post(address, data={"act": "extend", "days": "5", "extend-reason": "Once more."})
    assert again.status_code == 422
    assert "A term is extended once only" in again.text or "was extended already" in again.text


def test_a_step_without_a_limit_has_no_clock_to_stop(officer: FlaskClient, door: Door) -> None:
    door.engine.complete(waiting(door), by="officer")
    item = waiting(door)
    page = officer.get(f"/work/{item.id}/deadline")
    assert "no clock runs" in page.text
    refused = officer.post(f"/work/{item.id}/deadline", data={"act": "stop", "stop-reason": "Why not?"})
    assert (refused.status_code, "has no limit" in refused.text) == (422, True)
    assert officer.post(f"/work/{item.id}/deadline", data={"act": "other"}).status_code == 400


def test_the_history_of_the_case_tells_of_the_clock(officer: FlaskClient, door: Door) -> None:
    item = waiting(door)
    door.engine.claim(item, by="officer")
    door.engine.stop_clock(item, by="officer", reason="The plan is missing.")
    page = officer.get(f"/cases/{item.instance}?tab=history")
    assert "The clock was stopped: Check" in page.text


def test_what_happens_at_the_limit_is_said_before_it(officer: FlaskClient, door: Door) -> None:
    assert (
        "It is written down that the time is over" in officer.get(f"/work/{waiting(door).id}/deadline").text
    )
    silent = set_step(
        read_model(b"Check @clerks -> Decide @clerks", dialect="sketch"),
        "check",
        limit=dt.timedelta(days=10),
        on_limit="tacitYes",
        on_limit_data='{decision: "granted"}',
    )
    door.engine.deploy(silent, by="analyst")
    [item] = door.engine.work_items(door.engine.start("sketch", by="citizen:1"))
    page = officer.get(f"/work/{item.id}/deadline").text
    assert "Silence counts as consent by law" in page
    assert "granted" in page


def test_the_applicant_reads_why_it_takes_longer(officer: FlaskClient, door: Door) -> None:
    item = waiting(door)
    case = door.engine.instance(item.instance)
    said = "An expert is asked."
    sent = {"number": case.business_key, "code": code_of(door, case.id)}
    officer.post("/status", data=sent)
    assert "More time was given" not in officer.get("/status/case").text
    sent = {"act": "extend", "days": "5", "extend-reason": said}
    assert officer.post(f"/work/{item.id}/deadline", data=sent).status_code == 303
    assert f"More time was given: {said}" in officer.get("/status/case").text


def test_a_step_that_may_take_longer_than_its_case_says_so(officer: FlaskClient, door: Door) -> None:
    model = read_model(
        b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
        <process id="sketch" name="Sketch" isExecutable="true">
        <extensionElements><gov:procedure limit="P12D"/></extensionElements><startEvent id="s"/>
        <userTask id="check" name="Check" camunda:candidateGroups="clerks">
          <extensionElements><gov:step limit="P10D"/></extensionElements></userTask><endEvent id="e"/>
        <sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
        <sequenceFlow id="f2" sourceRef="check" targetRef="e"/></process></definitions>"""
    )
    door.engine.deploy(model, by="analyst")
    [item] = door.engine.work_items(door.engine.start("sketch", by="citizen:1"))
    said = "ends after the day by which the whole case must be decided"
    assert said not in officer.get(f"/work/{item.id}/deadline").text
    sent = {"act": "extend", "days": "5", "extend-reason": "An expert is asked."}
    officer.post(f"/work/{item.id}/deadline", data=sent)
    assert said in officer.get(f"/work/{item.id}/deadline").text


def test_a_list_says_the_date_of_the_case_where_the_work_has_none(officer: FlaskClient, door: Door) -> None:
    model = read_model(
        b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
        <process id="whole" name="Whole" isExecutable="true">
        <extensionElements><gov:procedure limit="P12D"/></extensionElements><startEvent id="s"/>
        <userTask id="check" name="Check" camunda:candidateGroups="clerks"/><endEvent id="e"/>
        <sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
        <sequenceFlow id="f2" sourceRef="check" targetRef="e"/></process></definitions>"""
    )
    door.engine.deploy(model, by="analyst")
    [item] = door.engine.work_items(door.engine.start("whole", by="citizen:1", business_key="W-1"))
    assert item.due is None
    shown = "/work/?show=unit&procedure=whole"
    assert "The whole case: " in officer.get(shown).text
    assert "The whole case: " in officer.get(shown.replace("/?", "/list.csv?")).text
    assert "The whole case: " not in officer.get("/work/?show=unit&procedure=sketch").text
