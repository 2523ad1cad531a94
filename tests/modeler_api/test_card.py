"""The card: numbered rows from the model, in three formats and the languages of the country."""

from __future__ import annotations

import ctypes
import html
import io
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient

from modeler_api.store import models
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import SMALL, with_library

KEY = "residence_registration"


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_passport_has_its_rows_from_the_model(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = words(sign_in("analyst").get(f"/procedures/{KEY}/card").text)
    for title in (
        "Recipients of the service",
        "Legal basis",
        "Time limit",
        "List of the documents",
        "How to appeal",
    ):
        assert title in page
    assert "kg-resid" not in page
    assert "Chapter and item of the Unified Register: nobody has said it yet" in page
    assert "Res. 886 of 04.12.2004" in page
    assert "(held by the state already)" in page
    assert "Sequence of steps" in page
    assert "Register at new military office" in page


def test_what_nobody_has_said_is_not_said_to_be_nothing(sign_in: SignIn, door: Door) -> None:
    models.save(door.store, key="permit", name="A small permit", source=SMALL, author="analyst")
    page = words(sign_in("analyst").get("/procedures/permit/card").text)
    assert page.count("Nobody has said it yet.") >= 7
    assert "Cost of the service: nobody has said it yet." in page


def test_the_item_of_the_unified_register_stands_in_the_first_row(sign_in: SignIn, door: Door) -> None:
    said = SMALL.replace(b'id="d"', b'xmlns:gov="urn:kyzmat:gov:1" id="d"').replace(
        b'isExecutable="true">',
        b'isExecutable="true"><extensionElements><gov:procedure registerItem="Chapter 3, item 20"/>'
        b"</extensionElements>",
    )
    models.save(door.store, key="permit", name="A small permit", source=said, author="analyst")
    page = words(sign_in("analyst").get("/procedures/permit/card").text)
    assert "Chapter and item of the Unified Register: Chapter 3, item 20" in page


@pytest.mark.parametrize("tongue", ["ky", "ru", "en"])
def test_the_pdf_is_one_for_everybody(sign_in: SignIn, door: Door, tongue: str) -> None:
    import pypdfium2

    with_library(door)
    answer = sign_in("analyst").get(f"/procedures/{KEY}/card.pdf?language={tongue}")
    assert answer.mimetype == "application/pdf"
    assert b"pdfuaid" in answer.data
    document = pypdfium2.PdfDocument(answer.data)
    told = " ".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", " ")
    title = library[KEY].titles[tongue]
    assert title in re.sub(r"\s+", " ", told)
    assert structure(document)["TH"] >= 3  # the passport tells its columns to who does not see them


def structure(document: Any) -> Counter[str]:
    """How often each kind of element stands in the structure of the first page."""
    from pypdfium2 import raw

    page = document[0]  # the tree lives no longer than its page
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    found: Counter[str] = Counter()

    def count(element: Any) -> None:
        if not element:
            return
        kind = ctypes.create_string_buffer(100)
        raw.FPDF_StructElement_GetType(element, kind, 100)
        found[kind.raw.decode("utf-16-le").rstrip("\0")] += 1
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            count(raw.FPDF_StructElement_GetChildAtIndex(element, place))

    for place in range(raw.FPDF_StructTree_CountChildren(tree)):
        count(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
    raw.FPDF_StructTree_Close(tree)
    page.close()
    return found


@pytest.mark.parametrize("tongue", ["ky", "ru"])
def test_the_three_formats_say_the_same(sign_in: SignIn, door: Door, tongue: str) -> None:
    import pypdfium2
    from docx import Document

    with_library(door)
    client = sign_in("analyst")
    client.get(f"/language/{tongue}")
    page = html.unescape(words(client.get(f"/procedures/{KEY}/card").text))
    printed = pypdfium2.PdfDocument(client.get(f"/procedures/{KEY}/card.pdf?language={tongue}").data)
    told = unbroken(" ".join(one.get_textpage().get_text_range() for one in printed))
    written = Document(io.BytesIO(client.get(f"/procedures/{KEY}/card.docx?language={tongue}").data))
    head, *rows = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert all(heading in page and heading in told for heading in head)
    assert [row[0] for row in rows] == [str(number) for number in range(1, 12)]
    chapters = [one.text for one in written.paragraphs if one.style and one.style.name == "Heading 2"]
    assert [one.split(".")[0] for one in chapters] == ["1", "2", "3", "4", "5", "6", "7"]
    for said in [*(cell for row in rows for cell in row[1:]), *chapters]:
        for line in said.splitlines():
            assert unbroken(line) in unbroken(page)
            assert unbroken(line) in told


def unbroken(told: str) -> str:
    """A text without spaces and the hyphens of its lines, which each page sets elsewhere."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", told)


def test_the_word_document_holds_tables_and_vector_drawings(sign_in: SignIn, door: Door) -> None:
    from docx import Document

    with_library(door)
    answer = sign_in("analyst").get(f"/procedures/{KEY}/card.docx?language=ru")
    document = Document(io.BytesIO(answer.data))
    assert document.tables[0].rows[4].cells[1].text == "Правовые основания получения услуги"
    assert "Постановление № 886" in document.tables[0].rows[4].cells[2].text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        drawings = [name for name in opened.namelist() if name.endswith(".svg")]
        assert len(drawings) == 2
        assert opened.read(drawings[0]).startswith(b"<svg")
        assert "svgBlip" in opened.read("word/document.xml").decode()


def test_anybody_reads_what_is_in_force_and_nothing_else(client: FlaskClient, door: Door) -> None:
    with_library(door)
    assert client.get(f"/services/{KEY}").status_code == 200
    assert client.get(f"/services/{KEY}.pdf").status_code == 200
    assert client.get(f"/services/{KEY}.exe").status_code == 404
    assert client.get(f"/services/{KEY}-to-be").status_code == 404
    models.save(door.store, key="permit", name="A small permit", source=SMALL, author="analyst")
    assert client.get("/services/permit").status_code == 404


def test_a_procedure_of_the_administration_itself_stays_inside(client: FlaskClient, door: Door) -> None:
    inside = SMALL.replace(b'id="d"', b'xmlns:gov="urn:kyzmat:gov:1" id="d"').replace(
        b'isExecutable="true">',
        b'isExecutable="true"><extensionElements><gov:procedure beneficiary="inside"/></extensionElements>',
    )
    version = models.save(door.store, key="permit", name="A small permit", source=inside, author="analyst")
    models.publish(door.store, version.id, definition_key="permit")
    assert client.get("/services/permit").status_code == 404
