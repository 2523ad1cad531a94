"""Sentences about an officer's forms, documents, letters and comments, acted through the pages."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, then, when

from modeler_api import letters as writing
from modeler_api.app import create_app
from modeler_api.auth import passwords
from modeler_api.auth.session import SESSION
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, comments, documents, registers, sessions, tables
from modeler_api.wiring import Door, open_door
from tests.modeler_api import papers
from tests.modeler_api.office import form, procedure

SECRET = "words-for-a-feature-1"
ANSWER = {
    "type": "radio",
    "key": "answer",
    "label": "Decision",
    "values": [{"value": "grant", "label": "Grant"}, {"value": "refuse", "label": "Refuse"}],
}
WHY = {"type": "textarea", "key": "why", "label": "Why"}
SHOP = (
    {"type": "money", "key": "rent", "label": "Rent"},
    {"type": "pin", "key": "pin", "label": "PIN"},
    {"type": "address", "key": "address", "label": "Address"},
    {"type": "number", "key": "area", "label": "Area"},
    {
        "type": "expression",
        "key": "fee",
        "label": "Fee",
        "expression": "=if area = null then 0 else area * 12",
    },
    {
        "type": "dynamiclist",
        "path": "partners",
        "label": "Partners",
        "defaultRepetitions": 0,
        "components": [{"type": "textfield", "key": "name", "label": "Name"}],
    },
    WHY,
)
SIGNATURE = {"type": "signature", "key": "signed", "label": "Signature", "validate": {"required": True}}
LETTER = {
    "language": "en",
    "title": {"en": "Decision"},
    "paragraphs": [{"en": "The reason: {{why}}"}],
    "appeal": {"en": "Within 30 working days."},
}
HANDED_IN = {
    "a plan as a PDF": (papers.PDF, "plan.pdf"),
    "a photo": (papers.png(), "photo.png"),
    "a letter of Word": (papers.docx(), "letter.docx"),
    "a program called plan.pdf": (b"MZ\x90\0", "plan.pdf"),
    "a PDF with a script inside": (
        papers.PDF.replace(b"/Pages", b"/OpenAction<</S/JavaScript>>/Pages", 1),
        "a.pdf",
    ),
    "a letter of Word with macros": (papers.docx(word__vbaProject=b"x"), "a.docx"),
    "a photo with an archive behind": (papers.png() + papers.package({"a": b"b"}), "a.png"),
    "a small archive that unpacks to far more": (papers.package({"a.txt": b"\0" * 60_000_000}), "a.docx"),
}


class Hall:
    """The town hall: its door, its people, the case and the piece of work of a scenario."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(data=folder, port=0, default_locale="en")
        self.door: Door = open_door(settings)
        migrate(self.door)
        hashed = passwords.hashed(SECRET)
        people = (
            ("aigul", "officer", ["clerks"]),
            ("bek", "officer", ["clerks"]),
            ("other", "officer", ["others"]),
        )
        for name, role, groups in (*people, ("auditor", "auditor", [])):
            accounts.add(
                self.door.store,
                name=name,
                full_name=name.title(),
                password_hash=hashed,
                role=role,
                groups=groups,
            )
        self.app = create_app(settings, door=self.door)
        self.app.config.update(WTF_CSRF_ENABLED=False)
        self.page: Any = None
        self.typed: dict[str, str] = {}
        self.schema = form(*SHOP)
        self._item: Any = None

    def enter(self, name: str) -> FlaskClient:
        client, account = self.app.test_client(), accounts.by_name(self.door.store, name)
        assert account is not None
        token = sessions.begin(
            self.door.store, account=account.id, method="password", lasts=dt.timedelta(hours=1)
        )
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"], session[SESSION] = account.id, True, token
        return client

    @property
    def item(self) -> Any:
        """The piece of work, of a case that is opened when it is first asked for."""
        if self._item is None:
            self.door.engine.deploy(procedure(work=self.schema), by="x")
            case = self.door.engine.start("shop_permit", by="aigul")
            [self._item] = self.door.engine.work_items(case)
            self.enter("aigul").get(f"/work/{self._item.id}")
        return self._item

    @property
    def address(self) -> str:
        return f"/work/{self.item.id}"

    @property
    def data(self) -> dict[str, Any]:
        return self.door.engine.instance(self.item.instance).data

    def send(self, **more: str) -> None:
        self.page = self.enter("aigul").post(self.address, data={**self.typed, **more})

    def version(self) -> str:
        [found] = re.findall(
            r'name="draft" value="(\d+)"', self.enter("aigul").get(f"{self.address}/check").text
        )
        return str(found)

    def sign(self, password: str, version: str | None = None) -> None:
        sent = {"draft": version or self.version(), "f.signed.name": "Aigul", "f.signed.password": password}
        self.page = self.enter("aigul").post(f"{self.address}/check", data=sent)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Hall]:
    opened = Hall(tmp_path / "var")
    yield opened
    opened.door.engine.dispose()
    opened.door.store.close()


