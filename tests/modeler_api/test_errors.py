"""What goes wrong becomes a page in the same design, or a problem document; never a traceback."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import AlreadyClaimed, UnknownInstance
from modeler_api import errors
from processes import NotBpmn
from processes.text import _


def test_an_unknown_path_is_a_page_with_a_way_out(client: FlaskClient) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert "Kyzmat" in answer.text


def test_a_program_gets_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/no/such/page", headers={"Accept": "application/json"})
    assert answer.content_type == "application/problem+json"
    assert answer.json == {
        "type": "about:blank",
        "title": "There is no page at this address",
        "status": 404,
        "instance": "/no/such/page",
        "hint": "Check the address for typing mistakes, or start again from your home page.",
    }


def test_the_unforeseen_shows_an_id_and_no_traceback(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    broken.kyzmat_action = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/broken", "broken", broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    [error_id] = re.findall(r'class="mono">(\w+)<', answer.text)
    assert answer.headers["X-Request-ID"] == error_id


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotBpmn("This is a picture.", hint="Upload the .bpmn file.", line=1), 422),
        (UnknownInstance("42"), 404),
        (AlreadyClaimed(_("Taken."), holder="ana"), 409),
    ],
)
def test_errors_of_the_rooms_have_their_status_and_fields(app: Flask, error: Exception, status: int) -> None:
    with app.test_request_context():
        answer = errors.answer_of(error)
        assert answer is not None
        assert answer.status == status
        assert answer.detail


def test_an_upload_above_the_limit_is_a_page(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = app.test_client().post("/sign-in", data={"name": "x" * 5000})
    assert answer.status_code == 413
    assert "The file is too large" in answer.text


def test_each_page_keeps_to_itself(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    [nonce] = set(re.findall(r'nonce="([^"]+)"', answer.text))
    assert f"'nonce-{nonce}'" in policy
    assert nonce not in client.get("/sign-in").text
    assert "style=" not in answer.text
    assert "Strict-Transport-Security" not in answer.headers
    assert "Strict-Transport-Security" in client.get("/sign-in", base_url="https://localhost").headers


def test_health_tells_a_current_database(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "well"}
