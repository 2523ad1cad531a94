"""Uploading: every kind of wrong file is refused with the way out and nothing kept; a right one waits to be saved."""

from __future__ import annotations

import re

import pytest

from modeler_api.store import models
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import PYTHON, SMALL, saved, upload

DOCTYPE = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x>&a;</x>'
OTHER = b'<?xml version="1.0"?>\n<html><body/></html>'
BROKEN = SMALL.replace(b"</process>", b"")


def nothing_is_kept(door: Door) -> bool:
    """Whether neither the repository nor the waiting place holds anything."""
    folder = door.settings.data / "uploads"
    return not models.newest(door.store) and not (folder.exists() and list(folder.iterdir()))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 and so on", "ZIP archive"),
        (b"just some words", "This is not XML"),
        (OTHER, "not the &lt;definitions&gt; of BPMN 2.0"),
        (DOCTYPE, "line 2"),
        (BROKEN, "Why the file was refused"),
        (PYTHON, "element check"),
    ],
)
def test_what_is_no_model_is_refused_with_the_way_out(
    sign_in: SignIn, door: Door, source: bytes, told: str
) -> None:
    """The page says what, where and what to do, and nothing is kept."""
    answer = upload(sign_in("analyst"), source)
    assert answer.status_code == 422
    assert told in answer.text
    assert "There is a problem" in answer.text
    assert nothing_is_kept(door)


@pytest.mark.parametrize(
    ("locale", "source", "told"),
    [
        ("ru", BROKEN, ("Это не правильно построенный XML: закрыт не тот тег", "выгрузите снова")),
        ("ky", BROKEN, ("Бул туура түзүлгөн XML эмес: ачылган тег эмес", "кайра чыгарыңыз")),
        ("ru", b"%PDF-1.7", ("Это документ PDF, а не файл BPMN.", "BPMN 2.0 XML (.bpmn)")),
        ("ru", OTHER, ("Корень файла — &lt;html&gt;", "старые нотации")),
        ("ky", PYTHON, ("Python тилинде жазылган", "FEEL тилинде жазыңыз")),
    ],
)
def test_a_refusal_speaks_the_readers_language(
    sign_in: SignIn, locale: str, source: bytes, told: tuple[str, ...]
) -> None:
    analyst = sign_in("analyst")
    analyst.set_cookie("kyzmat_locale", locale)
    page = upload(analyst, source).text
    assert [words for words in told if words not in page] == []


def test_a_broken_file_is_mended_on_request_and_each_repair_is_named(sign_in: SignIn) -> None:
    """Ticking the box reads what was refused before; the report says what was done."""
    analyst = sign_in("analyst")
    assert "tick the box below" in upload(analyst, BROKEN).text
    answer = upload(analyst, BROKEN, mend="yes")
    assert answer.status_code == 303
    page = analyst.get(answer.location).text
    assert "1 repair was made" in page
    assert "The missing end tag of &lt;process&gt; was written." in page


def test_what_cannot_be_mended_is_refused_all_the_same(sign_in: SignIn, door: Door) -> None:
    """A wrong root is no broken model, and Python stays out."""
    for source in (OTHER, PYTHON):
        answer = upload(sign_in("analyst"), source, mend="yes")
        assert answer.status_code == 422
        assert "tick the box" not in answer.text
    assert nothing_is_kept(door)