@given("a town hall where Aigul decides about shops")
def town_hall(town: Hall) -> None:
    assert town.door.engine.definitions() == []


@when("Aigul answers")
def answers(town: Hall, datatable: list[list[str]]) -> None:
    for question, answer in datatable[1:]:
        if question == "rent":
            town.typed |= {"f.rent.amount": answer, "f.rent.currency": "KGS"}
        elif question == "address":
            _oblast, village, house = answer.split(", ")
            town.typed |= {
                "f.address.oblast": "KG-N",
                "f.address.settlement": village,
                "f.address.house": house,
            }
        else:
            town.typed[f"f.{question.lower()}"] = answer
    town.send()


@then(parsers.parse("the rent is {amount} som"))
def rent(town: Hall, amount: str) -> None:
    assert town.data["rent"] == {"amount": amount, "currency": "KGS"}


@then(parsers.parse("the PIN is {pin}"))
def pin(town: Hall, pin: str) -> None:
    assert town.data["pin"] == pin


@then(parsers.parse("the address is in the oblast {code}"))
def oblast(town: Hall, code: str) -> None:
    assert town.data["address"]["oblast"] == code


@then(parsers.parse('the form says "{words}"'))
def says(town: Hall, words: str) -> None:
    assert town.page.status_code == 422
    assert words in town.page.text


@then("what Aigul typed still stands in the form")
def stands(town: Hall) -> None:
    assert all(f'value="{typed}"' in town.page.text for typed in town.typed.values())


@given(parsers.parse("the partners {one} and {two} stand in the form"))
def partners(town: Hall, one: str, two: str) -> None:
    town.typed = {"f.partners[]": "2", "f.partners.0.name": one, "f.partners.1.name": two}


@when(parsers.parse("Aigul moves {name} before {other}"))
def moves(town: Hall, name: str, other: str) -> None:
    town.send(act="up:partners:1")


@then(parsers.parse("Aigul removes {name}"))
def removes(town: Hall, name: str) -> None:
    town.typed = _standing(town.page.text)
    town.send(act="remove:partners:0")


@then(parsers.re(r"the partners are (?P<names>.+)"))
def the_partners(town: Hall, names: str) -> None:
    found = _standing(town.page.text)
    assert [found[f"f.partners.{n}.name"] for n in range(int(found["f.partners[]"]))] == names.split(" and ")


def _standing(page: str) -> dict[str, str]:
    names = re.findall(r'name="(f\.partners\.\d\.name)"[^>]* value="([^"]*)"', page)
    [count] = re.findall(r'name="f\.partners\[\]" value="(\d)"', page)
    return {**dict(names), "f.partners[]": count}


@then(parsers.parse("the fee is {amount:d}"))
def fee(town: Hall, amount: int) -> None:
    assert town.data["fee"] == amount


@given(parsers.parse('Aigul has typed "{words}" as the reason in one window'))
def typed_first(town: Hall, words: str) -> None:
    town.enter("aigul").post(f"{town.address}/draft", data={"f.why": words, "draft": "0"})


@when(parsers.parse('she types "{words}" in a window opened before'))
def typed_second(town: Hall, words: str) -> None:
    town.typed = {"f.why": words, "draft": "0"}
    town.send()


@then("she is told what stands in the other window")
def told(town: Hall) -> None:
    assert "Why: <strong>first</strong>" in town.page.text


@then("nothing is written over")
def kept(town: Hall) -> None:
    assert ">first</textarea>" in town.enter("aigul").get(town.address).text
    assert town.door.engine.work_item(town.item.id).status == "open"


@given("a decision is signed")
def is_signed(town: Hall) -> None:
    town.schema = form(ANSWER, SIGNATURE)


