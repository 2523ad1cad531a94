"""Sentences about letters that go out, the registers of documents, and whether a letter is genuine."""

from __future__ import annotations

import re
from datetime import timedelta

import pypdfium2
import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api import letters as writing
from modeler_api.store import accounts, documents, registers, tables
from tests.modeler_api.office import form
from tests.steps.town_hall import ANSWER, WHY, Hall

LETTER = {
    "language": "en",
    "title": {"en": "Decision"},
    "paragraphs": [{"en": "The reason: {{why}}"}],
    "appeal": {"en": "Within 30 working days."},
}


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
    later = tables.now() + timedelta(minutes=2)
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
