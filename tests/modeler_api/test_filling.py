"""Filling in a form: nothing typed is lost, rows come and go, answers are checked and signed before they count."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from engine import Instance, WorkItem
from modeler_api import signing
from modeler_api.store import Store, accounts, drafts
from modeler_api.wiring import Door
from tests.modeler_api.conftest import PASSWORD, SignIn
from tests.modeler_api.office import form, procedure

PARTNERS = {
    "type": "dynamiclist",
    "path": "partners",
    "label": "Partners",
    "defaultRepetitions": 1,
    "components": [
        {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True}},
        {"type": "checkbox", "key": "abroad", "label": "Lives abroad"},
        {
            "type": "textfield",
            "key": "country",
            "label": "Country",
            "conditional": {"hide": "=not(abroad)"},
            "validate": {"required": True},
        },
    ],
}
DECISION = form(
    PARTNERS,
    {"type": "money", "key": "fee", "label": "Fee", "validate": {"required": True}},
    {"type": "number", "key": "rooms", "label": "Rooms"},
    {
        "type": "expression",
        "key": "places",
        "label": "Places",
        "expression": "=if rooms = null then 0 else rooms * 4",
    },
    {"type": "address", "key": "home", "label": "Address"},
    {"type": "text", "text": "For **{{name}}**"},
)


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in("officer")


def opened(door: Door, work: dict[str, object]) -> tuple[Instance, WorkItem]:
    door.engine.deploy(procedure(start=form({"type": "textfield", "key": "name"}), work=work), by="x")
    case = door.engine.start("shop_permit", data={"name": "Asan"}, business_key="S-1", by="officer")
    [item] = door.engine.work_items(case)
    return case, item


def test_rows_are_added_moved_and_removed_by_sending_the_form(clerk: FlaskClient, door: Door) -> None:
    case, item = opened(door, DECISION)
    page = clerk.get(f"/work/{item.id}")
    assert "Partners 1" in page.text
    assert 'For <strong><span data-feel="name">Asan</span></strong>' in page.text
    typed = {"f.partners[]": "1", "f.partners.0.name": "Bek", "f.fee.amount": "12,5", "f.fee.currency": "KGS"}
    page = clerk.post(f"/work/{item.id}", data={**typed, "act": "add:partners"})
    assert page.status_code == 200
    assert 'data-focus="f.partners.1"' in page.text
    typed |= {"f.partners[]": "2", "f.partners.1.name": "Nur", "f.partners.1.abroad": "true"}
    page = clerk.post(f"/work/{item.id}", data={**typed, "act": "up:partners:1"})
    assert page.text.index('value="Nur"') < page.text.index('value="Bek"')
    assert 'value="12,5"' in page.text
    wrong = clerk.post(f"/work/{item.id}", data=typed)
    assert wrong.status_code == 422
    assert 'href="#field-f.partners.1.country"' in wrong.text
    page = clerk.post(f"/work/{item.id}", data={**typed, "act": "remove:partners:1"})
    assert "Nur" not in page.text
    typed |= {
        "f.partners.1.country": "Kazakhstan",
        "f.rooms": "3",
        "f.home.oblast": "KG-N",
        "f.home.raion": "Нарын",
    }
    assert clerk.post(f"/work/{item.id}", data=typed).status_code == 303
    data = door.engine.instance(case.id).data
    assert data["partners"] == [
        {"name": "Bek", "abroad": False},
        {"name": "Nur", "abroad": True, "country": "Kazakhstan"},
    ]
    assert data["fee"] == {"amount": "12.50", "currency": "KGS"}
    assert data["places"] == 12
    assert data["home"] == {"oblast": "KG-N", "raion": "Нарын"}
    shown = clerk.get(f"/cases/{case.id}?tab=data").text
    assert "Partners 2: Country" in shown
    assert "12.50\u00a0som" in shown


def test_a_sum_cannot_be_sent_and_a_field_for_reading_only_cannot_be_changed(
    clerk: FlaskClient, door: Door
) -> None:
    work = form(
        {"type": "number", "key": "rooms", "label": "Rooms"},
        {"type": "expression", "key": "places", "label": "Places", "expression": "=rooms * 4"},
        {"type": "textfield", "key": "name", "label": "Name", "readonly": "=rooms > 1"},
    )
    case, item = opened(door, work)
    clerk.get(f"/work/{item.id}")
    sent = {"f.rooms": "2", "f.places": "999", "f.name": "Somebody else"}
    assert clerk.post(f"/work/{item.id}", data=sent).status_code == 303
    data = door.engine.instance(case.id).data
    assert (data["places"], data["name"]) == (8, "Asan")


def test_two_windows_do_not_write_over_each_other_unseen(clerk: FlaskClient, door: Door) -> None:
    _case, item = opened(door, form({"type": "textfield", "key": "why", "label": "Why"}))
    clerk.get(f"/work/{item.id}")
    draft = f"/work/{item.id}/draft"
    assert clerk.post(draft, data={"f.why": "one", "draft": "0"}).json["version"] == 1  # type: ignore[index]
    # The other window was opened before and does not know of it.
    overtaken = clerk.post(draft, data={"f.why": "two", "draft": "0"})
    assert overtaken.status_code == 409
    assert 'value="one"' in clerk.get(f"/work/{item.id}").text
    told = clerk.post(f"/work/{item.id}", data={"f.why": "two", "draft": "0"})
    assert told.status_code == 409
    assert "Two windows have this form" in told.text
    assert re.search(r"Why: <strong>one</strong>", told.text)
    assert 'value="two"' in told.text
    assert door.engine.work_item(item.id).status == "open"
    # Sent once more, knowingly, it counts.
    assert clerk.post(f"/work/{item.id}", data={"f.why": "two", "draft": "1"}).status_code == 303
    late = clerk.post(draft, data={"f.why": "two, typed on", "draft": "1"})
    assert late.status_code == 410, "the work is done: there is nothing any more to keep"
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    assert drafts.find(door.store, account=officer.id, subject=f"work-item:{item.id}") is None


def test_of_two_drafts_kept_at_the_same_moment_one_is_told(engine_url: str) -> None:
    store = Store(engine_url)
    store.migrate()
    first = drafts.keep(store, account="a", subject="s", data={"x": ["1"]}, seen=0)
    drafts.keep(store, account="a", subject="s", data={"x": ["2"]}, seen=first.version)
    with pytest.raises(drafts.Overtaken) as caught:
        drafts.keep(store, account="a", subject="s", data={"x": ["3"]}, seen=first.version)
    assert caught.value.draft.data == {"x": ["2"]}
    # A window whose answer was lost on the way is not told of itself.
    kept = drafts.keep(store, account="b", subject="s", data={"x": ["1"]}, seen=0, window="0" * 16)
    again = drafts.keep(store, account="b", subject="s", data={"x": ["2"]}, seen=0, window="0" * 16)
    assert (kept.version, again.version) == (1, 2)
    with pytest.raises(drafts.Overtaken):
        drafts.keep(store, account="b", subject="s", data={"x": ["3"]}, seen=0, window="1" * 16)
    # Both windows saying the same is no conflict.
    assert drafts.keep(store, account="a", subject="s", data={"x": ["2"]}, seen=0).version == 2
    store.close()


SIGNED = form(
    {
        "type": "radio",
        "key": "answer",
        "label": "Decision",
        "values": [{"value": "yes", "label": "Grant"}, {"value": "no", "label": "Refuse"}],
        "validate": {"required": True},
    },
    {"type": "signature", "key": "signed", "label": "Signature of the clerk", "validate": {"required": True}},
    checkAnswers=True,
)


def test_answers_are_shown_once_more_and_signed_before_they_count(clerk: FlaskClient, door: Door) -> None:
    case, item = opened(door, SIGNED)
    page = clerk.get(f"/work/{item.id}")
    assert "Go on: check your answers" in page.text
    assert "f.signed" not in page.text
    assert clerk.get(f"/work/{item.id}/check").status_code == 302
    there = clerk.post(f"/work/{item.id}", data={"f.answer": "yes"})
    assert there.location == f"/work/{item.id}/check"
    page = clerk.get(there.location)
    assert "Nothing has been sent yet" in page.text
    assert "<dd>Grant</dd>" in page.text
    assert "not a qualified signature" in page.text
    assert door.engine.work_item(item.id).status == "open"
    [version] = re.findall(r'name="draft" value="(\d+)"', page.text)
    sign = {"draft": version, "f.signed.name": "the OFFICER ", "f.signed.password": PASSWORD}
    wrong = clerk.post(there.location, data={**sign, "f.signed.password": "guess"})
    assert wrong.status_code == 422
    assert "this is not your password" in wrong.text
    assert "enter your name" in clerk.post(there.location, data={**sign, "f.signed.name": "Bek"}).text
    # Changed in another window meanwhile: what is signed must be what was read.
    clerk.post(f"/work/{item.id}/draft", data={"f.answer": "no", "draft": version})
    changed = clerk.post(there.location, data=sign)
    assert changed.status_code == 409
    assert "<dd>Refuse</dd>" in changed.text
    [version] = re.findall(r'name="draft" value="(\d+)"', changed.text)
    assert clerk.post(there.location, data={**sign, "draft": version}).location == f"/work/{item.id}/done"
    data = door.engine.instance(case.id).data
    assert data["answer"] == "no"
    assert data["signed"]["by"] == "officer"
    assert data["signed"]["level"] == "simple"
    assert data["signed"]["sha256"] == signing.digest({"answer": "no"})


@pytest.mark.usefixtures("one_window")
def test_guessing_a_password_in_a_signature_is_slowed_down(clerk: FlaskClient, door: Door) -> None:
    _case, item = opened(door, SIGNED)
    clerk.get(f"/work/{item.id}")
    there = clerk.post(f"/work/{item.id}", data={"f.answer": "yes"}).location
    [version] = re.findall(r'name="draft" value="(\d+)"', clerk.get(there).text)
    sign = {"draft": version, "f.signed.name": "the officer", "f.signed.password": PASSWORD}
    for _attempt in range(5):
        assert clerk.post(there, data={**sign, "f.signed.password": "guess"}).status_code == 422
    assert clerk.post(there, data=sign).status_code == 429
    assert door.engine.work_item(item.id).status == "open"


def test_what_a_signature_asks_for_is_never_kept(clerk: FlaskClient, door: Door) -> None:
    _case, item = opened(door, SIGNED)
    clerk.get(f"/work/{item.id}")
    clerk.post(
        f"/work/{item.id}/draft",
        data={"f.answer": "yes", "f.signed.password": PASSWORD, "f.signed.name": "x"},
    )
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    kept = drafts.find(door.store, account=officer.id, subject=f"work-item:{item.id}")
    assert kept is not None
    assert kept.data == {"answer": ["yes"]}


def test_an_act_cannot_be_made_up_by_a_program(clerk: FlaskClient, door: Door) -> None:
    case, item = opened(door, SIGNED)
    made_up = {
        "by": "head",
        "name": "The head",
        "at": "2026-01-01",
        "method": "password",
        "level": "qualified",
        "sha256": "0" * 64,
    }
    answer = clerk.post(
        f"/api/v1/work-items/{item.id}/complete", json={"data": {"answer": "yes", "signed": made_up}}
    )
    assert answer.status_code == 422
    assert "page" in answer.text
    assert door.engine.instance(case.id).status == "running"


def test_the_form_that_opens_a_case_is_checked_too(clerk: FlaskClient, door: Door) -> None:
    start = form(
        {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True}},
        checkAnswers=True,
    )
    door.engine.deploy(procedure(start=start, work=form()), by="x")
    there = clerk.post("/start/shop_permit", data={"f.name": "Asan", "once": "abc"}).location
    page = clerk.get(there)
    assert "<dd>Asan</dd>" in page.text
    assert door.engine.instances() == []
    fields = dict(re.findall(r'name="(draft|once)" value="(\w+)"', page.text))
    assert clerk.post("/start/shop_permit/check", data=fields).status_code == 303
    assert len(door.engine.instances()) == 1


def test_components_of_one_row_stand_beside_each_other(clerk: FlaskClient, door: Door) -> None:
    first, second = {"row": "R1", "columns": 10}, {"row": "R1", "columns": None}
    schema = form(
        {"type": "textfield", "key": "street", "label": "Street", "layout": first},
        {"type": "textfield", "key": "house", "label": "House", "layout": second},
        {"type": "textfield", "key": "note", "label": "Note", "layout": {"row": "R2", "columns": None}},
    )
    _case, item = opened(door, schema)
    page = clerk.get(f"/work/{item.id}").text
    row = page[page.index('class="form-row"') : page.index('name="f.note"')]
    assert re.findall(r'class="columns-(\d+)"', page) == ["10", "6"]
    assert row.index('name="f.street"') < row.index('name="f.house"')
    assert page.count('class="form-row"') == 1, "what stands alone needs no row"


def test_what_is_saved_late_is_not_kept_once_the_case_is_open(clerk: FlaskClient, door: Door) -> None:
    door.engine.deploy(
        procedure(start=form({"type": "textfield", "key": "name", "label": "Name"}), work=form()), by="x"
    )
    address = "/start/shop_permit"

    def field(page: str, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page)
        assert found is not None
        return found[1]

    page = clerk.get(address).text
    sent = {name: field(page, name) for name in ("draft", "window", "once")} | {"f.name": "Asan"}
    opened_ = clerk.post(address, data=sent)
    assert opened_.status_code == 303
    # The script had saved a moment before; its request arrives behind that of the button.
    assert clerk.post(f"{address}/draft", data=sent).status_code == 410
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    assert drafts.find(door.store, account=officer.id, subject="start:shop_permit") is None
    assert field(clerk.get(address).text, "f.name") == "", "the next case begins empty"
    # Back at the old page, the same once more: one case; another window begins another.
    assert clerk.post(address, data=sent).location == opened_.location
    fresh = clerk.get(address).text
    other = {name: field(fresh, name) for name in ("draft", "window", "once")} | {"f.name": "Bek"}
    assert clerk.post(f"{address}/draft", data=other).status_code == 200
    assert field(clerk.get(address).text, "f.name") == "Bek"
