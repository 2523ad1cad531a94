"""Letters of a case: shown before, issued once with a number, checked by anybody, corrected by remarks only."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engine import Engine, InvalidData, WorkItem, WrongState
from modeler_api import completing
from modeler_api import letters as writing
from modeler_api.documents import pictures
from modeler_api.store import Store, accounts, documents, letters, registers, tables
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure

REFUSAL = form(
    {"type": "textarea", "key": "why", "label": "Reason", "validate": {"required": True}},
    letter={
        "language": "ru",
        "title": {"ru": "Отказ в разрешении", "ky": "Уруксат берүүдөн баш тартуу"},
        "to": "=name",
        "paragraphs": [{"ru": "Вам отказано: {{why}}"}],
        "basis": "Закон № 210",
        "appeal": {"ru": "В течение 30 рабочих дней"},
    },
)


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in("officer")


@pytest.fixture
def work(door: Door) -> WorkItem:
    door.engine.deploy(procedure(start=form({"type": "textfield", "key": "name"}), work=REFUSAL), by="x")
    case = door.engine.start("shop_permit", data={"name": "Асан Үсөнов"}, by="officer")
    return door.engine.work_items(case)[0]


def completed(clerk: FlaskClient, work: WorkItem) -> None:
    clerk.get(f"/work/{work.id}")
    page = clerk.get(clerk.post(f"/work/{work.id}", data={"f.why": "Нет участка"}).location)
    assert "Read the letter before it is issued" in page.text
    assert clerk.get(f"/work/{work.id}/letter.pdf").data.startswith(b"%PDF")
    [version] = re.findall(r'name="draft" value="(\d+)"', page.text)
    clerk.post(f"/work/{work.id}/check", data={"draft": version})


def test_a_letter_is_issued_once_numbered_and_stands_in_the_register_and_the_case(
    clerk: FlaskClient, work: WorkItem, door: Door
) -> None:
    completed(clerk, work)
    found = writing.of_work_item(door, work.id)
    assert found is not None
    letter, entry = found
    year = tables.today().year
    assert entry.label.endswith(f"-{year}-OUT-00001")
    assert (entry.title, entry.correspondent) == ("Отказ в разрешении", "Асан Үсөнов")
    [paper] = documents.of_instance(door.store, work.instance)
    pdf = documents.content(door.store, paper.sha256)
    assert entry.sha256 == paper.sha256
    assert b"pdfuaid" in pdf
    assert pictures.pages(pdf) == 1
    assert writing.issue(door, work.id) is None
    assert entry.label in clerk.get(f"/work/{work.id}/done").text
    assert "The applicant sees it" in clerk.get(f"/cases/{work.instance}?tab=documents").text
    assert "Отказ в разрешении" in clerk.get("/registers/?direction=out").text
    assert letter.content["data"]["paragraphs"] == ["Вам отказано: Нет участка"]


def test_work_whose_letter_has_gone_out_is_not_taken_back_quietly(
    clerk: FlaskClient, work: WorkItem, door: Door
) -> None:
    completed(clerk, work)
    done = clerk.get(f"/work/{work.id}/done")
    assert "Take it back" not in done.text
    answer = clerk.post(f"/work/{work.id}/recall", follow_redirects=True)
    assert "Its letter has gone out." in answer.text
    assert door.engine.work_items(work.instance) == []


def test_a_process_that_ends_between_the_work_and_its_letter_loses_nothing(
    clerk: FlaskClient, work: WorkItem, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "issue", lambda *_given: None)
    completed(clerk, work)
    monkeypatch.undo()
    assert door.engine.work_item(work.id).status == "completed"
    assert writing.of_work_item(door, work.id) is None
    assert writing.issue_waiting(door) == 0  # whoever is at it is left alone for a minute
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2), tick=True):
        assert writing.issue_waiting(door) == 1
        assert writing.issue_waiting(door) == 0
    assert writing.of_work_item(door, work.id) is not None


def test_after_such_an_end_the_letter_still_says_what_counted(
    clerk: FlaskClient, work: WorkItem, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "issue", lambda *_given: None)
    completed(clerk, work)
    monkeypatch.undo()
    again = clerk.post(f"/api/v1/work-items/{work.id}/complete", json={"data": {"why": "Другая причина"}})
    assert again.status_code == 409
    letter = letters.of_work_item(door.store, work.id)
    assert letter is not None
    assert letter.content["data"]["paragraphs"] == ["Вам отказано: Нет участка"]


def test_of_two_windows_at_once_one_completes_and_the_letter_is_its_own(
    work: WorkItem, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    complete, refused = type(door.engine).complete, []

    def beside(engine: Engine, item: WorkItem, **said: Any) -> None:
        monkeypatch.setattr(type(door.engine), "complete", complete)
        with pytest.raises(WrongState) as told:
            completing.complete(door, work, {"why": "Вторая"}, by=officer)
        refused.append(str(told.value.message))
        complete(engine, item, **said)

    monkeypatch.setattr(type(door.engine), "complete", beside)
    completing.complete(door, work, {"why": "Первая"}, by=officer)
    assert "in another window at this moment" in refused[0]
    letter = letters.of_work_item(door.store, work.id)
    assert letter is not None
    assert letter.content["data"]["paragraphs"] == ["Вам отказано: Первая"]
    assert door.engine.instance(work.instance).data["why"] == "Первая"


def test_work_that_is_refused_leaves_no_letter_behind(work: WorkItem, door: Door) -> None:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    with pytest.raises(InvalidData):
        completing.complete(door, work, {"why": ""}, by=officer)
    completing.complete(door, work, {"why": "Нет участка"}, by=officer)
    assert writing.of_work_item(door, work.id) is not None


def test_a_letter_whose_work_was_never_completed_is_forgotten(work: WorkItem, door: Door) -> None:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    content = writing.content(door, REFUSAL["letter"], {"name": "A", "why": "B"}, by=officer)
    said = {"instance": work.instance, "agency": "a", "content": content}
    letters.prepare(door.store, work_item=work.id, by="officer", **said)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), tick=True):
        assert writing.issue_waiting(door) == 0
        assert letters.of_work_item(door.store, work.id) is not None
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=2), tick=True):
        writing.issue_waiting(door)
    assert letters.of_work_item(door.store, work.id) is None


def issued(store: Store, number: int) -> None:
    content = {"data": {"title": f"Letter {number}", "to": "A"}, "language": "en", "template": "letter"}
    letters.prepare(store, work_item=f"w{number}", instance="i", agency="a", content=content, by="officer")
    letter = letters.of_work_item(store, f"w{number}")
    assert letter is not None
    letters.issue(store, letter, code="C" * 10, agency_code="KG", set_=lambda label, _at: label.encode())


def test_numbers_are_without_gaps_however_many_write_at_once(engine_url: str) -> None:
    store = Store(engine_url)
    store.migrate()

    def enter(number: int) -> None:
        registers.enter(
            store,
            agency="a",
            code="KG",
            direction="in",
            entered_by="x",
            title=f"T{number}",
            correspondent="C",
        )

    for act, direction in ((enter, "in"), (lambda n: issued(store, n), "out")):
        threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = registers.some(store, agency="a", direction=direction, limit=50)
        assert sorted(one.number for one in found) == list(range(1, 9))
    store.close()


def test_the_year_of_a_number_begins_when_it_begins_in_the_office(engine_url: str) -> None:
    store = Store(engine_url)
    store.migrate()
    for hour, label in ((17, "KG-2026-IN-00001"), (18, "KG-2027-IN-00001")):
        with time_machine.travel(dt.datetime(2026, 12, 31, hour, 30, tzinfo=dt.UTC), tick=False):
            entry = registers.enter(
                store, agency="a", code="KG", direction="in", entered_by="x", title="T", correspondent="C"
            )
        assert (entry.label, entry.year) == (label, int(label[3:7]))
    store.close()


def test_a_number_whose_letter_cannot_be_set_is_given_back(engine_url: str) -> None:
    store = Store(engine_url)
    store.migrate()
    content = {"data": {"title": "T"}, "language": "en", "template": "letter"}
    letters.prepare(store, work_item="w", instance="i", agency="a", content=content, by="officer")
    letter = letters.of_work_item(store, "w")
    assert letter is not None

    def broken(_label: str, _at: dt.datetime) -> bytes:
        raise ValueError("no paper")

    with pytest.raises(ValueError, match="no paper"):
        letters.issue(store, letter, code="C", agency_code="KG", set_=broken)
    assert registers.count(store, agency="a", direction="out") == 0
    issued(store, 1)
    assert registers.some(store, agency="a", direction="out", limit=5)[0].number == 1
    assert letters.waiting(store)[0].work_item == "w"
    store.close()


def test_anybody_can_check_a_letter_and_learns_no_more_than_its_holder_knows(
    clerk: FlaskClient, work: WorkItem, door: Door, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, Any] = {}
    real = Engine.typeset

    def heard(self: Engine, template: str, **given: Any) -> bytes:
        said.update(given)
        return real(self, template, **given)

    monkeypatch.setattr(Engine, "typeset", heard)
    completed(clerk, work)
    number, code = said["number"], said["words_around_qr"]["code"]
    assert said["qr"].endswith(f"/verify?number={number}&code={code}")
    page = client.get("/verify", query_string={"number": number.lower(), "code": f" {code.lower()}"})
    assert page.status_code == 200
    assert "Genuine" in page.text
    assert "Отказ в разрешении" in page.text
    for secret in ("Үсөнов", "Нет участка", "officer"):
        assert secret not in page.text
    unknown = client.get("/verify", query_string={"number": "KG-2020-OUT-00009", "code": code})
    wrong = client.get("/verify", query_string={"number": number, "code": "AAAAAAAAAA"})
    assert unknown.status_code == wrong.status_code == 404
    assert "Not known here" in wrong.text
    _letter, entry = writing.of_work_item(door, work.id) or pytest.fail("no letter")
    clerk.post(f"/registers/{entry.id}/annotations", data={"text": "Issued in error", "kind": "revocation"})
    page = client.get("/verify", query_string={"number": number, "code": code})
    assert "no longer counts" in page.text
    assert "Genuine" not in page.text


@pytest.mark.usefixtures("one_window")
def test_guessing_is_slowed_down(client: FlaskClient, app: Flask) -> None:
    answers = [client.get("/verify?number=KG-2026-OUT-00001&code=AAAA").status_code for _ in range(31)]
    assert answers[:30] == [404] * 30
    assert answers[30] == 429
    assert client.get("/verify").status_code == 200


def test_a_paper_that_comes_in_is_entered_searched_exported_and_corrected_by_a_remark(
    clerk: FlaskClient, door: Door, sign_in: SignIn
) -> None:
    wrong = clerk.post("/registers/new", data={"direction": "in", "title": ""})
    assert wrong.status_code == 422
    assert "Enter from whom it came" in wrong.text
    given = {"direction": "in", "title": "Өтүнүч", "correspondent": "=Көл Транс", "their_number": "5/12"}
    page = clerk.get(clerk.post("/registers/new", data=given).location)
    assert "-IN-00001" in page.text
    assert "Өтүнүч" in clerk.get("/registers/?words=отунуч").text
    assert "Nothing fits" in clerk.get("/registers/?words=zzz").text
    [entry] = registers.some(door.store, agency=_agency(door), direction="in", limit=5)
    clerk.post(f"/registers/{entry.id}/annotations", data={"text": "Came on the 3rd", "kind": "correction"})
    page = clerk.get(f"/registers/{entry.id}")
    assert "Came on the 3rd" in page.text
    assert "Өтүнүч" in page.text
    sheet = clerk.get("/registers/export.csv").data.decode("utf-8-sig")
    assert "'=Көл Транс" in sheet
    assert "Came on the 3rd" in sheet
    assert "+06:00" in sheet, "the day is the office's, also late in the evening"
    assert sign_in("auditor").get(f"/registers/{entry.id}").status_code == 200
    assert sign_in("auditor").post(f"/registers/{entry.id}/annotations").status_code == 403
    assert sign_in("analyst").get("/registers/").status_code == 403


def _agency(door: Door) -> str:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    return officer.agency or writing.NO_AGENCY


def test_work_that_issues_a_letter_is_not_done_many_at_once_and_that_is_said(
    clerk: FlaskClient, work: WorkItem
) -> None:
    page = clerk.post("/work/bulk/", data={"act": "complete", "item": work.id}).text
    assert "This work is done one by one" in page
    assert "different kinds" not in page


def test_of_different_kinds_of_work_it_is_not_said_that_all_is_done_one_by_one(
    clerk: FlaskClient, work: WorkItem, door: Door
) -> None:
    other = door.engine.start(
        door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="x"), by="x"
    )
    chosen = [work.id, door.engine.work_items(other)[0].id]
    page = clerk.post("/work/bulk/", data={"act": "complete", "item": chosen}).text
    assert "These are different kinds of work" in page
    assert "one by one" not in page
