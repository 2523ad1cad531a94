"""Many files at once: archives within limits, broken ones refused one by one, the rest saved together."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from modeler_api import repository, upload_archives, upload_batches
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.jobs import bring_models
from modeler_api.pages import upload_batch
from modeler_api.store import models
from modeler_api.wiring import Door
from processes import Model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import PYTHON, SMALL

OTHER = SMALL.replace(b'id="permit"', b'id="licence"').replace(b"A small permit", b"A small licence")
BROKEN = SMALL.replace(b"</process>", b"")


def packed(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


FOLDERS = packed({"a.bpmn": SMALL, **{f"{n}/": b"" for n in range(3)}})


def sent(client: FlaskClient, files: Mapping[str, bytes]) -> TestResponse:
    data = {"file": [(io.BytesIO(content), name) for name, content in files.items()]}
    return client.post("/upload/", data=data, content_type="multipart/form-data")


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace(" .", ".")


def read(client: FlaskClient, address: str) -> str:
    for _slice in range(50):
        state = client.get(f"{address}/state").json
        assert state is not None
        if state["is_over"]:
            return client.get(address).text
    raise AssertionError("it is never read")


def test_broken_files_are_refused_one_by_one_and_the_rest_is_saved(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    archive = packed(
        {
            "permits/a.bpmn": SMALL,
            "permits/b.bpmn": BROKEN,
            "c.bpmn": OTHER,
            "d.txt": b"words",
            "e.bpmn": PYTHON,
        }
    )
    answer = sent(analyst, {"all.zip": archive})
    assert answer.status_code == 303
    page = read(analyst, answer.location)
    assert "3 files were refused" in page
    assert "permits/b.bpmn" in page
    assert "not well-formed XML" in page
    assert "element check" in page or ">check<" in page
    assert "2 models were read" in page
    saved = analyst.post(answer.location, data={"file": ["0", "2"], "reason": "Found in the ministry."})
    assert saved.status_code == 303
    assert {version.key for version in models.newest(door.store)} == {"permit", "licence"}
    assert "2 models were saved" in analyst.get(answer.location).text
    analyst.set_cookie("kyzmat_locale", "ru")
    page = analyst.get(answer.location).text
    assert "Это не XML" in page
    assert "Выгрузите модель как BPMN 2.0 XML (.bpmn) и загрузите этот файл." in page


def test_several_files_come_without_an_archive(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    answer = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER})
    assert "2 models were read" in read(analyst, answer.location)


def test_reading_goes_on_where_it_was(sign_in: SignIn, door: Door) -> None:
    """A server that dies between two slices has lost nothing."""
    analyst = sign_in("analyst")
    many = {f"{n}.bpmn": SMALL.replace(b'id="permit"', b'id="permit%d"' % n) for n in range(6)}
    address = sent(analyst, many).location
    name = address.rpartition("/")[2]
    [folder] = (door.settings.data / "uploads").glob("*.batch")
    account = folder.name.partition("-")[0]
    first = upload_batches.go_on(door.settings, account=account, name=name, save=lambda file: file, seconds=0)
    assert first is not None
    assert len(first.of("read")) == 1
    assert "6 models were read" in read(analyst, address)


def test_saving_goes_on_where_it_was_and_saves_nothing_twice(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that dies between a version and the note of it finds the version again."""
    analyst = sign_in("analyst")
    many = {f"{n}.bpmn": SMALL.replace(b'id="permit"', b'id="permit%d"' % n) for n in range(4)}
    address = sent(analyst, many).location
    read(analyst, address)
    monkeypatch.setattr(upload_batches, "SLICE_SECONDS", 0)
    monkeypatch.setattr(upload_batches.go_on, "__kwdefaults__", {"seconds": 0})
    write = upload_batches._write

    def killed(*_args: object) -> None:
        monkeypatch.setattr(upload_batches, "_write", write)
        raise KeyboardInterrupt

    choose = upload_batches.choose

    def chosen(*args: Any, **more: Any) -> int:
        count = choose(*args, **more)
        monkeypatch.setattr(upload_batches, "_write", killed)
        return count

    monkeypatch.setattr(upload_batches, "choose", chosen)
    with pytest.raises(KeyboardInterrupt):
        analyst.post(address, data={"which": "all", "reason": "Found in the ministry."})
    assert len(models.newest(door.store)) == 1, "the version is made, and nobody noted it"
    assert "4 still to be saved" in words(analyst.get("/upload/").text)
    state = analyst.get(f"{address}/state").json
    assert state is not None
    assert (state["doing"], state["is_over"]) == ("1 of 4 models saved", False)
    page = words(read(analyst, address))
    assert "4 models were saved as drafts." in page
    found = models.newest(door.store)
    assert sorted((version.key, version.number) for version in found) == [(f"permit{n}", 1) for n in range(4)]


