"""The ways in, in a real browser: a passkey of a virtual device, a provider of identities, a session about to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from modeler_api.auth import passwords
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts
from modeler_api.wiring import open_door
from tests.demo import PASSWORD
from tests.services import openid
from tests.services.web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = [{"sub": "1", "name": "Ana at home", "email": "ana@naryn.kg", "email_verified": True}]

Axe = Callable[..., list[str]]


@pytest.fixture(scope="module")
def doorstep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with two people and a provider; by its name, because a passkey belongs to a name."""
    folder = tmp_path_factory.mktemp("doorstep")
    with openid.running(folder, PEOPLE) as issuer:
        providers = folder / "providers.toml"
        providers.write_text(
            f'[esi]\ntitle = "Unified system"\nissuer = "{issuer}"\nclient_id = "{openid.CLIENT}"\n'
            f'client_secret = "{openid.SECRET}"\n',
            encoding="utf-8",
        )
        door = open_door(Settings(data=folder / "var"))
        migrate(door)
        hashed = passwords.hashed(PASSWORD)
        for name, email in (("ana", "ana@naryn.kg"), ("bek", None)):
            accounts.add(
                door.store, name=name, full_name=name, password_hash=hashed, role="officer", email=email
            )
        door.engine.dispose()
        door.store.close()
        variables = {"KYZMAT_OIDC": str(providers), "KYZMAT_DEFAULT_LOCALE": "en"}
        with serving(folder / "var", variables=variables) as address:
            yield address.replace("127.0.0.1", "localhost")


def enter(page: Page, doorstep: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{doorstep}/language/en?next=/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{doorstep}/")


def test_a_passkey_is_made_and_opens_the_door(page: Page, doorstep: str, axe: Axe) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    enter(page, doorstep, "bek")
    page.goto(f"{doorstep}/account/")
    assert axe(page) == []
    page.get_by_label("Name of the new passkey").fill("Office computer")
    page.get_by_role("button", name="Make a passkey on this device").click()
    page.get_by_role("rowheader", name="Office computer").wait_for()
    page.context.clear_cookies()
    page.goto(f"{doorstep}/language/en?next=/sign-in%3Fnext%3D/account/")
    assert axe(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{doorstep}/account/")
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("The passkey is forgotten.").wait_for()
    page.context.clear_cookies()
    page.goto(f"{doorstep}/language/en?next=/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This passkey is not known here").wait_for()


def test_a_provider_opens_the_door(page: Page, doorstep: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{doorstep}/language/en?next=/sign-in")
    page.get_by_role("link", name="Sign in with: Unified system").click()
    page.get_by_role("link", name="Ana at home").click()
    page.wait_for_url(f"{doorstep}/")
    page.goto(f"{doorstep}/account/")
    assert page.get_by_role("heading", name="Account and password").is_visible()


def test_a_session_about_to_end_says_so_and_goes_on_at_a_press(page: Page, doorstep: str, axe: Axe) -> None:
    page.clock.install()
    enter(page, doorstep, "ana")
    # The hours pass in the browser only; what the server would answer after them is said for it.
    page.route("**/session/state", lambda route: route.fulfill(json={"seconds": 100}))
    page.clock.fast_forward("29:00")
    warning = page.get_by_role("dialog", name="Your session is about to end")
    warning.wait_for()
    assert axe(page) == []
    assert warning.get_by_role("button").evaluate("one => one === document.activeElement")
    with page.expect_response(lambda answer: answer.url.endswith("/session/extend")) as extended:
        page.keyboard.press("Enter")
    assert extended.value.json() == {"seconds": 1800}
