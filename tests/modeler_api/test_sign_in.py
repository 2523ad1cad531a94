"""Signing in, out, and what a wrong password gets."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from modeler_api.auth import passwords
from modeler_api.store import accounts, audit
from modeler_api.wiring import Door
from tests.modeler_api.conftest import PASSWORD


def test_the_right_password_opens_the_page_one_wanted(client: FlaskClient) -> None:
    answer = client.post(
        "/sign-in", data={"name": "Officer ", "password": PASSWORD, "next": "/work/?show=unit"}
    )
    assert (answer.status_code, answer.location) == (302, "/work/?show=unit")


def test_a_target_on_another_site_becomes_the_home_page(client: FlaskClient) -> None:
    for target in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"):
        answer = client.post("/sign-in", data={"name": "officer", "password": PASSWORD, "next": target})
        assert answer.location == "/"


def test_a_wrong_password_keeps_the_name_and_says_what_is_wrong_first(
    client: FlaskClient, door: Door
) -> None:
    answer = client.post("/sign-in", data={"name": "officer", "password": "guess"})
    assert answer.status_code == 422
    assert "<title>Error: Sign in – Kyzmat</title>" in answer.text
    assert answer.text.index("There is a problem") < answer.text.index("<h1>")
    assert 'value="officer"' in answer.text
    assert "guess" not in answer.text
    [entry] = audit.entries(door.store, limit=1)
    assert (entry.who, entry.action, entry.outcome) == ("officer", "sign-in", "refused")


def test_nothing_typed_names_both_fields(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={})
    assert 'href="#field-name"' in answer.text
    assert 'href="#field-password"' in answer.text


def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    for _attempt in range(5):
        client.post("/sign-in", data={"name": "officer", "password": "guess"})
    answer = client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.text


def test_a_closed_account_cannot_sign_in_and_its_session_ends(client: FlaskClient, door: Door) -> None:
    client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    accounts.set_active(door.store, officer.id, False)
    assert client.get("/").status_code == 302
    assert client.post("/sign-in", data={"name": "officer", "password": PASSWORD}).status_code == 422


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert client.post("/sign-out").location == "/signed-out"
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert answer.status_code == 400
    assert "This page was open for too long" in answer.text


def test_passwords_are_argon2id_and_random_ones_differ() -> None:
    assert passwords.hashed("x" * 12).startswith("$argon2id$")
    assert passwords.invented() != passwords.invented()
    assert not passwords.matches(None, "anything")


def test_a_new_password_needs_the_old_one_and_some_length(client: FlaskClient) -> None:
    client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert client.post("/account/", data={"old": "no", "new": "short"}).status_code == 422
    assert client.post("/account/", data={"old": PASSWORD, "new": "another-long-one-7"}).status_code == 302
    client.post("/sign-out")
    answer = client.post("/sign-in", data={"name": "officer", "password": "another-long-one-7"})
    assert answer.status_code == 302