def test_of_many_files_the_broken_come_first_and_each_result_in_pages(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_batch, "MOST_TOGETHER", 3)
    analyst = sign_in("analyst")
    many = {f"{n}.bpmn": SMALL.replace(b'id="permit"', b'id="permit%d"' % n) for n in range(4)}
    address = sent(analyst, {**many, "broken.bpmn": BROKEN}).location
    page = words(read(analyst, address))
    assert "Refused (1)" in page
    assert "1 file was refused" in page
    assert "0.bpmn" not in page
    [result] = {name for name in ("errors", "good") if f"result={name}" in analyst.get(address).text}
    page = words(analyst.get(f"{address}?result={result}").text)
    assert "broken.bpmn" not in page
    assert "4 models were read" in page
    assert "1 to 3 of 4" in page
    # All of them are saved from whichever page.
    assert analyst.post(address, data={"which": "all", "reason": ""}).status_code == 422
    assert analyst.post(address, data={"which": "ticked", "reason": "x"}).status_code == 422
    analyst.post(address, data={"which": "all", "reason": "Found."})
    page = words(read(analyst, address))
    assert "4 models were saved as drafts. 1 file was refused." in page
    assert len(models.newest(door.store)) == 4
    assert "saved: 4" in words(analyst.get("/upload/").text)


