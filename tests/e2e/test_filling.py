"""Filling in forms in a real browser: nothing typed is lost, with a server that dies, without scripts, in two
windows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.shop import KEY, PASSWORD, ROOT, Server
from tests.modeler_api.papers import PDF

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]
PLAN = {"name": "Пландын сүрөтү.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shop") / "var"
    subprocess.run([sys.executable, "-m", "tests.e2e.shop", str(folder)], cwd=ROOT, check=True)
    server = Server(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def clerk(page: Page, server: Server) -> Page:
    page.goto("about:blank")
    page.context.clear_cookies()
    sign_in(page, server)
    return page


def sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/language/en?next=/sign-in")
    page.fill("[name=name]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{server.address}/")


def filled(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.address}/start/{KEY}")
    page.get_by_label("Name of the applicant").fill(name)
    page.get_by_label("PIN of the applicant").fill("03902199900017")
    page.get_by_label("Shop", exact=True).check()
    page.locator("[name='f.partners.0.name']").fill("Бек")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_what_is_typed_survives_a_server_that_is_killed(clerk: Page, server: Server) -> None:
    filled(clerk, server, "Гүлнара Бейшеева")
    clerk.get_by_text("Draft saved:").wait_for()
    server.kill()
    clerk.get_by_label("Which market").wait_for(state="hidden")
    clerk.get_by_label("Area").fill("40")
    clerk.get_by_text("it is kept in this browser and tried again").wait_for()
    # The window is closed and opened again while the server is away: what stood in it had not arrived.
    clerk.goto("about:blank")
    server.start()
    clerk.goto(f"{server.address}/start/{KEY}")
    clerk.get_by_text("had not reached the server").or_(clerk.get_by_text("Draft saved:")).first.wait_for()
    assert clerk.get_by_label("Name of the applicant").input_value() == "Гүлнара Бейшеева"
    assert clerk.get_by_label("Area").input_value() == "40"
    clerk.get_by_text("Draft saved:").wait_for()
    clerk.reload()
    assert clerk.get_by_label("Area").input_value() == "40"
    assert (
        clerk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kyzmat.draft.')).length")
        == 0
    )


def test_a_draft_is_tried_again_when_the_server_is_back(clerk: Page, server: Server) -> None:
    filled(clerk, server, "Эркин Молдобаев")
    clerk.get_by_text("Draft saved:").wait_for()
    server.kill()
    clerk.get_by_label("Area").fill("41")
    clerk.get_by_text("tried again").wait_for()
    server.start()
    clerk.get_by_text("Draft saved:").wait_for(timeout=60_000)
    clerk.evaluate("localStorage.clear()")
    clerk.reload()
    assert clerk.get_by_label("Area").input_value() == "41"


def test_a_session_that_ends_while_one_types_loses_nothing(clerk: Page, server: Server, axe: Axe) -> None:
    clerk.clock.install()
    filled(clerk, server, "Нургүл Садыкова")
    clerk.get_by_text("Draft saved:").wait_for()
    # The session is ended for good, from another computer.
    browser = clerk.context.browser
    assert browser is not None
    elsewhere = browser.new_context().new_page()
    sign_in(elsewhere, server)
    elsewhere.goto(f"{server.address}/account/")
    elsewhere.get_by_role("button", name="Sign out everywhere else").click()
    elsewhere.get_by_text("You are signed out everywhere else.").wait_for()
    elsewhere.context.close()
    clerk.get_by_label("Area").fill("57")
    clerk.clock.run_for(5000)
    clerk.get_by_text("it is kept in this browser and tried again").wait_for()
    clerk.clock.fast_forward("31:00")
    ended = clerk.get_by_role("dialog", name="Your session has ended")
    ended.wait_for()
    assert axe(clerk) == []
    again = ended.get_by_role("link", name="Sign in again")
    assert again.evaluate("one => one === document.activeElement")
    # Back to the page, on with typing, and then to the door by the keyboard.
    ended.get_by_role("button", name="Back to the page").press("Enter")
    ended.wait_for(state="hidden")
    clerk.get_by_label("Area").fill("58")
    clerk.clock.run_for(5000)
    clerk.evaluate("document.querySelector('dialog.session-ends').showModal()")
    again.focus()
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/sign-in**")
    clerk.fill("[name=name]", "officer")
    clerk.fill("[name=password]", PASSWORD)
    clerk.press("[name=password]", "Enter")
    clerk.wait_for_url(f"{server.address}/start/{KEY}")
    clerk.get_by_text("had not reached the server").or_(clerk.get_by_text("Draft saved:")).first.wait_for()
    assert clerk.get_by_label("Area").input_value() == "58"
    assert clerk.get_by_label("Name of the applicant").input_value() == "Нургүл Садыкова"


def test_rows_files_sums_and_conditions_follow_without_leaving_the_page(
    clerk: Page, server: Server, axe: Axe
) -> None:
    from playwright.sync_api import expect

    filled(clerk, server, "Асан Үсөнов")
    assert axe(clerk) == []
    clerk.get_by_label("Area").fill("25")
    assert clerk.locator("[id='field-f.fee']").inner_text() == "300"
    # The words of the page and the choices of a list follow too.
    expect(clerk.get_by_text("For 25 m² in .")).to_be_visible()
    stand = clerk.get_by_label("Stand of Асан Үсөнов")
    assert stand.locator("option").all_inner_texts() == ["Choose", "A", "B"]
    stand.select_option("B")
    clerk.get_by_label("Area").fill("20")
    expect(stand.locator("option")).to_have_text(["Choose", "C"])
    assert stand.input_value() == "", "what is no longer offered is no longer chosen"
    clerk.get_by_label("Area").fill("25")
    clerk.get_by_label("Stall at the market").check()
    clerk.get_by_label("Which market").wait_for(state="visible")
    clerk.get_by_label("Shop", exact=True).check()
    clerk.get_by_label("Which market").wait_for(state="hidden")
    clerk.get_by_role("button", name=re.compile("Add another ?: Partners")).click()
    second = clerk.locator("[name='f.partners.1.name']")
    second.wait_for()
    assert second.evaluate("one => one === document.activeElement")
    second.fill("Нур")
    clerk.get_by_role("button", name=re.compile("Move up ?: Partners 2")).click()
    expect(clerk.locator("[name='f.partners.0.name']")).to_have_value("Нур")
    clerk.set_input_files("[type=file][name='f.plan']", [PLAN])
    clerk.get_by_role("link", name="Пландын сүрөтү.pdf").wait_for()
    clerk.set_input_files("[type=file][name='f.plan']", [{**PLAN, "name": "evil.pdf", "buffer": b"MZ"}])
    clerk.get_by_role("alert").get_by_text("a program for Windows").wait_for()
    assert axe(clerk) == []
    assert clerk.get_by_role("link", name="Пландын сүрөтү.pdf").is_visible()
    clerk.set_viewport_size({"width": 320, "height": 640})
    assert fits(clerk)
    clerk.set_viewport_size({"width": 1280, "height": 800})
    clerk.get_by_role("button", name="Open the case").click()
    clerk.get_by_role("heading", name="The case is open").wait_for()


def test_what_is_wrong_is_said_before_anything_is_sent_and_the_server_stays_the_judge(
    clerk: Page, server: Server, axe: Axe
) -> None:
    clerk.goto(f"{server.address}/start/{KEY}")
    clerk.get_by_label("PIN of the applicant").fill("123")
    clerk.locator("[name='f.market']").wait_for(state="hidden")
    clerk.get_by_label("Stall at the market").check()
    sent: list[str] = []
    clerk.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    send = clerk.locator("form.work-form .actions button.button")
    clerk.get_by_label("Which market").wait_for()
    send.click()
    summary = clerk.locator(".error-summary")
    summary.wait_for()
    assert clerk.evaluate("document.activeElement.className") == "error-summary"
    assert clerk.title().startswith("Error: ")
    lines = summary.locator("li").all_inner_texts()
    assert lines[:2] == [
        "Enter Name of the applicant.",
        "PIN of the applicant must have 14 digits, such as those on the identity card.",
    ]
    assert "Enter Which market." in lines
    assert not [address for address in sent if not address.endswith("/draft")], "nothing was sent"
    assert clerk.get_by_label("PIN of the applicant").get_attribute("aria-invalid") == "true"
    assert axe(clerk) == []
    summary.get_by_text("Enter Name of the applicant.").click()
    assert clerk.evaluate("document.activeElement.name") == "f.name"
    # Sent again as it is, it goes to the server, which says the same.
    send.click()
    clerk.wait_for_url(f"{server.address}/start/{KEY}")
    clerk.wait_for_load_state()
    assert [address for address in sent if not address.endswith("/draft")]
    assert set(lines) <= set(clerk.locator(".error-summary li").all_inner_texts())


def test_a_refusal_is_checked_signed_issued_and_found_genuine(clerk: Page, server: Server, axe: Axe) -> None:
    filled(clerk, server, "Өмүрбек Жээнбеков")
    clerk.get_by_role("button", name="Open the case").click()
    clerk.get_by_role("link", name="Go on with this case").click()
    clerk.get_by_label("Refuse").check()
    clerk.get_by_label("Reason of the refusal").fill("The plan is not signed")
    clerk.get_by_role("button", name="Go on: check your answers").click()
    assert clerk.get_by_role("heading", name="Check your answers").is_visible()
    assert clerk.get_by_text("The plan is not signed").is_visible()
    assert axe(clerk) == []
    clerk.get_by_label("Your name in full").fill("Айгүл Сапарова")
    clerk.get_by_label("Your password once more").fill("not mine")
    clerk.get_by_role("button", name="Complete").click()
    assert clerk.get_by_role("alert").get_by_text("this is not your password").is_visible()
    clerk.get_by_label("Your name in full").fill("Айгүл Сапарова")
    clerk.get_by_label("Your password once more").fill(PASSWORD)
    clerk.get_by_role("button", name="Complete").click()
    clerk.get_by_role("heading", name="The letter is issued").wait_for()
    assert axe(clerk) == []
    clerk.get_by_role("link", name="Open the letter").click()
    clerk.locator("img.sheet").evaluate("one => one.decode()")
    assert axe(clerk) == []
    number = re.search(r"OROK-\d{4}-OUT-\d{5}", clerk.locator("h1").inner_text())
    assert number is not None
    with clerk.expect_download() as kept:
        clerk.get_by_role("link", name="Download").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"%PDF")
    # Whoever holds the paper but not its code learns nothing.
    clerk.context.clear_cookies()
    clerk.goto(f"{server.address}/verify?number={number[0]}&code=AAAAAAAAAA")
    assert clerk.get_by_role("heading", name="Not known here").is_visible()


def test_the_whole_form_works_without_scripts(clerk: Page, server: Server) -> None:
    browser = clerk.context.browser
    assert browser is not None
    with browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies(clerk.context.cookies())  # type: ignore[arg-type]  # what one context gives another takes
        still = plain.new_page()
        filled(still, server, "Нургүл Ташматова")
        still.get_by_label("Area").fill("10")
        still.get_by_role("button", name=re.compile("Add another ?: Partners")).click()
        assert still.get_by_label("Name of the applicant").input_value() == "Нургүл Ташматова"
        still.locator("[name='f.partners.1.name']").fill("Ольга")
        still.get_by_role("button", name=re.compile("Remove ?: Partners 1")).click()
        assert still.locator("[name='f.partners.0.name']").input_value() == "Ольга"
        still.set_input_files("[type=file][name='f.plan']", [PLAN])
        still.get_by_role("button", name=re.compile("Hand in ?: Plan of the rooms")).click()
        assert still.get_by_role("link", name="Пландын сүрөтү.pdf").is_visible()
        still.get_by_role("button", name="Open the case").click()
        still.get_by_role("link", name="Go on with this case").click()
        still.get_by_label("Grant the permit").check()
        still.get_by_role("button", name="Go on: check your answers").click()
        still.get_by_label("Your name in full").fill("Айгүл Сапарова")
        still.get_by_label("Your password once more").fill(PASSWORD)
        still.get_by_role("button", name="Complete").click()
        assert still.get_by_role("heading", name="The letter is issued").is_visible()


def test_the_second_window_is_told_and_nothing_is_written_over(clerk: Page, server: Server) -> None:
    filled(clerk, server, "In the first window")
    clerk.get_by_text("Draft saved:").wait_for()
    second = clerk.context.new_page()
    second.goto(f"{server.address}/start/{KEY}")
    second.get_by_label("Name of the applicant").fill("In the second window")
    second.get_by_text("Draft saved:").wait_for()
    clerk.get_by_label("Area").fill("7")
    clerk.get_by_text("You typed something else into this form in another window").wait_for()
    second.reload()
    assert second.get_by_label("Name of the applicant").input_value() == "In the second window"
    second.close()


@pytest.mark.parametrize("locale", ["ky", "ru", "en"])
def test_every_new_page_fits_320_pixels_in_every_language(
    clerk: Page, server: Server, axe: Axe, locale: str
) -> None:
    clerk.goto(f"{server.address}/language/{locale}?next=/")
    clerk.set_viewport_size({"width": 320, "height": 640})
    for path in (
        f"/start/{KEY}",
        "/registers/",
        "/registers/?direction=out",
        "/registers/new",
        "/comments/mentions",
        "/verify",
    ):
        clerk.goto(server.address + path)
        assert fits(clerk), path
        assert axe(clerk) == [], path