@when("Aigul grants the permit")
def grants(town: Hall) -> None:
    town.typed = {"f.answer": "grant"}
    town.send()


@then("nothing is decided yet")
def undecided(town: Hall) -> None:
    assert town.door.engine.work_item(town.item.id).status == "open"


@then("Aigul signs with her own name and password")
def signs(town: Hall) -> None:
    town.sign(SECRET)


@then(parsers.parse("the permit is decided, signed by Aigul as a {level} electronic signature"))
def decided(town: Hall, level: str) -> None:
    assert town.data["answer"] == "grant"
    assert (town.data["signed"]["by"], town.data["signed"]["level"]) == ("aigul", level)


@when("she signs with a password that is not hers")
def signs_wrongly(town: Hall) -> None:
    town.sign("guessed")


@when("the answer becomes a refusal in another window")
def changed(town: Hall) -> None:
    read = town.version()
    town.enter("aigul").post(f"{town.address}/draft", data={"f.answer": "refuse", "draft": read})
    town.sign(SECRET, version=read)


@then("Aigul has to read the answers again before she signs")
def read_again(town: Hall) -> None:
    assert town.page.status_code == 409
    assert "<dd>Refuse</dd>" in town.page.text
    undecided(town)


@when(parsers.re(r"Aigul hands in (?P<what>a .+)"))
@given(parsers.re(r"Aigul has handed in (?P<what>a .+)"))
def hands_in(town: Hall, what: str) -> None:
    _send(town, f"/documents/of/{town.item.instance}", *HANDED_IN[what])


def _send(town: Hall, address: str, content: bytes, name: str) -> None:
    data = {"document": (io.BytesIO(content), name)}
    town.enter("aigul").post(address, data=data, content_type="multipart/form-data")


@then(parsers.re(r"it is (?P<outcome>kept|refused)"))
def outcome(town: Hall, outcome: str) -> None:
    found = documents.of_instance(town.door.store, town.item.instance)
    assert len(found) == (1 if outcome == "kept" else 0)


@when("she hands in its next version")
def next_version(town: Hall) -> None:
    [first] = documents.of_instance(town.door.store, town.item.instance)
    _send(town, f"/documents/{first.id}/replace", papers.PDF + b"\n", "plan.pdf")


@then(parsers.parse("the case has version {number:d} of the plan, and version 1 can still be read"))
def versions(town: Hall, number: int) -> None:
    found = {one.version: one for one in documents.of_instance(town.door.store, town.item.instance)}
    assert max(found) == number
    assert town.enter("aigul").get(f"/documents/{found[1].id}/file").data == papers.PDF


@then("somebody of another unit cannot read it")
def unreadable(town: Hall) -> None:
    [one] = documents.of_instance(town.door.store, town.item.instance)
    assert town.enter("other").get(f"/documents/{one.id}").status_code == 403
    assert town.enter("other").get(f"/documents/{one.id}/file").status_code == 403


@given("a decision goes out as a letter")
def goes_out(town: Hall) -> None:
    town.schema = form(ANSWER, WHY, letter=LETTER)