def test_many_files_may_be_more_together_than_one_alone(sign_in: SignIn, door: Door) -> None:
    padding = b"<!--" + b" " * (4 * 1024 * 1024) + b"-->"
    files = {f"{n}.bpmn": SMALL.replace(b"<process ", padding + b"<process ") for n in range(3)}
    assert sum(map(len, files.values())) > door.settings.upload_limit_mb * 1024 * 1024
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="{}"\r\n\r\n'
    body = b"".join(head.format(name).encode() + content + b"\r\n" for name, content in files.items())
    answer = sign_in("analyst").post(
        "/upload/", data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 303


def test_one_of_many_may_have_as_much_as_one_alone(door: Door) -> None:
    most = door.settings.upload_limit_mb
    fitting, large = b" " * (most * 2**20), b" " * (most * 2**20 + 1)
    for files in ({"a.bpmn": SMALL, "large.bpmn": large}, {"x.zip": packed({"large.bpmn": large})}):
        with pytest.raises(
            upload_batches.NotUnpacked, match=f"large.bpmn” has more than {most} MB|unpacks to"
        ):
            upload_batches.begin(door.settings, account="x", files=files.items())
    assert not list((door.settings.data / "uploads").glob("*.batch"))
    assert upload_batches.begin(door.settings, account="x", files=[("a.bpmn", fitting)])


def test_a_bomb_is_not_unpacked(sign_in: SignIn, door: Door) -> None:
    bomb = packed({"a.bpmn": b" " * (80 * 1024 * 1024)})
    assert len(bomb) < 200_000
    answer = sent(sign_in("analyst"), {"bomb.zip": bomb})
    assert answer.status_code == 422
    assert "unpacks to far more than its size" in answer.text
    assert not list((door.settings.data / "uploads").glob("*.batch"))


@pytest.mark.parametrize(
    ("archive", "told"),
    [
        (b"PK\x03\x04 and nothing more", "broken ZIP archive"),
        (packed({"__MACOSX/x.bpmn": SMALL, ".hidden": SMALL}), "No file with a model was found"),
    ],
)
def test_what_is_no_archive_of_models_says_so(sign_in: SignIn, archive: bytes, told: str) -> None:
    answer = sent(sign_in("analyst"), {"x.zip": archive})
    assert answer.status_code == 422
    assert told in answer.text


def test_no_path_of_an_archive_is_followed(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    answer = sent(analyst, {"x.zip": packed({"../../../evil.bpmn": SMALL})})
    page = read(analyst, answer.location)
    assert "evil.bpmn" in page
    assert "../" not in page
    assert not list(door.settings.data.parent.glob("evil*"))


def test_an_archive_of_too_many_is_refused(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_archives, "MOST_FILES", 2)
    answer = sent(sign_in("analyst"), {"x.zip": packed({f"{n}.bpmn": SMALL for n in range(3)})})
    assert "More than 2 files came at once" in answer.text


def test_a_table_of_contents_too_large_for_memory_is_not_read(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders are no files, and a million of them is a small archive."""
    monkeypatch.setattr(upload_archives, "MOST_ENTRIES", 3)
    monkeypatch.setattr(zipfile, "ZipFile", lambda _file: pytest.fail("it was read"))
    answer = sent(sign_in("analyst"), {"x.zip": FOLDERS})
    assert answer.status_code == 422
    assert "files came at once" in answer.text


def test_a_name_that_is_no_text_is_a_broken_archive(sign_in: SignIn) -> None:
    archive = packed({"жол.bpmn": SMALL})
    # The name stands twice: before the file, and in the table of contents; only the first is broken.
    broken = archive.replace("жол".encode(), b"\xff" * 6, 1)
    answer = sent(sign_in("analyst"), {"x.zip": broken})
    assert answer.status_code == 422
    assert "broken ZIP archive" in answer.text


def test_what_is_forgotten_while_another_page_looks_is_gone_there_too(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    address = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    read(analyst, address)
    page, name = analyst.get(address).text, address.rpartition("/")[2]
    assert "2 models were read" in words(page)
    assert analyst.post(address, data={"which": "all", "file": ["0", "1"], "reason": "x"}).status_code == 303
    [folder] = (door.settings.data / "uploads").glob(f"*-{name}.batch")
    account = folder.name.partition(f"-{name}")[0]
    index = folder / "index.json"
    index.write_text(
        index.read_text().replace('"saved"', '"chosen"').replace('"version": 1', '"version": null')
    )

    def forgotten(file: upload_batches.BatchFile) -> upload_batches.BatchFile:
        shutil.rmtree(folder)
        return replace(file, state="saved")

    assert upload_batches.go_on(door.settings, account=account, name=name, save=forgotten) is None
    upload_batches.drop(door.settings, account=account, name=name)
    assert analyst.get(f"{address}/state").status_code == 404


def test_a_second_press_finds_what_the_first_one_did(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    address = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    read(analyst, address)
    pressed = [analyst.post(address, data={"which": "all", "reason": "x"}).status_code for _press in range(2)]
    assert pressed == [303, 303]
    assert "2 models were saved as drafts." in words(read(analyst, address))
    assert sorted(version.number for version in models.newest(door.store)) == [1, 1]


def test_nobody_sees_what_another_brought(sign_in: SignIn) -> None:
    address = sent(sign_in("analyst"), {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    assert sign_in("reformer").get(address).status_code == 404


def test_a_reason_and_a_choice_are_asked_for(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    address = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    read(analyst, address)
    assert analyst.post(address, data={"reason": "x"}).status_code == 422
    assert analyst.post(address, data={"file": "0"}).status_code == 422
    assert analyst.post(f"{address}/discard").status_code == 303
    assert analyst.get(address).status_code == 404


def batch_of(door: Door, address: str) -> upload_batches.Batch:
    folder = next((door.settings.data / "uploads").glob("*.batch"))
    account = folder.name.split("-", 1)[0] if folder.name.count("-") == 1 else folder.name.rsplit("-", 1)[0]
    found = upload_batches.find(door.settings, account=account, name=address.rpartition("/")[2])
    assert found is not None
    return found


def test_the_clock_reads_and_saves_while_nobody_looks(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_batches.go_on, "__kwdefaults__", {"seconds": 0})
    monkeypatch.setattr(bring_models, "PORTION_SECONDS", 0)
    analyst = sign_in("analyst")
    third = SMALL.replace(b'id="permit"', b'id="third"').replace(b"A small permit", b"A third")
    address = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER, "c.bpmn": third, "d.bpmn": BROKEN}).location
    assert len(batch_of(door, address).of("waiting")) == 4
    assert run_waiting_jobs(door) > 1  # a portion at a time
    assert batch_of(door, address).is_read
    analyst.post(address, data={"which": "all", "reason": "Found in the ministry."})
    assert not batch_of(door, address).is_saved
    run_waiting_jobs(door)
    assert batch_of(door, address).is_over
    assert {version.key for version in models.newest(door.store)} == {"permit", "licence", "third"}
    assert {version.author for version in models.newest(door.store)} == {"analyst"}
    assert "3 models were saved" in analyst.get(address).text


def test_a_file_that_breaks_the_reading_stops_no_other(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_well = repository.acceptable

    def breaking(source: bytes) -> Model:
        if b"A small licence" in source:
            raise RuntimeError("nobody thought of this")
        return read_well(source)

    monkeypatch.setattr(repository, "acceptable", breaking)
    analyst = sign_in("analyst")
    page = words(read(analyst, sent(analyst, {"a.bpmn": OTHER, "b.bpmn": SMALL}).location))
    assert "1 file was refused" in page
    assert "an error of this program" in page
    assert "nobody thought of this" not in page
    assert "1 model was read" in page


def test_an_earlier_file_brought_again_for_the_same_reason_is_the_newest(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    newer = SMALL.replace(b"A small permit", b"A larger permit")
    for content in (SMALL, newer, SMALL):
        address = sent(analyst, {"a.bpmn": content, "b.bpmn": OTHER}).location
        read(analyst, address)
        assert analyst.post(address, data={"file": ["0"], "reason": "From the ministry."}).status_code == 303
    saved = [b"larger" in version.source for version in models.versions(door.store, "permit")]
    assert saved == [False, True, False]


def test_a_file_that_breaks_the_saving_stops_no_other(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_well, wrong = models.save, [OperationalError("x", None, Exception("locked"))]

    def breaking(*given: Any, **more: Any) -> models.ModelVersion:
        if more["key"] == "licence":
            raise RuntimeError("nobody thought of this")
        if wrong:
            raise wrong.pop()
        return save_well(*given, **more)

    monkeypatch.setattr(models, "save", breaking)
    analyst = sign_in("analyst")
    address = sent(analyst, {"a.bpmn": OTHER, "b.bpmn": SMALL}).location
    read(analyst, address)
    chosen = {"which": "all", "reason": "Found in the ministry."}
    assert analyst.post(address, data=chosen).status_code == 500, "the database is busy"
    page = words(read(analyst, address))
    assert "1 model was saved" in page
    assert "1 file was refused" in page
    assert "Saving it stopped with an error of this program" in page
    assert "nobody thought of this" not in page


def test_many_files_that_lie_for_days_are_in_nobodys_way(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER})
    [batch] = (door.settings.data / "uploads").glob("*.batch")
    os.utime(batch, (0, 0))
    assert sent(sign_in("analyst"), {"a.bpmn": SMALL}).status_code == 303
    assert batch.is_dir()
