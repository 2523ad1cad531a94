"""An officer's day in a real browser: sign in, open a case, make a mistake, correct it, go on to the next work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Picture = Callable[[str], None]
Axe = Callable[..., list[str]]


def fits(page: Page) -> bool:
    """Whether nothing reaches over the right edge of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_case_from_its_opening_to_the_next_work(
    enter: Enter, picture: Picture, axe: Axe, site: str
) -> None:
    page = enter("officer")
    assert axe(page) == []
    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="Start a case").click()
    # By its address: another test may have put a procedure of the same name in force.
    page.locator('a[href="/start/aiyl_okmotu_certificate"]').click()
    page.get_by_label("Name of the applicant").wait_for()
    assert axe(page) == []
    page.get_by_label("Name of the applicant").fill("Асан Үсөнов")
    page.get_by_label("PIN of the applicant").fill("12")
    page.get_by_role("button", name="Open the case").click()

    summary = page.get_by_role("alert")
    assert summary.evaluate("one => one === document.activeElement")
    assert page.title().startswith("Error: ")
    picture("start-with-mistakes")
    assert axe(page) == []
    summary.get_by_role("link").first.click()
    assert page.get_by_label("PIN of the applicant").evaluate("one => one === document.activeElement")
    assert page.get_by_label("Name of the applicant").input_value() == "Асан Үсөнов"
    page.get_by_label("PIN of the applicant").fill("03902199900017")
    page.get_by_label("Residence").check()
    page.get_by_role("button", name="Open the case").click()

    assert page.get_by_role("heading", name="The case is open").is_visible()
    picture("case-opened")
    assert axe(page) == []
    page.get_by_role("link", name="Go on with this case").click()

    assert page.get_by_text("You have this work").is_visible()
    reason = page.get_by_label("Reason for refusing")
    reason.wait_for(state="hidden")
    page.get_by_label("No", exact=True).check()
    reason.wait_for(state="visible")
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        reason.fill("Not in the book of this village")
    page.get_by_text("Draft saved:").wait_for()
    picture("draft-saved")
    page.reload()
    assert page.get_by_label("Reason for refusing").input_value() == "Not in the book of this village"
    assert axe(page) == []
    page.get_by_label("Yes, and the certificate is written").check()
    page.get_by_role("button", name="Go on: check your answers").click()
    page.get_by_role("button", name="Complete").click()

    assert page.get_by_role("heading", name="Done: ").is_visible()
    assert page.get_by_text("What happens now").is_visible()
    picture("work-done")
    assert axe(page) == []
    page.get_by_role("link", name="Where is this case").click()
    page.locator(".diagram-stage svg").first.wait_for()
    assert page.get_by_text("here now").is_visible()
    picture("where-is-this-case")
    assert axe(page) == []


def test_the_inbox_shows_the_overdue_first(enter: Enter, picture: Picture, axe: Axe) -> None:
    page = enter("officer")
    page.get_by_role("link", name="Overdue").first.click()
    rows = page.locator("tbody tr")
    assert rows.count() >= 1
    assert all("overdue by" in text or "overdue" in text for text in rows.all_inner_texts())
    picture("overdue")
    assert axe(page) == []
    # The whole row is one link.
    box = rows.first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile("/work/[0-9a-f]{20}"))


@pytest.mark.parametrize("locale", ["ky", "ru", "en"])
def test_every_place_of_an_officer_fits_320_pixels_in_every_language(
    enter: Enter, axe: Axe, site: str, locale: str
) -> None:
    page = enter("officer", locale)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (
        "/",
        "/work/",
        "/work/?show=overdue",
        "/cases/",
        "/start/",
        "/account/",
        "/help/",
        "/nowhere",
    ):
        page.goto(site + path)
        assert fits(page), path
        assert axe(page) == [], path


def test_the_day_works_without_a_mouse(enter: Enter, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/start/aiyl_okmotu_certificate")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "field-f.applicant_name":
        page.keyboard.press("Tab")
    page.keyboard.type("Гүлнара Бейшеева")
    page.keyboard.press("Tab")
    page.keyboard.type("03902199900025")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="The case is open").wait_for()


def test_the_day_works_without_scripts(site: str, page: Page, enter: Enter) -> None:
    browser = page.context.browser
    assert browser is not None
    enter("officer")
    cookies = page.context.cookies()
    with browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies(cookies)  # type: ignore[arg-type]  # what one context gives another takes
        still = plain.new_page()
        still.goto(f"{site}/start/aiyl_okmotu_certificate")
        still.fill("[name='f.applicant_name']", "Эркин Молдобаев")
        still.fill("[name='f.applicant_pin']", "03902199900025")
        still.check("[name='f.kind'][value=residence]")
        still.click(".work-form .actions button")
        still.click("text=Go on with this case")
        still.check("[name='f.household_found'][value=yes]")
        still.click("button:has-text('check your answers')")
        still.click("button:has-text('Complete')")
        assert still.locator("h1").inner_text().startswith("Done: ")


def test_signing_in_and_out(page: Page, site: str, axe: Axe, picture: Picture, enter: Enter) -> None:
    page.goto(f"{site}/language/en?next=/work/")
    assert page.url.startswith(f"{site}/sign-in?next=")
    picture("sign-in")
    assert axe(page) == []
    page.fill("[name=name]", "officer")
    page.fill("[name=password]", "wrong")
    page.click("main button")
    assert axe(page) == []
    enter("officer")
    page.locator("details.account summary").click()
    assert axe(page) == []
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="You have signed out").is_visible()
