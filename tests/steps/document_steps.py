"""Sentences about documents that are handed in, their versions and who reads them."""

from __future__ import annotations

import io

from pytest_bdd import given, parsers, then, when

from modeler_api.store import documents
from tests.modeler_api import papers
from tests.steps.town_hall import Hall

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
