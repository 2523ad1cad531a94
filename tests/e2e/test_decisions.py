"""Decisions in a real browser: an empty table filled, tried, kept beside another writer, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.analysts import signed_in
from tests.e2e.bench import KEY
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]


@pytest.fixture
def server(bench: Server) -> Server:
    return bench


def begun(page: Page, server: Server, title: str) -> Page:
    """A table with two rules, begun from nothing."""
    page.goto(f"{server.address}/procedures/{KEY}/decisions")
    page.get_by_label("What it is called").fill(title)
    page.get_by_label("What it depends on").fill("area: number")
    page.get_by_label("What it gives").fill("fee: number")
    page.get_by_role("button", name="Begin the table").click()
    for number, (test, fee) in enumerate((("< 50", "100"), (">= 50", "250")), start=1):
        page.locator("[data-ready]").wait_for()
        page.get_by_role("button", name="Add a rule", exact=True).click()
        page.locator(f"[name='c.{number}.input.0']").fill(test)
        page.locator(f"[name='c.{number}.output.0']").fill(fee)
        page.get_by_role("button", name="Keep what was typed").click()
        page.locator(f"[name='c.{number}.input.0'][value='{test}']").wait_for()
    page.locator("[data-ready]").wait_for()
    return page


def typed(page: Page, rule: int, text: str) -> None:
    """Type into the first cell of a rule in the drawing program's table."""
    cell = page.locator(".decision-stage .tjs-table tbody tr").nth(rule - 1).locator("td.input-cell").first
    cell.click()
    editor = cell.locator("[contenteditable], .cm-content").first
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.locator("h1").first.click()


def test_a_table_is_written_tried_and_corrected(page: Page, server: Server, axe: Axe) -> None:
    signed_in(page, server, "analyst")
    begun(page, server, "Fee of a shop")
    page.get_by_text("Nothing is left open and nothing is said twice.").wait_for()
    page.locator("[name='g.area']").fill("80")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("[data-part=tried]")).to_contain_text("250")
    expect(page.locator("tr.matched")).to_have_count(1)
    page.get_by_role("button", name="Add a sample").click()
    page.locator("[name='s.0.g.area']").fill("80")
    page.locator("[name='s.0.e.fee']").fill("250")
    page.get_by_role("button", name="Keep and try all").click()
    page.get_by_text("As expected").wait_for()
    # The drawing program changes the table: what is said of it and the sample follow without a press.
    page.locator("[data-ready]").wait_for()
    typed(page, 2, "> 90")
    page.locator("[data-decision][data-state=saved]").wait_for()
    page.get_by_text("No rule matches for area [50..90].").wait_for()
    page.get_by_text("Otherwise").wait_for()
    expect(page.locator("[data-undo]")).to_be_enabled()
    typed(page, 2, ">= 50")
    page.get_by_text("Nothing is left open and nothing is said twice.").wait_for()
    page.get_by_text("As expected").wait_for()
    assert axe(page) == []


def test_a_cell_of_the_drawing_offers_what_is_known(page: Page, server: Server) -> None:
    signed_in(page, server, "analyst")
    begun(page, server, "Fee of a stand")
    cell = page.locator("[data-stage] td.input-cell, [data-stage] td.output-cell").last
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("ar")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("area")


def test_a_cell_of_the_drawing_is_written_in_the_window_of_help(page: Page, server: Server) -> None:
    signed_in(page, server, "analyst")
    begun(page, server, "Fee of a tent")
    help_button = page.locator("[data-cell-help]")
    expect(help_button).to_be_disabled()
    cell = page.locator(".decision-stage td.input-cell").first
    cell.click()
    help_button.click()
    window = page.get_by_role("dialog", name="Help with the expression")
    expect(window).to_contain_text("area, rule 1")
    written = window.get_by_label("The expression")
    expect(written).to_have_value("< 50")
    expect(window.get_by_role("button", name="area")).to_be_visible()
    written.fill("< 60")
    window.get_by_role("button", name="Use it").click()
    expect(cell).to_contain_text("< 60")
    page.locator("[data-decision][data-state=saved]").wait_for()
    expect(page.locator("[name='c.1.input.0']")).to_have_value("< 60")
    output = page.locator(".decision-stage td.output-cell").first
    output.click()
    page.keyboard.press("Alt+Enter")
    expect(window.get_by_label("The expression")).to_have_value("100")
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def test_what_is_written_at_the_same_time_is_kept_apart(page: Page, server: Server, browser: Browser) -> None:
    signed_in(page, server, "analyst")
    begun(page, server, "Fee of a stall")
    context = browser.new_context()
    other = signed_in(context.new_page(), server, "second")
    other.goto(page.url)
    other.locator("[data-ready]").wait_for()
    typed(page, 1, "< 40")
    page.locator("[data-decision][data-state=saved]").wait_for()
    page.locator("[name='c.1.input.0'][value='< 40']").wait_for()
    typed(other, 1, "< 30")
    other.get_by_text("changed this decision at").wait_for()
    other.get_by_role("button", name="Keep mine as a decision of its own").click()
    other.wait_for_url("**/fee_of_a_stall_2")
    other.locator("[name='c.1.input.0'][value='< 30']").wait_for()
    context.close()


def test_a_note_of_a_rule_is_one_in_both_tables(page: Page, server: Server) -> None:
    signed_in(page, server, "analyst")
    begun(page, server, "Fee with notes")
    page.locator("[name='c.1.note.0']").fill("Below the limit of the law")
    page.get_by_role("button", name="Keep what was typed").click()
    page.locator("[name='c.1.note.0'][value='Below the limit of the law']").wait_for()
    page.locator("[data-ready]").wait_for()
    cell = page.locator(".decision-stage td.annotation").first
    expect(cell).to_contain_text("Below the limit of the law")
    cell.click()
    cell.locator("[contenteditable], .content-editable").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Article 4")
    page.locator("h1").first.click()
    page.locator("[name='c.1.note.0'][value='Article 4']").wait_for()


@pytest.mark.parametrize("locale", ["ky", "ru"])
def test_everything_is_there_on_a_narrow_screen_and_without_script(
    browser: Browser, server: Server, axe: Axe, locale: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = signed_in(context.new_page(), server, "analyst")
    begun(page, server, f"Fee in {locale}")
    path = page.url.removeprefix(server.address)
    page.goto(f"{server.address}/language/{locale}?next={path.partition('?')[0]}")
    page.locator("[data-ready]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
    cookies = context.cookies()
    context.close()
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(cookies)
    without = plain.new_page()
    without.goto(f"{server.address}{path}")
    without.locator("[name='g.area']").fill("20")
    without.locator("[data-try] button").click()
    expect(without.locator("tr.matched")).to_have_count(1)
    plain.close()
