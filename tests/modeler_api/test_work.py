"""The officer's day through the pages: open a case, find the work, do it, see what comes next."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from engine import Instance, WorkItem
from modeler_api.auth import passwords
from modeler_api.case_numbers import next_number
from modeler_api.store import accounts, drafts
from modeler_api.wiring import Door
from processes import library, read_model
from processes.model.edits_of_annotations import set_step
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import confirmed

CERTIFICATE = library["aiyl_okmotu_certificate"]
APPLICATION = {
    "applicant_name": "Асан Үсөнов",
    "applicant_pin": "03902199900017",
    "kind": "residence",
    "purpose": "Банк",
}
GROUPS = ["reception", "specialist", "cashier"]


@pytest.fixture
def officer(door: Door, sign_in: SignIn) -> FlaskClient:
    door.engine.deploy(CERTIFICATE.as_is, by="library")
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, GROUPS)
    return sign_in("officer")


@pytest.fixture
def case(door: Door, officer: FlaskClient) -> Instance:
    return door.engine.start(
        CERTIFICATE.as_is.key, data=APPLICATION, business_key="KG-SPRAVKA-2026-00001", by="officer"
    )


def typed(values: dict[str, str]) -> dict[str, str]:
    return {f"f.{key}": value for key, value in values.items()}


def waiting(door: Door, case: Instance) -> WorkItem:
    return door.engine.work_items(case)[0]


def test_a_case_is_opened_once_however_often_the_form_is_sent(officer: FlaskClient, door: Door) -> None:
    page = officer.get(f"/start/{CERTIFICATE.as_is.key}")
    assert "Name of the applicant" in page.text
    [once] = re.findall(r'name="once" value="(\w+)"', page.text)
    answers = [
        officer.post(f"/start/{CERTIFICATE.as_is.key}", data={**typed(APPLICATION), "once": once})
        for _ in range(2)
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    [case] = door.engine.instances()
    assert re.fullmatch(r"KG-SPRAVKA-20\d\d-00001-[0-9A-Z]", case.business_key or "")
    started = officer.get(answers[0].location)
    assert case.business_key in started.text
    assert "What happens now" in started.text


def test_a_start_form_with_mistakes_opens_nothing_and_keeps_what_was_typed(
    officer: FlaskClient, door: Door
) -> None:
    answer = officer.post(
        f"/start/{CERTIFICATE.as_is.key}", data=typed({**APPLICATION, "applicant_pin": "12", "kind": ""})
    )
    assert answer.status_code == 422
    assert answer.text.index("There is a problem") < answer.text.index("<h1>")
    assert 'href="#field-f.applicant_pin"' in answer.text
    assert 'value="Асан Үсөнов"' in answer.text
    assert 'value="12"' in answer.text
    assert door.engine.instances() == []
    # It is also kept as a draft: leaving and coming back loses nothing.
    assert 'value="Асан Үсөнов"' in officer.get(f"/start/{CERTIFICATE.as_is.key}").text


def test_the_inbox_counts_lists_and_narrows(officer: FlaskClient, case: Instance) -> None:
    page = officer.get("/work/")
    assert "2026-00001</span>" in page.text
    assert "Асан Үсөнов" in page.text
    assert "The overdue first, then what has the least working time left." in page.text
    assert "KG-SPRAVKA" not in officer.get("/work/?show=unit&case=OTHER").text
    assert "Nothing fits" in officer.get("/work/?show=unit&case=OTHER").text
    assert "You hold no work now" in officer.get("/work/?show=mine").text
    assert officer.get("/work/?show=nonsense&page=99").location == "/work/?page=1"


def test_opening_takes_the_work_and_giving_back_keeps_the_draft(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    item = waiting(door, case)
    page = officer.get(f"/work/{item.id}")
    assert "You have this work" in page.text
    assert "The whole case: " in page.text, "the date the applicant reads"
    assert "Асан Үсөнов" in page.text
    assert door.engine.work_item(item.id).holder == "officer"
    kept = officer.post(f"/work/{item.id}/draft", data=typed({"household_found": "yes"}))
    assert kept.json is not None
    officer.post(f"/work/{item.id}/release")
    assert door.engine.work_item(item.id).holder is None
    assert 'value="yes" checked' in officer.get(f"/work/{item.id}").text


def test_a_look_ahead_does_not_take_the_work(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.head(f"/work/{item.id}")
    assert door.engine.work_item(item.id).holder is None


def test_completing_leads_to_what_happens_now_and_the_next_work(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    answer = officer.post(f"/work/{item.id}", data=typed({"household_found": "yes", "book_page": "112"}))
    answer = confirmed(officer, answer)
    assert answer.location == f"/work/{item.id}/done"
    page = officer.get(answer.location)
    assert f"Done: {item.label}" in page.text
    following = waiting(door, case)
    assert following.label in page.text
    assert f"/work/{following.id}" in page.text
    assert door.engine.instance(case.id).data["book_page"] == "112"
    # What was decided stands on the next work item's page, in the words of the form.
    assert "Yes, and the certificate is written" in officer.get(f"/work/{following.id}").text


def test_work_one_must_not_do_is_not_proposed_next(sign_in: SignIn, door: Door) -> None:
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, ["clerks"])
    model = read_model(b"Check @clerks -> Confirm @clerks", dialect="sketch")
    door.engine.deploy(set_step(model, "confirm", deciders="fourEyes"), by="analyst")
    case = door.engine.start("sketch", business_key="A-1", by="citizen:1")
    officer, item = sign_in("officer"), waiting(door, case)
    officer.get(f"/work/{item.id}")
    page = officer.get(officer.post(f"/work/{item.id}").location).text
    assert "Confirm" in page, "what happens now is told"
    assert f"/work/{waiting(door, case).id}" not in page, "it is for somebody else to do"


def test_mistakes_are_named_first_and_nothing_is_lost(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    answer = officer.post(
        f"/work/{item.id}", data=typed({"household_found": "no", "refusal_reason": "short"})
    )
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert ">short</textarea>" in answer.text
    assert 'href="#field-f.refusal_reason"' in answer.text
    assert door.engine.work_item(item.id).status == "open"


def test_work_of_a_colleague_says_who_took_it_and_when(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    item = waiting(door, case)
    accounts.add(
        door.store,
        name="bermet",
        full_name="Бермет",
        password_hash=passwords.hashed("x" * 12),
        role="officer",
    )
    door.engine.claim(item, by="bermet", groups=GROUPS)
    page = officer.get(f"/work/{item.id}")
    assert "Бермет took this work just now" in page.text
    assert "<textarea" not in page.text
    answer = officer.post(f"/work/{item.id}", data=typed({"household_found": "yes"}))
    assert answer.status_code == 403


def test_work_done_meanwhile_says_so(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.get(f"/work/{item.id}")
    confirmed(officer, officer.post(f"/work/{item.id}", data=typed({"household_found": "yes"})))
    answer = officer.post(f"/work/{item.id}", data=typed({"household_found": "yes"}))
    assert answer.status_code == 409
    assert "This work was completed on" in answer.text


def test_two_who_open_the_same_work_at_once_do_not_both_get_it(
    sign_in: SignIn, door: Door, case: Instance
) -> None:
    item = waiting(door, case)
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    for name in ("one", "two"):
        accounts.add(
            door.store, name=name, full_name=name, password_hash="-", role="officer", groups=account.groups
        )
    pages: dict[str, str] = {}

    def opens(name: str) -> None:
        pages[name] = sign_in(name).get(f"/work/{item.id}").text

    threads = [threading.Thread(target=opens, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("You have this work" in page for page in pages.values()) == [False, True]


def test_work_of_another_unit_is_refused_as_a_page(case: Instance, sign_in: SignIn, door: Door) -> None:
    answer = sign_in("head").get(f"/work/{waiting(door, case).id}")
    assert answer.status_code == 403
    assert "This work belongs to another unit." in answer.text


def test_a_case_tells_where_it_is_in_a_diagram_and_in_words(
    officer: FlaskClient, case: Instance, door: Door
) -> None:
    page = officer.get(f"/cases/{case.id}")
    assert '"here"' in page.text
    assert "here now" in page.text
    assert "style-src-attr 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "The case was opened" in officer.get(f"/cases/{case.id}?tab=history").text
    data = officer.get(f"/cases/{case.id}?tab=data")
    assert "03902199900017" in data.text
    assert "style-src-attr" not in data.headers["Content-Security-Policy"]


def test_who_may_read_a_case(case: Instance, sign_in: SignIn) -> None:
    assert sign_in("auditor").get(f"/cases/{case.id}").status_code == 200
    assert sign_in("head").get(f"/cases/{case.id}").status_code == 403
    assert sign_in("analyst").get(f"/cases/{case.id}").status_code == 403


def test_the_list_of_cases_narrows_by_state_and_number(officer: FlaskClient, case: Instance) -> None:
    assert "2026-00001</span>" in officer.get("/cases/?status=running").text
    assert "No case here" in officer.get("/cases/?status=completed").text
    assert "2026-00001</span>" in officer.get("/cases/?case=KG-SPRAVKA-2026-00001").text


def test_a_mistyped_number_is_told_from_one_nobody_has(officer: FlaskClient, door: Door) -> None:
    number = next_number(
        door.engine, door.engine.definition(CERTIFICATE.as_is.key), at=datetime(2026, 5, 4, tzinfo=UTC)
    )
    assert "This number is mistyped" not in officer.get(f"/cases/?case={number}").text
    slip = number.replace("00001", "00007")
    page = officer.get(f"/cases/?case={slip}").text
    assert "This number is mistyped" in page
    assert slip in page


def test_a_draft_belongs_to_the_person_who_typed_it(officer: FlaskClient, case: Instance, door: Door) -> None:
    item = waiting(door, case)
    officer.post(f"/work/{item.id}/draft", data=typed({"refusal_reason": "half a sen"}))
    head = accounts.by_name(door.store, "head")
    assert head is not None
    assert drafts.find(door.store, account=head.id, subject=f"work-item:{item.id}") is None


@pytest.mark.parametrize("locale", ["ky", "ru"])
def test_the_pages_speak_the_readers_language(officer: FlaskClient, case: Instance, locale: str) -> None:
    officer.get(f"/language/{locale}?next=/work/")
    page = officer.get("/work/").text
    assert f'<html lang="{locale}">' in page
    assert "Narrow the list" not in page
    assert {"ky": "Тизмени тарытуу", "ru": "Сузить список"}[locale] in page
