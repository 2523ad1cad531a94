"""Signing in, out, and what a wrong password gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from flask import Flask, session
from flask.testing import FlaskClient

from modeler_api.app import create_app
from modeler_api.auth import passwords
from modeler_api.pages import passkeys
from modeler_api.settings import Settings
from modeler_api.store import accounts, audit, identities
from modeler_api.wiring import Door
from tests.modeler_api.conftest import PASSWORD, SignIn


def test_the_right_password_opens_the_page_one_wanted(client: FlaskClient) -> None:
    answer = client.post(
        "/sign-in", data={"name": "Officer ", "password": PASSWORD, "next": "/work/?show=unit"}
    )
    assert (answer.status_code, answer.location) == (302, "/work/?show=unit")


def test_a_target_on_another_site_becomes_the_home_page(client: FlaskClient) -> None:
    away = ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)")
    # Browsers drop tabs and line ends, and "//example.org" is left.
    dropped = ("/\t/example.org", "/\r/example.org", "/\n/example.org", "/\t\\example.org")
    for target in (*away, *dropped):
        answer = client.post("/sign-in", data={"name": "officer", "password": PASSWORD, "next": target})
        assert answer.location == "/"
    for target in dropped:
        assert client.get("/language/en", query_string={"next": target}).location == "/"


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


@pytest.mark.usefixtures("one_window")
def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    for _attempt in range(5):
        client.post("/sign-in", data={"name": "officer", "password": "guess"})
    answer = client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.text


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    matches = passwords.matches

    def beside(*given: Any) -> bool:
        judged.append(given[1])
        if len(judged) < 20:  # the next one comes while this one is still being judged
            client.application.test_client().post("/sign-in", data={"name": "officer", "password": "guess"})
        return matches(*given)

    monkeypatch.setattr(passwords, "matches", beside)
    client.post("/sign-in", data={"name": "officer", "password": "guess"})
    assert len(judged) == 5


def test_who_signs_in_rightly_is_not_slowed_down(client: FlaskClient) -> None:
    for _time in range(8):
        assert client.post("/sign-in", data={"name": "officer", "password": PASSWORD}).status_code == 302


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


@pytest.mark.usefixtures("one_window")
def test_guessing_is_counted_by_all_processes_together(
    client: FlaskClient, settings: Settings, door: Door
) -> None:
    for _attempt in range(5):
        client.post("/sign-in", data={"name": "Officer", "password": "guess"})
    other = create_app(settings, door=door)
    other.config["WTF_CSRF_ENABLED"] = False
    answer = other.test_client().post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert client.post("/sign-in", data={"name": "head", "password": PASSWORD}).status_code == 302


def test_a_session_unused_for_long_ends_and_one_in_use_goes_on(
    client: FlaskClient, settings: Settings
) -> None:
    start = dt.datetime.now(dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
        for _turn in range(3):
            clock.shift(dt.timedelta(minutes=settings.session_idle_minutes - 1))
            assert client.post("/session/extend").json == {"seconds": settings.session_idle_minutes * 60}
        clock.shift(dt.timedelta(minutes=settings.session_idle_minutes - 1))
        left = client.get("/session/state").json
        assert left == {"seconds": 60}
        clock.shift(dt.timedelta(minutes=1))
        assert client.get("/").status_code == 302, "asking how long it lasts did not prolong it"


def test_no_session_outlives_its_day(client: FlaskClient, settings: Settings) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
        for _quarter in range(settings.session_hours * 4 - 1):
            clock.shift(dt.timedelta(minutes=15))
            assert client.get("/").status_code == 200
        clock.shift(dt.timedelta(minutes=15))
        assert client.get("/").status_code == 302


def test_a_form_sent_too_late_comes_back_after_signing_in(client: FlaskClient, settings: Settings) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        client.post("/sign-in", data={"name": "administrator", "password": PASSWORD})
        clock.shift(dt.timedelta(minutes=settings.session_idle_minutes))
        typed = {"full_name": "Ана Үсөн", "name": "ana", "role": "officer"}
        refused = client.post("/accounts/new", data=typed)
        assert refused.status_code == 302
        assert "/kept/" in refused.location.replace("%2F", "/")
        assert "What you sent is kept" in client.get(refused.location).text
        after = refused.location.partition("next=")[2].replace("%2F", "/")
        stranger = client.application.test_client()
        stranger.post("/sign-in", data={"name": "officer", "password": PASSWORD})
        assert stranger.get(after).status_code == 404
        signed_in = client.post(
            "/sign-in", data={"name": "administrator", "password": PASSWORD, "next": after}
        )
        page = client.get(signed_in.location)
        assert "Nothing was lost" in page.text
        assert 'action="/accounts/new"' in page.text
        assert 'value="Ана Үсөн"' in page.text
        assert client.post("/accounts/new", data=typed).status_code == 200


def test_a_password_sent_too_late_is_not_written_down(client: FlaskClient, settings: Settings) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
        clock.shift(dt.timedelta(minutes=settings.session_idle_minutes))
        answer = client.post("/account/", data={"old": PASSWORD, "new": "another-long-one-7"})
        assert answer.status_code == 302
        assert "kept" not in answer.location
        signature = {"draft": "1", "f.sign.name": "Officer", "f.sign.password": PASSWORD}
        after = client.post("/work/w1/check", data=signature).location.partition("next=")[2]
        after = after.replace("%2F", "/")
        client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
        page = client.get(after).text
        assert 'name="f.sign.name"' in page
        assert PASSWORD not in page


def test_ones_sessions_are_seen_and_ended_everywhere(client: FlaskClient, app: Flask) -> None:
    elsewhere = app.test_client()
    for one in (client, elsewhere):
        one.post(
            "/sign-in", data={"name": "officer", "password": PASSWORD}, headers={"User-Agent": "Brave phone"}
        )
    assert client.get("/account/").text.count("Brave phone") == 2
    client.post("/session/end", data={"session": "all"})
    assert elsewhere.get("/").status_code == 302
    assert client.get("/account/").text.count("Brave phone") == 1


def test_an_administrator_ends_anothers_sessions(client: FlaskClient, sign_in: SignIn, door: Door) -> None:
    client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    assert sign_in("administrator").post(f"/accounts/{officer.id}/sessions").status_code == 303
    assert client.get("/").status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: FlaskClient, app: Flask) -> None:
    client.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    copied = app.test_client()
    cookie = client.get_cookie("kyzmat")
    assert cookie is not None
    copied.set_cookie("kyzmat", cookie.value)
    assert copied.get("/").status_code == 200
    client.post("/sign-out")
    assert copied.get("/").status_code == 302


def test_a_key_nobody_registered_signs_nobody_in(client: FlaskClient) -> None:
    options = client.post("/sign-in/passkey/options")
    assert options.json is not None
    assert options.json["userVerification"] == "required"
    for given in (
        {},
        {"credential": ["x"]},
        {"credential": {"id": "x"}},
        {"credential": {"id": "x", "response": {}}},
    ):
        assert client.post("/sign-in/passkey", json=given).status_code == 422
    assert client.get("/").status_code == 302


def test_a_challenge_is_answered_once_and_within_minutes(app: Flask) -> None:
    with time_machine.travel(dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC), tick=False) as clock:
        offered = ["AAECAwQFBgc", int(dt.datetime.now(dt.UTC).timestamp())]
        for number, is_right in ((0, True), (1, False)):
            with app.test_request_context("/"):  # the same cookie, shown again
                session[passkeys.CHALLENGE] = offered
                assert (passkeys._challenge() == bytes(range(8))) is is_right, number
        clock.shift(dt.timedelta(seconds=passkeys.LASTS + 1))
        with app.test_request_context("/"):
            session[passkeys.CHALLENGE] = ["AAECAwQFBgg", offered[1]]
            assert len(passkeys._challenge()) == 32


def test_a_passkey_belongs_to_the_address_people_know_also_by_number(settings: Settings, door: Door) -> None:
    known = settings.model_copy(update={"public_url": "https://services.example.kg/kyzmat/"})
    app = create_app(known, door=Door(known, door.store))
    with app.test_request_context(base_url="http://elsewhere.example:8000"):
        assert (passkeys._host(), passkeys._origin()) == (
            "services.example.kg",
            "https://services.example.kg",
        )
    plain = create_app(settings, door=door)
    with plain.test_request_context(base_url="http://[::1]:8000"):
        assert (passkeys._host(), passkeys._origin()) == ("::1", "http://[::1]:8000")


def test_a_link_to_a_provider_is_seen_and_removed_by_its_owner_and_by_an_administrator(
    door: Door, sign_in: SignIn
) -> None:
    officer, owner = accounts.by_name(door.store, "officer"), sign_in("officer")
    assert officer is not None
    for subject in ("1", "2"):
        identities.link(door.store, "esi", subject, account=officer.id)
    assert "Providers you sign in with" in owner.get("/account/").text
    strangers = {"provider": "esi", "subject": "1"}
    sign_in("head").post("/account/links/remove", data=strangers)
    assert identities.linked_account(door.store, "esi", "1") == officer.id, "only one's own"
    owner.post("/account/links/remove", data=strangers)
    assert identities.linked_account(door.store, "esi", "1") is None
    administrator = sign_in("administrator")
    assert "Known by: esi" in administrator.get(f"/accounts/{officer.id}").text
    administrator.post(f"/accounts/{officer.id}/links/remove", data={"provider": "esi", "subject": "2"})
    assert identities.links(door.store, officer.id) == ()
    assert owner.get("/account/").status_code == 302, "what was signed in so is signed out"


def test_the_only_way_in_is_not_removed(door: Door, sign_in: SignIn) -> None:
    officer, owner = accounts.by_name(door.store, "officer"), sign_in("officer")
    assert officer is not None
    identities.link(door.store, "esi", "1", account=officer.id)
    accounts.set_password_hash(door.store, officer.id, accounts.NO_PASSWORD)
    told = owner.post(
        "/account/links/remove", data={"provider": "esi", "subject": "1"}, follow_redirects=True
    )
    assert "This is your only way in" in told.text
    assert identities.linked_account(door.store, "esi", "1") == officer.id