@when(
    parsers.re(
        r'Aigul refuses the permit because "(?P<why>[^"]+)"(?P<stops>, and the system stops before the letter)?'
    )
)
def refuses(town: Hall, why: str, stops: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if stops:
        monkeypatch.setattr(writing, "issue", lambda *_given: None)
    town.typed = {"f.answer": "refuse", "f.why": why}
    town.send()
    town.enter("aigul").post(f"{town.address}/check", data={"draft": town.version()})
    monkeypatch.undo()


@then(parsers.parse('a letter "{title}" stands in the register of outgoing documents as number {number:d}'))
def in_the_register(town: Hall, title: str, number: int) -> None:
    found = writing.of_work_item(town.door, town.item.id)
    assert found is not None
    assert (found[1].title, found[1].number) == (title, number)


@then(parsers.parse('it says "{words}" and how to appeal'))
def letter_says(town: Hall, words: str) -> None:
    found = writing.of_work_item(town.door, town.item.id)
    assert found is not None
    assert any(words in each for each in found[0].content["data"]["paragraphs"])
    assert found[0].content["data"]["appeal"] == "Within 30 working days."


@then("whoever holds it finds it genuine")
def genuine(town: Hall) -> None:
    found = writing.of_work_item(town.door, town.item.id)
    assert found is not None
    sheet = pypdfium2.PdfDocument(documents.content(town.door.store, str(found[1].sha256)))[0]
    [code] = re.findall(r"Code to check: ([0-9A-Z]{10})", sheet.get_textpage().get_text_range())
    page = town.app.test_client().get("/verify", query_string={"number": found[1].label, "code": code})
    assert "Genuine" in page.text


@then("whoever guesses its code does not")
def guessed(town: Hall) -> None:
    found = writing.of_work_item(town.door, town.item.id)
    assert found is not None
    page = town.app.test_client().get(
        "/verify", query_string={"number": found[1].label, "code": "AAAAAAAAAA"}
    )
    assert page.status_code == 404


@then("the letter goes out when the system is back, once")
def goes_out_later(town: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writing.of_work_item(town.door, town.item.id) is None
    later = tables.now() + tables.dt.timedelta(minutes=2)
    monkeypatch.setattr(writing.tables, "now", lambda: later)
    assert [writing.issue_waiting(town.door) for _turn in range(2)] == [1, 0]
    assert writing.of_work_item(town.door, town.item.id) is not None


@given(parsers.parse('a request from "{whom}" came in and was entered'))
def came_in(town: Hall, whom: str) -> None:
    given_ = {"direction": "in", "title": "Request", "correspondent": whom}
    assert town.enter("aigul").post("/registers/new", data=given_).status_code == 303


def _entry(town: Hall) -> registers.Entry:
    aigul = accounts.by_name(town.door.store, "aigul")
    assert aigul is not None
    [found] = registers.some(
        town.door.store, agency=aigul.agency or writing.NO_AGENCY, direction="in", limit=5
    )
    return found


@when("Aigul remarks that it came a day earlier")
def remarks(town: Hall) -> None:
    data = {"kind": "correction", "text": "It came a day earlier"}
    town.enter("aigul").post(f"/registers/{_entry(town).id}/annotations", data=data)


@then("the entry stands as it was, with the remark beside it")
def remarked(town: Hall) -> None:
    entry = _entry(town)
    assert (entry.title, entry.correspondent) == ("Request", "Көл Транс")
    assert "It came a day earlier" in town.enter("aigul").get(f"/registers/{entry.id}").text


@when(parsers.parse('Aigul writes "{words}" without saying for whom'))
def writes_unsaid(town: Hall, words: str) -> None:
    town.page = town.enter("aigul").post(f"/comments/of/{town.item.instance}", data={"text": words})


@then("the comment is not kept, and she is asked for whom it is")
def not_kept(town: Hall) -> None:
    assert comments.of_instance(town.door.store, town.item.instance) == []
    assert "Say who sees the comment." in town.page.text
    assert "Is the plan signed?" in town.page.text


@when(parsers.parse('Aigul writes "{words}" for the office'))
@given(parsers.parse('Aigul has written "{words}" for the office'))
def writes(town: Hall, words: str) -> None:
    data = {"text": words, "audience": "office"}
    assert town.enter("aigul").post(f"/comments/of/{town.item.instance}", data=data).status_code == 303


@then("Bek finds it among what mentions him")
def mentioned(town: Hall) -> None:
    assert "Please look" in town.enter("bek").get("/comments/mentions").text


@then("it is marked as seen by the office only")
def marked(town: Hall) -> None:
    page = town.enter("bek").get(f"/cases/{town.item.instance}?tab=comments").text
    assert 'class="comment office"' in page
    assert 'class="comment applicant"' not in page


@when(parsers.parse('she changes it to "{words}"'))
def changes(town: Hall, words: str) -> None:
    [one] = comments.of_instance(town.door.store, town.item.instance)
    town.enter("aigul").post(f"/comments/{one.id}/change", data={"text": words})


@then(parsers.parse('colleagues read "{words}"'))
def colleagues_read(town: Hall, words: str) -> None:
    page = town.enter("bek").get(f"/cases/{town.item.instance}?tab=comments").text
    assert words in page
    assert "Frist" not in page


@then(parsers.parse('an auditor also reads "{words}"'))
def auditor_reads(town: Hall, words: str) -> None:
    assert words in town.enter("auditor").get(f"/cases/{town.item.instance}?tab=comments").text
