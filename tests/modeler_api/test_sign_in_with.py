"""Signing in through a provider of identities: a real one, in a process of its own, speaking HTTP."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from modeler_api.app import create_app
from modeler_api.settings import Settings
from modeler_api.store import accounts, audit, identities
from modeler_api.wiring import Door
from tests.services import openid

PEOPLE = [
    {"sub": "1", "name": "Ana", "email": "ana@naryn.kg", "email_verified": True},
    {"sub": "2", "name": "Bek", "email": "ana@naryn.kg", "email_verified": False},
    {"sub": "3", "name": "Chynar", "email": "chynar@osh.kg", "email_verified": True},
    {"sub": "4", "name": "Replay", "email": "ana@naryn.kg", "email_verified": True, "wrong_nonce": "old"},
]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with openid.running(tmp_path_factory.mktemp("openid"), PEOPLE) as address:
        yield address


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


def through(client: FlaskClient, who: str, *, target: str = "/work/?show=unit", spoil: str = "") -> object:
    """Walk to the provider and back as this person; `spoil` changes the answer's address on the way."""
    to = client.get(f"/sign-in/with/esi?next={target}")
    assert to.status_code == 302
    try:
        urllib.request.build_opener(NoRedirect).open(f"{to.location}&as={who}", timeout=10)
    except urllib.error.HTTPError as answered:
        back = urlsplit(str(answered.headers["Location"]))
        answered.close()
    query = back.query.replace("state=", f"state={spoil}") if spoil else back.query
    return client.get(f"{back.path}?{query}")


def opened(
    settings: Settings, door: Door, issuer: str, folder: Path, *, provision: bool = False
) -> FlaskClient:
    file = folder / "providers.toml"
    file.write_text(
        f'[esi]\ntitle = "Unified system"\nissuer = "{issuer}"\nclient_id = "{openid.CLIENT}"\n'
        f'client_secret = "{openid.SECRET}"\nprovision = {str(provision).lower()}\n',
        encoding="utf-8",
    )
    return create_app(settings.model_copy(update={"oidc": file}), door=door).test_client()


@pytest.fixture
def visitor(settings: Settings, door: Door, issuer: str, tmp_path: Path) -> FlaskClient:
    accounts.add(
        door.store,
        name="ana",
        full_name="Ана",
        password_hash=accounts.NO_PASSWORD,
        role="officer",
        email="Ana@Naryn.kg",
    )
    return opened(settings, door, issuer, tmp_path)


def test_a_verified_address_finds_the_account_and_links_it(visitor: FlaskClient, door: Door) -> None:
    assert (
        "Sign in with: Unified system"
        in visitor.get("/language/en?next=/sign-in", follow_redirects=True).text
    )
    answer = through(visitor, "1")
    assert (answer.status_code, answer.location) == (302, "/work/?show=unit")
    assert visitor.get("/work/").status_code == 200
    ana = accounts.by_name(door.store, "ana")
    assert ana is not None
    assert identities.linked_account(door.store, "esi", "1") == ana.id
    assert audit.entries(door.store, limit=1)[0].subject == "oidc:esi"
    accounts.change(door.store, ana.id, full_name="Ана", email="new@naryn.kg", role="officer")
    assert through(visitor, "1").status_code == 302, "the link outlives the address"


def test_an_address_nobody_verified_opens_nothing(visitor: FlaskClient) -> None:
    answer = through(visitor, "2")
    assert answer.status_code == 403
    assert "has not verified your e-mail address" in answer.text
    assert visitor.get("/work/").status_code == 302


def test_a_stranger_is_refused_with_a_page(visitor: FlaskClient, door: Door) -> None:
    answer = through(visitor, "3")
    assert answer.status_code == 403
    assert "you have no account here" in answer.text
    assert accounts.by_email(door.store, "chynar@osh.kg") is None


def test_a_stranger_gets_an_account_without_rights_where_the_provider_may(
    settings: Settings, door: Door, issuer: str, tmp_path: Path
) -> None:
    client = opened(settings, door, issuer, tmp_path, provision=True)
    assert through(client, "3").status_code == 302
    made = accounts.by_email(door.store, "chynar@osh.kg")
    assert made is not None
    assert (made.name, made.groups, made.units) == ("chynar", frozenset(), frozenset())


def test_a_strangers_state_and_an_old_nonce_are_refused(visitor: FlaskClient) -> None:
    assert through(visitor, "1", spoil="x").status_code == 400
    assert through(visitor, "4").status_code == 400
    assert visitor.get("/sign-in/with/esi/back?error=access_denied&state=none").status_code == 400
    assert visitor.get("/work/").status_code == 302


def test_a_target_elsewhere_becomes_the_home_page(visitor: FlaskClient) -> None:
    assert through(visitor, "1", target="//example.org").location == "/"


def test_signing_out_ends_the_providers_session_too(visitor: FlaskClient, issuer: str) -> None:
    through(visitor, "1")
    visitor.application.config["WTF_CSRF_ENABLED"] = False
    assert visitor.post("/sign-out").location.startswith(f"{issuer}/end?client_id=kyzmat")
    assert visitor.get("/work/").status_code == 302


def test_a_closed_account_and_an_unknown_provider_open_nothing(visitor: FlaskClient, door: Door) -> None:
    ana = accounts.by_name(door.store, "ana")
    assert ana is not None
    accounts.set_active(door.store, ana.id, False)
    assert through(visitor, "1").status_code == 403
    assert visitor.get("/sign-in/with/nobody").status_code == 404


def test_a_provider_that_does_not_answer_is_said_so(settings: Settings, door: Door, tmp_path: Path) -> None:
    client = opened(settings, door, "http://127.0.0.1:9", tmp_path)
    answer = client.get("/sign-in/with/esi")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
