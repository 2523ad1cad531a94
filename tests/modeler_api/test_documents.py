"""What people hand in: taken when it is what it says, kept once, shown without running, never lost."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import Instance
from modeler_api.documents import content, pictures, scanning
from modeler_api.documents.content import Refused, recognised
from modeler_api.store import accounts, documents
from modeler_api.wiring import Door
from tests.modeler_api import papers
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure
from tests.services.process import free_port


@pytest.mark.parametrize(
    ("given", "ending"),
    [
        (papers.PDF, ".pdf"),
        (papers.png(), ".png"),
        (papers.docx(), ".docx"),
        (papers.package({"mimetype": b"application/vnd.oasis.opendocument.text"}), ".odt"),
        ("Өтүнүч\n".encode(), ".txt"),
    ],
)
def test_a_file_is_what_its_bytes_say(given: bytes, ending: str) -> None:
    assert recognised(given).ending == ending


PACKED_SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\0", "a program for Windows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a page of the web"),
        (b"  <!DOCTYPE html><p>", "a page of the web"),
        (papers.PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OpenAction<</S/JavaScript>>"), "JavaScript"),
        (papers.PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/AA<</S/J#61vaScript>>"), "JavaScript"),
        (
            papers.PDF.replace(
                b"xref",
                b"4 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
                + __import__("zlib").compress(PACKED_SCRIPT)
                + b"\nendstream endobj\nxref",
                1,
            ),
            "JavaScript",
        ),
        (papers.PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R"), "locked with a password"),
        (papers.PDF[:80], "cut off"),
        (papers.PDF + papers.package({"a": b"b"}), "two things at once"),
        (papers.png() + b"<script>alert(1)</script>", "cut off or has something behind"),
        (papers.png() + papers.package({"a": b"b"}), "cut off or has something behind"),
        (papers.docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macros"),
        (papers.docx(word__embeddings__oleObject1=b"x"), "macros or other files inside"),
        (papers.package({"bomb.txt": b"\0" * 60_000_000}), "far more than its size says"),
        (papers.package({"../../etc/passwd": b"x"}), "broken archive"),
        (papers.package({"plan.pdf": papers.PDF}), "Hand in each of the documents"),
        (papers.docx()[:-40], "broken archive"),
        (bytes(range(256)), "not known here"),
    ],
)
def test_what_could_act_or_is_two_things_is_refused_by_what_it_is(given: bytes, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        recognised(given)
    assert reason in str(caught.value.message)


def test_bytes_of_a_picture_inside_a_pdf_are_no_names() -> None:
    stream = b"4 0 obj<</Length 20>>stream\nxx/JS yy/Encrypt zz\nendstream endobj\nxref"
    assert recognised(papers.PDF.replace(b"xref", stream, 1)) is content.PDF


def test_a_pdf_becomes_pictures_in_a_process_of_its_own_and_a_broken_one_none() -> None:
    assert pictures.pages(papers.PDF) == 1
    assert pictures.page(papers.PDF, 1).startswith(b"\x89PNG")
    for broken, number in ((papers.PDF, 2), (b"%PDF-1.4 nothing", 1)):
        with pytest.raises(pictures.NotDrawn):
            pictures.page(broken, number)


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A program that speaks clamd's INSTREAM, on a port of its own."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _address = listening.accept()
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(said.read(4), "big"):
                    heard.append(said.read(size))
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", heard
        thread.join(10)


def test_a_scanner_is_asked_with_every_byte_and_believed() -> None:
    given = papers.png(200, 200) * 300
    with scanner(b"stream: OK\0") as (address, heard):
        assert scanning.scanned(given, address) == scanning.CLEAN
    assert b"".join(heard) == given
    with scanner(b"stream: Eicar-Test-Signature FOUND\0") as (address, _heard):
        with pytest.raises(Refused, match="holds a virus"):
            scanning.scanned(given, address)
    with scanner(b"INSTREAM size limit exceeded. ERROR\0") as (address, _heard):
        with pytest.raises(Refused, match="could not be made"):
            scanning.scanned(b"x", address)


def test_without_a_scanner_a_file_is_said_to_be_unscanned_and_with_a_silent_one_nothing_is_taken() -> None:
    assert scanning.scanned(b"x", None) == scanning.UNSCANNED
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(Refused, match="does not answer"):
        scanning.scanned(b"x", f"127.0.0.1:{port}")


@pytest.fixture
def clerk(door: Door, sign_in: SignIn) -> FlaskClient:
    plan = {
        "type": "filepicker",
        "key": "plan",
        "label": "Plan",
        "accept": ".pdf",
        "validate": {"required": True},
    }
    photos = {"type": "filepicker", "key": "photos", "label": "Photos", "multiple": True, "accept": "image/*"}
    door.engine.deploy(
        procedure(start=form({"type": "textfield", "key": "name"}), work=form(plan, photos)), by="x"
    )
    return sign_in("officer")


@pytest.fixture
def case(door: Door, clerk: FlaskClient) -> Instance:
    return door.engine.start("shop_permit", data={"name": "Asan"}, by="officer")


def send(clerk: FlaskClient, address: str, **files: Any) -> Any:
    data = {name.replace("__", "."): (io.BytesIO(given), called) for name, (given, called) in files.items()}
    return clerk.post(address, data=data, content_type="multipart/form-data")


def test_a_file_sent_with_a_form_is_kept_whatever_else_is_wrong(
    clerk: FlaskClient, case: Instance, door: Door
) -> None:
    [item] = door.engine.work_items(case)
    clerk.get(f"/work/{item.id}")
    wrong = send(clerk, f"/work/{item.id}", f__plan=(papers.png(), "plan.pdf"))
    assert wrong.status_code == 422
    assert "The file is a PNG picture; this asks for .pdf" in wrong.text
    assert "Choose a file for Plan" not in wrong.text
    both = clerk.post(
        f"/work/{item.id}",
        data={
            "f.plan": (io.BytesIO(papers.PDF), "../Пландын сүрөтү.exe"),
            "f.photos": [(io.BytesIO(papers.png()), "a.png"), (io.BytesIO(b"MZ"), "b.png")],
        },
        content_type="multipart/form-data",
    )
    assert both.status_code == 422
    assert "a program for Windows" in both.text
    again = clerk.get(f"/work/{item.id}")
    assert "Пландын сүрөтү.exe.pdf" in again.text
    assert "a.png" in again.text
    assert "not checked for viruses" in again.text
    import re

    typed = {
        name: re.findall(rf'type="hidden" name="{name}" value="(\w+)"', again.text)
        for name in ("f.plan", "f.photos")
    }
    assert [len(ids) for ids in typed.values()] == [1, 1]
    assert clerk.post(f"/work/{item.id}", data=typed).status_code == 303
    [plan] = door.engine.instance(case.id).data["plan"]
    assert (plan["name"], plan["media_type"], plan["size"]) == (
        "Пландын сүрөтү.exe.pdf",
        "application/pdf",
        len(papers.PDF),
    )
    assert documents.content(door.store, plan["sha256"]) == papers.PDF
    assert "Пландын сүрөтү.exe.pdf" in clerk.get(f"/cases/{case.id}?tab=documents").text


def test_a_document_of_somebody_else_cannot_be_named_in_a_form(
    clerk: FlaskClient, case: Instance, door: Door
) -> None:
    theirs = documents.keep(
        door.store,
        content=papers.PDF,
        media_type="application/pdf",
        scan="clean",
        name="a.pdf",
        subject="s",
        added_by="head",
    )
    [item] = door.engine.work_items(case)
    clerk.get(f"/work/{item.id}")
    answer = clerk.post(f"/work/{item.id}", data={"f.plan": theirs.id})
    assert answer.status_code == 422
    assert "hand the document in again" in answer.text
    assert clerk.get(f"/documents/{theirs.id}").status_code == 403


def test_a_document_in_a_field_that_is_kept_from_somebody_is_not_opened_by_its_id_either(
    clerk: FlaskClient, door: Door, sign_in: SignIn
) -> None:
    secret = {"type": "filepicker", "key": "record", "label": "Record", "properties": {"visibleTo": "clinic"}}
    door.engine.deploy(procedure(start=form(secret)), by="x")
    kept = documents.keep(
        door.store,
        content=papers.PDF,
        media_type="application/pdf",
        scan="clean",
        name="record.pdf",
        subject="start:shop_permit",
        added_by="head",
    )
    value = {"id": kept.id, "sha256": kept.sha256, "name": kept.name, "size": kept.size}
    case = door.engine.start(
        "shop_permit", data={"record": [value | {"media_type": kept.media_type}]}, by="head"
    )
    documents.attach(door.store, [kept.id], instance=case.id)
    newer = documents.keep(
        door.store,
        content=papers.PDF,
        media_type="application/pdf",
        scan="clean",
        name="record.pdf",
        subject=f"case:{case.id}",
        added_by="head",
        instance=case.id,
        replaces=kept.series,
    )
    assert "record.pdf" not in clerk.get(f"/cases/{case.id}?tab=documents").text
    for paper in (kept, newer):
        for address in (f"/documents/{paper.id}", f"/documents/{paper.id}/file"):
            assert clerk.get(address).status_code == 403, address
    assert sign_in("auditor").get(f"/documents/{kept.id}").status_code == 403, (
        "nor by whom the form does not name"
    )


def test_a_document_of_a_case_has_versions_a_preview_and_headers_that_let_it_do_nothing(
    clerk: FlaskClient, case: Instance, door: Door, sign_in: SignIn
) -> None:
    send(clerk, f"/documents/of/{case.id}", document=(papers.PDF, "plan.pdf"))
    [first] = documents.of_instance(door.store, case.id)
    page = clerk.get(f"/documents/{first.id}")
    assert "Page 1 of 1" in page.text
    drawn = clerk.get(f"/documents/{first.id}/page/1.png")
    assert drawn.data.startswith(b"\x89PNG")
    send(clerk, f"/documents/{first.id}/replace", document=(papers.PDF + b"\n", "plan.pdf"))
    newest, before = documents.versions(door.store, first.id)
    assert (newest.version, before.version, before.sha256) == (2, 1, first.sha256)
    assert "There is a newer version" in clerk.get(f"/documents/{first.id}").text
    kept = clerk.get(f"/documents/{first.id}/file")
    assert kept.data == papers.PDF
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept.headers["Content-Security-Policy"]
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    # Another unit, and a role without cases, see nothing of it.
    assert sign_in("head").get(f"/documents/{first.id}").status_code == 403
    assert sign_in("analyst").get(f"/documents/{first.id}/file").status_code == 403
    assert sign_in("auditor").get(f"/documents/{first.id}").status_code == 200


def test_two_who_hand_in_at_once_lose_nothing_and_the_same_bytes_are_kept_once(door: Door) -> None:
    def hand_in(number: int) -> None:
        documents.keep(
            door.store,
            content=papers.PDF,
            media_type="application/pdf",
            scan="unscanned",
            name=f"{number}.pdf",
            subject="s",
            added_by="officer",
            instance="case",
        )

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = documents.of_instance(door.store, "case")
    assert {one.name for one in found} == {f"{number}.pdf" for number in range(6)}
    assert len({one.sha256 for one in found}) == 1


def test_what_was_handed_in_before_the_case_belongs_to_it_even_after_an_interruption(
    door: Door, app: Flask, sign_in: SignIn
) -> None:
    plan = {"type": "filepicker", "key": "plan", "label": "Plan"}
    door.engine.deploy(procedure(start=form(plan), work=form()), by="x")
    clerk = sign_in("officer")
    send(clerk, "/start/shop_permit", f__plan=(papers.PDF, "plan.pdf"))
    [case] = door.engine.instances()
    [one] = documents.of_instance(door.store, case.id)
    assert one.name == "plan.pdf"
    # As if the process had ended between opening the case and saying so of the document.
    loose = documents.keep(
        door.store,
        content=papers.PDF,
        media_type="application/pdf",
        scan="clean",
        name="b.pdf",
        subject="s",
        added_by="officer",
    )
    value = {
        "id": loose.id,
        "name": "b.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": loose.sha256,
    }
    other = door.engine.start("shop_permit", data={"plan": [value]}, by="officer")
    assert "b.pdf" in clerk.get(f"/cases/{other.id}?tab=documents").text
    assert [each.id for each in documents.of_instance(door.store, other.id)] == [loose.id]


def test_a_document_of_a_case_one_may_not_read_is_no_answer(door: Door, app: Flask, sign_in: SignIn) -> None:
    from flask_login import login_user

    from modeler_api.auth.session import Person
    from modeler_api.documents import taken

    door.engine.deploy(procedure(start=form(), work=form()), by="x")
    case = door.engine.start("shop_permit", by="x")
    kept = documents.keep(
        door.store,
        content=papers.PDF,
        media_type="application/pdf",
        scan="clean",
        name="secret.pdf",
        subject="s",
        added_by="x",
        instance=case.id,
    )
    for name, is_taken in (("officer", True), ("head", False)):
        person = accounts.by_name(door.store, name)
        assert person is not None
        with app.test_request_context("/"):
            login_user(Person(person))
            assert (taken([kept.id]) is not None) is is_taken, name


def test_a_paper_of_the_register_is_read_by_whoever_reads_the_register(door: Door, sign_in: SignIn) -> None:
    entry = {"direction": "in", "title": "Request", "correspondent": "Bek"}
    sent = {**entry, "document": (io.BytesIO(papers.PDF), "a.pdf")}
    answer = sign_in("officer").post("/registers/new", data=sent, content_type="multipart/form-data")
    [paper] = re.findall(r"/documents/(\w+)", sign_in("head").get(answer.location).text)
    assert sign_in("head").get(f"/documents/{paper}").status_code == 200
    assert sign_in("analyst").get(f"/documents/{paper}").status_code == 403


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """A real ClamAV daemon that knows one virus, the harmless one of the trade."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("no clamd on this machine; its protocol is tried above")
    known, port = tmp_path / "known", free_port()
    known.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (known / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Own\n", encoding="ascii")
    settings = tmp_path / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {known}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 1M\n",
        encoding="ascii",
    )
    with (tmp_path / "clamd.log").open("wb") as log:
        daemon = subprocess.Popen([program, "-c", str(settings)], stdout=log, stderr=log)
    try:
        for _attempt in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        daemon.terminate()
        daemon.wait(30)


def test_a_real_scanner_finds_what_it_knows_and_passes_the_rest(clamd: str) -> None:
    assert scanning.scanned(papers.PDF, clamd) == scanning.CLEAN
    with pytest.raises(Refused, match=r"holds a virus \(Eicar-Own"):
        scanning.scanned(EICAR, clamd)
    with pytest.raises(Refused):
        scanning.scanned(b"x" * 3_000_000, clamd)
