"""What nobody would type: it is refused with a reason, and what others have stays whole."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import threading
import time
import zipfile
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask import Flask
from flask.testing import FlaskClient

from modeler_api import brought_logs, upload_batches
from modeler_api.pages import card, upload_batch
from modeler_api.publishing.coming_into_force import put_planned_in_force
from modeler_api.store import accounts, models, planned_versions, reviews, tables
from modeler_api.store.accounts import Account
from modeler_api.upload_batches import BatchFile
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import SMALL, WORKABLE, put_in_force, saved
from tests.modeler_api.test_upload_batch import OTHER, packed, read, sent

MANY_DIGITS = "9" * 5000


@pytest.fixture
def analyst(sign_in: SignIn) -> FlaskClient:
    """An analyst whose agency has one procedure."""
    client = sign_in("analyst")
    saved(client, WORKABLE)
    return client


@pytest.mark.parametrize("body", [[1], "words", {"window": "w", "seen": 0, "source": "\ud800"}])
@pytest.mark.parametrize("address", ["edit", "edit/apart"])
def test_the_editor_refuses_what_is_no_drawing(analyst: FlaskClient, address: str, body: object) -> None:
    assert analyst.post(f"/procedures/permit/{address}", json=body).status_code in (400, 422)


@pytest.mark.parametrize("name", ["a\x0bb", "\ufffe"])
def test_a_name_that_no_file_can_hold_is_refused(analyst: FlaskClient, name: str) -> None:
    assert analyst.post("/procedures/new", data={"name_en": name}).status_code in (303, 422)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("threshold", "nan"), ("threshold", "inf"), ("threshold", "-1e999"), ("days", MANY_DIGITS)],
)
def test_an_alert_wants_a_number_that_can_be_reached(
    analyst: FlaskClient, door: Door, field: str, typed: str
) -> None:
    head = accounts.by_name(door.store, "head")
    assert head is not None
    form = {"procedure": "permit", "measure": "ended", "threshold": "1", "days": "30", "told": head.id}
    answer = analyst.post("/alerts/new", data={**form, field: typed})
    assert answer.status_code == 422
    assert "number" in answer.text


@pytest.mark.parametrize("version", ["²", MANY_DIGITS, "9" * 30])
def test_a_report_of_an_odd_version_is_answered(analyst: FlaskClient, version: str) -> None:
    assert analyst.get("/procedures/permit/report/", query_string={"version": version}).status_code < 500


@pytest.mark.parametrize("field", ["off", "days"])
def test_a_tile_of_an_odd_number_is_answered(analyst: FlaskClient, field: str) -> None:
    address = analyst.post("/dashboards/", data={"name": "Mine"}).location
    form = {"procedure": "permit", "what": "ended", field: MANY_DIGITS}
    assert analyst.post(f"{address}/tiles", data=form).status_code < 500


@pytest.mark.parametrize("data", ["[" * 100_000, '{"a": NaN}', '{"a": "\\ud800"}', '{"a": 1e999}'])
def test_what_a_message_brings_in_a_play_is_refused_when_nothing_can_keep_it(
    analyst: FlaskClient, data: str
) -> None:
    assert analyst.post("/procedures/permit/try", data={"do": "start"}).status_code == 303
    form = {"do": "message", "name": "x", "element": "y", "data": data}
    assert analyst.post("/procedures/permit/try", data=form).status_code == 422


@pytest.mark.parametrize(
    "given",
    [
        {"file": (io.BytesIO(b"case,activity,timestamp\na,b,2026-01-01\n"), "a.csv"), "timezone": "No/Where"},
        {
            "file": (io.BytesIO(b"case,activity,timestamp\na,b,2026-01-01\n"), "a.csv"),
            "timezone": "../../etc",
        },
        {"file": (io.BytesIO(b"case,activity,timestamp\na,b,2026-01-01\n"), "a.csv"), "case": "nowhere"},
        {
            "file": (io.BytesIO(b"case,activity,timestamp\na,b,2026-01-01\n"), "a." + "ж" * 190),
            "case": "nowhere",
        },
        {"file": (io.BytesIO(b"PAR1" + b"\x00" * 50 + b"PAR1"), "a.parquet")},
        {"file": (io.BytesIO(b"SQLite format 3\x00" + b"\x01" * 500), "a.sqlite")},
        {"file": (io.BytesIO(b"<log><trace>"), "a.xes")},
        {"file": (io.BytesIO(b'{"objectTypes": 3, "events": [1]}'), "a.json")},
        {"file": (io.BytesIO(b"[" * 100_000), "a.json")},
        {"file": (io.BytesIO(b"\x1f\x8bgarbage"), "a.xes.gz")},
    ],
)
def test_a_log_that_cannot_be_read_is_refused(analyst: FlaskClient, given: dict[str, object]) -> None:
    copy = {k: (io.BytesIO(v[0].getvalue()), v[1]) if isinstance(v, tuple) else v for k, v in given.items()}
    answer = analyst.post("/procedures/permit/logs/", data=copy, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_an_archive_with_a_spoilt_file_is_refused(analyst: FlaskClient) -> None:
    whole = bytearray(packed({"a.bpmn": SMALL * 3}))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as archive:
        start = archive.infolist()[0].header_offset + 30 + len("a.bpmn")
    whole[start : start + 40] = b"\xff" * 40
    answer = sent(analyst, {"all.zip": bytes(whole)})
    assert answer.status_code == 422
    assert "broken ZIP archive" in answer.text


def test_reading_many_files_goes_on_after_a_kill(analyst: FlaskClient) -> None:
    """Whoever dies between two files, or before writing down what was read, loses and doubles nothing."""
    answer = sent(analyst, {"a.bpmn": SMALL, "b.bpmn": OTHER})

    with (
        mock.patch.object(upload_batches, "_write", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        analyst.get(answer.location)
    page = read(analyst, answer.location)
    assert "a.bpmn" in page
    assert "A small licence" in page


def test_a_planned_version_that_was_retired_does_not_come_into_force(
    analyst: FlaskClient, sign_in: SignIn, door: Door
) -> None:
    put_in_force(sign_in)
    second = models.save(
        door.store, key="permit", name="Second", source=WORKABLE + b"<!-- -->", author="x", reason="x"
    )
    planned_versions.plan(
        door.store, key="permit", version=second.id, at=tables.now(), by="analyst", role="analyst"
    )
    assert analyst.post(f"/procedures/permit/versions/{second.number}/retire").status_code == 303
    assert put_planned_in_force(door) == 0
    live = models.published(door.store, "permit")
    assert live is not None
    assert live.number == 1


def test_a_planned_version_of_which_a_change_is_asked_does_not_come_into_force(
    analyst: FlaskClient, sign_in: SignIn, door: Door
) -> None:
    put_in_force(sign_in)
    second = models.save(
        door.store, key="permit", name="Second", source=WORKABLE + b"<!-- -->", author="x", reason="x"
    )
    planned_versions.plan(
        door.store, key="permit", version=second.id, at=tables.now(), by="analyst", role="analyst"
    )
    reviews.say(door.store, version=second.id, kind="change", text="Wrong fee", author="head")
    assert put_planned_in_force(door) == 0
    planned = planned_versions.of(door.store, "permit")
    assert planned is not None
    assert planned.failed


def test_a_packed_log_that_fills_the_memory_is_refused(
    analyst: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brought_logs, "MOST_TIMES", 0)
    bomb = gzip.compress(b"case,activity,timestamp\n" + b"a,b,2026-01-01\n" * 1000)
    answer = analyst.post(
        "/procedures/permit/logs/",
        data={"file": (io.BytesIO(bomb), "a.csv.gz")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "unpacks to more than" in answer.text


def test_files_for_the_public_are_made_only_so_often(
    client: FlaskClient, analyst: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(sign_in)
    monkeypatch.setitem(card.FORMS, "pdf", (lambda _card: b"%PDF", "application/pdf"))
    answers = [client.get("/services/permit.pdf").status_code for _ask in range(31)]
    assert set(answers[:28]) == {200}
    assert answers[-1] == 429 or answers.count(200) < 31


@pytest.mark.parametrize(
    ("method", "address", "given"),
    [
        ("GET", "/procedures/?search=a%00b", {}),
        ("GET", "/cases/?search=%00", {}),
        ("GET", "/procedures/a%00b", {}),
        ("POST", "/status", {"data": {"number": "A\x00-1", "code": "x"}}),
        ("POST", "/status", {"data": {"number": "A-1", "code": "x\x00"}}),
        ("POST", "/procedures/new", {"data": {"name_en": "a\x00b"}}),
        ("POST", "/api/v1/instances", {"json": {"definition": "a\x00b"}}),
        ("POST", "/api/v1/instances", {"json": {"definition": "permit", "data": {"a": "\x00"}}}),
    ],
)
def test_the_sign_nul_is_refused_by_name(
    analyst: FlaskClient, method: str, address: str, given: dict[str, object]
) -> None:
    answer = analyst.open(address, method=method, **given)  # type: ignore[arg-type]  # data or json
    assert answer.status_code == 400
    assert "the sign NUL" in answer.text


def test_a_backslash_before_the_words_is_no_nul(analyst: FlaskClient) -> None:
    body = json.dumps({"definition": "permit", "data": {"path": "C:\\u0000"}})
    answer = analyst.post("/api/v1/instances", data=body, content_type="application/json")
    assert "the sign NUL" not in answer.text


def test_two_windows_that_save_the_same_files_save_them_once(app: Flask, sign_in: SignIn, door: Door) -> None:
    client = sign_in("analyst")
    location = sent(client, {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    read(client, location)
    real, answers, inside = upload_batch.saved, [], threading.Event()

    def slow(door: Door, who: Account, file: BatchFile) -> BatchFile:
        inside.set()
        time.sleep(0.2)
        return real(door, who, file)

    def save(who: FlaskClient) -> None:
        answers.append(who.post(location, data={"reason": "x", "file": ["0", "1"]}).status_code)

    with mock.patch.object(upload_batch, "saved", slow):
        first = threading.Thread(target=save, args=(client,))
        second = threading.Thread(target=save, args=(sign_in("analyst"),))
        first.start()
        assert inside.wait(10)
        second.start()
        for each in (first, second):
            each.join(20)
    assert answers == [303, 303]
    page = client.get(location).text
    assert "It was saved or discarded on its own page" not in page
    assert [len(models.versions(door.store, key)) for key in ("permit", "licence")] == [1, 1]


def test_files_saved_before_a_kill_are_not_refused_afterwards(sign_in: SignIn, door: Door) -> None:
    client = sign_in("analyst")
    location = sent(client, {"a.bpmn": SMALL, "b.bpmn": OTHER}).location
    read(client, location)
    real, count = upload_batch.saved, itertools.count()

    def dies(door: Door, who: Account, file: BatchFile) -> BatchFile:
        if next(count):
            raise KeyboardInterrupt
        return real(door, who, file)

    with mock.patch.object(upload_batch, "saved", dies), pytest.raises(KeyboardInterrupt):
        client.post(location, data={"reason": "x", "file": ["0", "1"]})
    assert client.post(location, data={"reason": "x", "file": ["0", "1"]}).status_code == 303
    assert "It was saved or discarded on its own page" not in client.get(location).text
    assert [len(models.versions(door.store, key)) for key in ("permit", "licence")] == [1, 1]


def test_a_parquet_file_of_one_long_word_is_refused(analyst: FlaskClient) -> None:
    """A megabyte said a thousand times takes little room in the file and a gigabyte in memory."""
    word = "x" * 1_000_000
    column = pa.array([0] * 2000, pa.int32())
    table = pa.table({"case": pa.DictionaryArray.from_arrays(column, pa.array([word]))})
    packed_table = io.BytesIO()
    pq.write_table(table, packed_table, compression="zstd")
    assert len(packed_table.getvalue()) < 100_000
    answer = analyst.post(
        "/procedures/permit/logs/",
        data={"file": (io.BytesIO(packed_table.getvalue()), "a.parquet")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "unpacks to more than" in answer.text


def test_the_changes_in_the_xml_are_shown_on_demand(analyst: FlaskClient, door: Door) -> None:
    changed = WORKABLE.replace(b"Check the plan", b"Check the &lt;plan")
    models.save(door.store, key="permit", name="Second", source=changed, author="x", reason="x")
    address = "/procedures/permit/changes?from=1&to=2"
    assert "Changed lines of the XML" not in analyst.get(address).text
    page = analyst.get(f"{address}&xml=1").text
    assert "Changed lines of the XML" in page
    assert "Check the &amp;lt;plan" in page
    assert "The files are the same" in analyst.get("/procedures/permit/changes?from=1&to=1&xml=1").text
