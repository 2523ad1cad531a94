"""The inbox in a real browser: filters, going back to the row, many at once, the keyboard, and no scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.e2e.market import CLERK, COLLEAGUE, PEOPLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]


def test_a_list_is_narrowed_saved_and_come_back_to(enter: Enter, axe: Axe, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit")
    everything = page.locator("tbody tr").count()
    page.get_by_label("Case number or words").fill("kg-llc")
    page.get_by_role("button", name="Narrow the list").click()
    assert 0 < page.locator("tbody tr").count() < everything
    assert "q=kg-llc" in page.url
    assert axe(page) == []

    page.get_by_text("Save this list as a filter").click()
    page.get_by_label("Name of the filter").fill("Companies")
    page.get_by_role("button", name="Save the filter").click()
    page.goto(f"{site}/work/")
    page.get_by_role("link", name="Companies").click()
    assert "q=kg-llc" in page.url
    row = page.locator("tbody tr").last
    id_ = row.get_attribute("id")
    row.get_by_role("link").click()
    page.wait_for_url("**/work/*")
    page.get_by_role("button", name="Give back to the unit").click()
    page.wait_for_url(f"**#{id_}")
    assert "q=kg-llc" in page.url
    # The focus is on the row one came from.
    page.wait_for_function("id => document.activeElement.closest('tr')?.id === id", arg=id_)
    page.get_by_role("link", name="Change filters").click()
    assert axe(page) == []
    page.get_by_role("button", name="Remove “Companies”").click()
    assert page.get_by_text("The filter is removed.").is_visible()


def test_a_filter_is_shared_with_a_colleague(enter: Enter, axe: Axe, site: str) -> None:
    page = enter(CLERK)
    page.goto(f"{site}/work/?show=unit&q=stall-shared")
    page.get_by_text("Save this list as a filter").click()
    page.get_by_label("Name of the filter").fill("Shared at the market")
    page.get_by_label("share with my unit").check()
    page.get_by_role("button", name="Save the filter").click()
    page = enter(COLLEAGUE)
    page.goto(f"{site}/work/")
    page.get_by_role("link", name="Shared at the market").click()
    page.wait_for_url("**q=stall-shared*")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Change filters").click()
    # Who made it is said; only they change it.
    assert page.get_by_text(PEOPLE[CLERK]).is_visible()
    assert page.get_by_role("button", name="Remove “Shared at the market”").count() == 0
    assert axe(page) == []
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit")
    assert page.get_by_role("link", name="Shared at the market").count() == 0


def test_many_are_taken_and_passed_on_with_a_result_for_each(enter: Enter, axe: Axe, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit&q=kg-build")
    for number in range(2):
        page.locator(".pick input").nth(number).check()
    assert page.get_by_role("status").get_by_text("2 chosen").is_visible()
    page.get_by_role("button", name="Take", exact=True).click()
    assert page.get_by_text("2 done.").is_visible()
    assert axe(page) == []

    page.goto(f"{site}/work/?show=mine&q=kg-build")
    for number in range(2):
        page.locator(".pick input").nth(number).check()
    page.get_by_role("button", name="Pass on…").click()
    page.get_by_role("button", name="Pass the work on").click()
    assert page.get_by_role("alert").get_by_text("Choose who gets the work").is_visible()
    assert axe(page) == []


def test_the_list_is_walked_with_keys(enter: Enter, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(".pick input").nth(1).is_checked()
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("?")
    assert page.get_by_role("heading", name="Keyboard shortcuts").is_visible()
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(".pick input:checked").count() == 1
    # Letters that are typed stay letters.
    page.get_by_label("Case number or words").press_sequentially("jkx")
    assert page.get_by_label("Case number or words").input_value() == "jkx"


def test_many_at_once_needs_no_scripts(enter: Enter, site: str, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    enter("officer")
    cookies = page.context.cookies()
    with browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies(cookies)  # type: ignore[arg-type]  # what one context gives another takes
        still = plain.new_page()
        still.goto(f"{site}/work/?show=unit&q=kg-spravka")
        still.locator(".pick input").first.check()
        still.get_by_role("button", name="Complete…").click()
        assert still.get_by_role("button", name="Complete the work").is_visible()


@pytest.mark.parametrize("locale", ["ky", "ru", "en"])
def test_the_pages_of_the_inbox_fit_320_pixels(enter: Enter, axe: Axe, site: str, locale: str) -> None:
    page = enter("officer", locale)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/work/?show=unit&procedure=building_permit")
    share = page.locator("tbody tr th a").first.get_attribute("href")
    for path in (
        "/work/?show=unit&procedure=building_permit",
        "/work/?show=waiting",
        f"{share}/share",
        "/work/filters/",
    ):
        page.goto(site + str(path))
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path
        assert axe(page) == [], path