def test_the_report_is_had_as_data_too(sign_in: SignIn) -> None:
    """The same lines as on the page, with element and line, and the way into a deadlock to be played."""
    broken = SMALL.replace(b"</process>", b"")
    analyst = sign_in("analyst")
    held = upload(analyst, broken, mend="yes").location
    answer = analyst.get(f"{held}/report.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json is not None
    assert [r["message"] for r in answer.json["repairs"]] == ["The missing end tag of <process> was written."]
    assert {e["kind"] for e in answer.json["report"]} >= {"kept"}
    assert f"{held}/report.json" in analyst.get(held).text


def test_a_way_into_a_deadlock_can_be_played(sign_in: SignIn) -> None:
    """The button carries the way, element by element."""
    text = read_model(b"Register -> ([exempt] Check / Ask) -> Decide", dialect="sketch").source.decode()
    stuck = re.sub('exclusiveGateway id="join"', 'parallelGateway id="join"', text).encode()
    analyst = sign_in("analyst")
    page = analyst.get(upload(analyst, stuck).location).text
    assert 'data-path="start register split' in page


def test_no_file_is_asked_for(sign_in: SignIn) -> None:
    """Pressing the button without a file says what to do."""
    answer = sign_in("analyst").post("/upload/", data={})
    assert answer.status_code == 422
    assert "Choose a BPMN file." in answer.text


def test_thirty_megabytes_are_too_many(sign_in: SignIn, door: Door) -> None:
    """The limit is named on the page."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="m.bpmn"\r\n\r\n'
    body = head + b"<" * (30 * 1024 * 1024) + b"\r\n--x--\r\n"
    answer = sign_in("analyst").post("/upload/", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.text
    assert nothing_is_kept(door)


def test_python_says_what_to_write_instead(sign_in: SignIn) -> None:
    """The refusal names the line and the alternative."""
    answer = upload(sign_in("analyst"), PYTHON)
    assert "line 6" in answer.text
    assert "Write the script in FEEL" in answer.text


def test_a_model_waits_until_it_is_saved_with_a_reason(sign_in: SignIn, door: Door) -> None:
    """The report comes first; without a reason nothing is saved and what was typed stays."""
    analyst = sign_in("analyst")
    held = upload(analyst, SMALL).headers["Location"]
    report = analyst.get(held)
    assert report.status_code == 200
    assert "Import report" in report.text
    assert not models.newest(door.store)
    refused = analyst.post(held, data={"name": "My permit", "reason": " "})
    assert refused.status_code == 422
    assert "My permit" in refused.text
    done = analyst.post(held, data={"name": "My permit", "reason": "First draft"})
    assert done.status_code == 303
    [version] = models.versions(door.store, "permit")
    assert (version.name, version.reason, version.status) == ("My permit", "First draft", "draft")
    assert analyst.get(held).status_code == 404


def test_a_model_without_a_diagram_gets_one_and_the_report_says_so(sign_in: SignIn, door: Door) -> None:
    """The drawing is added; the flow stays as it was."""
    analyst = sign_in("analyst")
    held = upload(analyst, SMALL).headers["Location"]
    assert "A diagram was laid out" in analyst.get(held).text
    analyst.post(held, data={"name": "Permit", "reason": "x"})
    [version] = models.versions(door.store, "permit")
    assert b"BPMNDiagram" in version.source


def test_a_file_on_hold_is_nobody_elses(sign_in: SignIn) -> None:
    """Another analyst's account does not find it."""
    held = upload(sign_in("analyst"), SMALL).headers["Location"]
    assert sign_in("reformer").get(held).status_code == 404


def test_a_discarded_file_is_gone(sign_in: SignIn, door: Door) -> None:
    """Discarding leaves nothing behind."""
    analyst = sign_in("analyst")
    held = upload(analyst, SMALL).headers["Location"]
    assert analyst.post(f"{held}/discard").status_code == 303
    assert nothing_is_kept(door)


def test_the_same_key_makes_the_next_version(sign_in: SignIn, door: Door) -> None:
    """A second file of the same process is version 2, and version 1 stays."""
    analyst = sign_in("analyst")
    saved(analyst, SMALL)
    saved(analyst, SMALL.replace(b"Check the plan", b"Check the plan twice"))
    assert [version.number for version in models.versions(door.store, "permit")] == [2, 1]


def test_a_model_without_a_name_is_called_as_its_file(sign_in: SignIn, door: Door) -> None:
    """What Signavio writes has an id for a name; nobody would find it by that."""
    analyst = sign_in("analyst")
    held = upload(analyst, SMALL.replace(b' name="A small permit"', b""), name="Permit of March.bpmn")
    page = analyst.get(held.headers["Location"]).text
    assert re.search(r'name="name"[^>]*value="Permit of March"', page)
    assert "</span>Permit of March</h1>" in page
