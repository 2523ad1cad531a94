"""Ways back through the pages: who may not do a step is told before, cases are sent back, slips are taken back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from engine import Actor, Instance, WorkItem
from modeler_api.store import accounts
from modeler_api.wiring import Door
from processes import read_model
from processes.model.edits_of_annotations import set_step
from tests.modeler_api.conftest import SignIn

GROUPS = ["clerks", "heads"]


@pytest.fixture
def officer(door: Door, sign_in: SignIn) -> FlaskClient:
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, GROUPS)
    model = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    door.engine.deploy(set_step(model, "decide", separate_from=("check",)), by="analyst")
    return sign_in("officer")


@pytest.fixture
def case(door: Door) -> Instance:
    return door.engine.start("sketch", business_key="A-1", by="citizen:1")


def waiting(door: Door, case: Instance) -> WorkItem:
    return door.engine.work_items(case)[0]


def test_who_checked_is_told_before_the_work_starts(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    officer.post(f"/work/{item.id}")
    decide = waiting(door, case)
    page = officer.get(f"/work/{decide.id}")
    assert page.status_code == 200
    assert "officer did “Check” in this case, so somebody else has to do “Decide”." in page.text
    assert "Your part" not in page.text
    assert door.engine.work_item(decide).holder is None
    assert officer.post(f"/work/{decide.id}").status_code == 403


def test_a_case_is_sent_back_with_words_the_other_side_reads(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    door.engine.complete(waiting(door, case), by="officer")
    decide = waiting(door, case)
    door.engine.send_back(decide, by="head", reason="The <plan> is not signed.")
    check = waiting(door, case)
    page = officer.get(f"/work/{check.id}")
    assert "sent this back to you" in page.text
    assert "The &lt;plan&gt; is not signed." in page.text


def test_who_sends_back_or_passes_on_in_somebodys_place_says_so(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    for name in ("ana", "bek"):
        accounts.add(door.store, name=name, full_name=name.title(), password_hash="-", role="head")
    standby = Actor("ana", on_behalf_of="bek")
    door.engine.complete(waiting(door, case), by="officer")
    door.engine.send_back(waiting(door, case), by=standby, reason="Not signed.")
    page = officer.get(f"/work/{waiting(door, case).id}").text
    assert "Ana, for Bek sent this back to you" in page
    door.engine.release(waiting(door, case), by="officer")
    door.engine.reassign(waiting(door, case), to="officer", by=standby, reason="You know it.")
    page = officer.get(f"/work/{waiting(door, case).id}").text
    assert "Ana, for Bek passed this on to you" in page


def test_the_steps_to_send_back_to_are_called_in_the_readers_language(
    officer: FlaskClient, case: Instance, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modeler_api.procedures.labels_for", lambda _model: {"check": "Арызды текшерүү"})
    door.engine.complete(waiting(door, case), by="somebody")
    decide = waiting(door, case)
    officer.get(f"/work/{decide.id}")
    page = officer.get(f"/work/{decide.id}/send-back").text
    assert "Арызды текшерүү" in page
    assert ">Check<" not in page


def test_sending_back_asks_for_a_reason_and_leads_to_the_list(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    door.engine.complete(waiting(door, case), by="somebody")
    decide = waiting(door, case)
    officer.get(f"/work/{decide.id}")
    page = officer.get(f"/work/{decide.id}/send-back")
    assert "It goes to somebody." in page.text
    refused = officer.post(f"/work/{decide.id}/send-back", data={"to": "check", "reason": " "})
    assert refused.status_code == 422
    assert refused.text.index("There is a problem") < refused.text.index("<h1>")
    answer = officer.post(f"/work/{decide.id}/send-back", data={"to": "check", "reason": "Look again."})
    assert answer.status_code == 303
    assert waiting(door, case).holder == "somebody"


def test_nothing_to_send_back_to_is_said(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    assert "Nobody has done a step before this one" in officer.get(f"/work/{item.id}/send-back").text


def test_a_slip_is_taken_back_as_long_as_nobody_works_on_it(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    officer.post(f"/work/{item.id}")
    assert "Take it back" in officer.get(f"/work/{item.id}/done").text
    answer = officer.post(f"/work/{item.id}/recall")
    again = waiting(door, case)
    assert answer.location == f"/work/{again.id}"
    assert (again.label, again.holder) == ("Check", "officer")
    assert "Done before" not in officer.get(answer.location).text, "what was taken back is not done"
    officer.post(f"/work/{again.id}")
    door.engine.claim(waiting(door, case), by="head")
    late = officer.post(f"/work/{again.id}/recall", follow_redirects=True)
    assert "can no longer be taken back" in late.text


def test_who_declares_a_conflict_is_out_of_the_case(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    assert officer.post(f"/work/{item.id}/conflict", data={"reason": ""}).status_code == 422
    answer = officer.post(f"/work/{item.id}/conflict", data={"reason": "My sister."})
    assert answer.status_code == 303
    assert waiting(door, case).holder is None
    assert "has declared a conflict of interest" in officer.get(f"/work/{item.id}").text


def test_a_closed_case_is_neither_taken_back_nor_goes_on(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    door.engine.complete(waiting(door, case), by="head")
    decide = waiting(door, case)
    officer.get(f"/work/{decide.id}")
    done = officer.get(officer.post(f"/work/{decide.id}").location).text
    assert "The case is closed" in done
    assert "Take it back" not in done
    assert "may still come" not in officer.get(f"/cases/{case.id}").text


def test_whoever_work_is_passed_on_to_reads_from_whom_and_why(
    officer: FlaskClient, case: Instance, door: Door, sign_in: SignIn
) -> None:
    other = accounts.by_name(door.store, "head")
    assert other is not None
    accounts.set_groups(door.store, other.id, GROUPS)
    item = waiting(door, case)
    door.engine.reassign(item, to="officer", by="head", reason="You know this <street>.")
    page = officer.get(f"/work/{item.id}").text
    assert "passed this on to you" in page
    assert "You know this &lt;street&gt;." in page
    assert "You know this" not in sign_in("head").get(f"/work/{item.id}").text
    door.engine.delegate(item, to="head", by="officer", reason="Please measure it.")
    door.engine.hand_back(item, by="head", note="It is six metres wide.")
    page = officer.get(f"/work/{item.id}").text
    assert "has done their part" in page
    assert "It is six metres wide." in page
    assert "You know this" not in page
    door.engine.release(item, by="officer")
    officer.get(f"/work/{item.id}")
    assert "has done their part" not in officer.get(f"/work/{item.id}").text


def test_of_a_step_done_many_times_each_says_only_what_was_said_of_it(
    officer: FlaskClient, door: Door
) -> None:
    model = read_model(
        f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
        <process id="plots" name="Plots" isExecutable="true"><startEvent id="s"/>
        <userTask id="measure" name="Measure" camunda:candidateGroups="{GROUPS[0]}">
          <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
        </userTask><endEvent id="e"/>
        <sequenceFlow id="f1" sourceRef="s" targetRef="measure"/>
        <sequenceFlow id="f2" sourceRef="measure" targetRef="e"/></process></definitions>""".encode()
    )
    door.engine.deploy(model, by="analyst")
    one, two = door.engine.work_items(door.engine.start("plots", by="citizen:1"))
    door.engine.reassign(one, to="officer", by="head", reason="The upper plot.")
    door.engine.reassign(two, to="officer", by="head", reason="The lower plot.")
    assert "The upper plot." in officer.get(f"/work/{one.id}").text
    assert "The lower plot." in officer.get(f"/work/{two.id}").text
