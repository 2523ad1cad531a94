"""Help with FEEL in a real browser: said at once, offered by keyboard, tried on sample data, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import KEY
from tests.e2e.shop import ROOT, Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    yield opened(signed_in(page, bench, "analyst"), bench)
    without_draft(page, bench)


def way(page: Page, name: str = "liable_gate_yes") -> None:
    """Choose a way that has a condition, as people do: by its words in the drawing."""
    page.locator(f"[data-element-id={name}_label]").first.click(force=True)
    page.locator("[data-feel=condition]").first.wait_for()


def test_what_is_wrong_is_said_at_once_in_plain_words(analyst: Page) -> None:
    way(analyst)
    field, said = analyst.get_by_label("Taken when", exact=True), analyst.locator(".feel-said")
    for written, words in (
        ("liable == true", "“==” is not FEEL: write =."),
        ("liable = 'yes'", "Write texts between double quotation marks"),
        ('liable = "yes', "A text begins with a quotation mark"),
        ("(liable = owner", "A bracket “(” is opened and not closed."),
        ("liable =", "stops too early"),
        ("lenght(owner) > 3", "FEEL has no function “lenght”."),
    ):
        field.fill(written)
        expect(said).to_contain_text(words)
        expect(field).to_have_attribute("aria-invalid", "true")
    field.fill('liabel = "yes"')
    expect(said).to_contain_text("Did you mean “liable”?")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    field.fill('outcome = "yes"')
    expect(said).to_contain_text("“outcome” is not known here yet: an answer in “Register address”.")
    field.fill('liable = "yes"')
    expect(said).to_have_count(0)


def test_names_functions_and_answers_are_taken_by_keyboard(analyst: Page, bench: Server) -> None:
    way(analyst)
    field = analyst.get_by_role("combobox", name="Taken when", exact=True)
    field.fill("")
    field.press("Control+Space")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = analyst.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("an answer in “Moved”")
    field.press("Escape")
    expect(analyst.get_by_role("listbox")).to_have_count(0)
    field.press_sequentially("own")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("owner")
    field.press_sequentially(" = ")
    options.first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    field.press_sequentially(" and string len")
    field.press("ArrowDown")
    field.press("Enter")
    field.press_sequentially("applicant_name")
    field.press("Escape")
    field.press("End")
    field.press_sequentially(" > 3")
    value = field.input_value()
    assert value.startswith('owner = "')
    assert value.endswith('" and string length(applicant_name) > 3')
    field.press("Tab")
    saved(analyst)
    assert "string length(applicant_name) &gt; 3" in draft(analyst, bench)


def test_it_is_tried_on_sample_data_and_taken_over(analyst: Page, axe: Axe) -> None:
    way(analyst)
    analyst.get_by_role("button", name="Help with the expression").first.click()
    window = analyst.get_by_role("dialog")
    written = window.get_by_label("The expression")
    expect(written).to_be_focused()
    answer = window.locator(".feel-answer")
    given = window.get_by_label("liable Is the person")
    given.select_option(label='Yes ("yes")')
    expect(answer).to_have_text('With liable = "yes" this gives true.')
    given.select_option(label='No ("no")')
    expect(answer).to_have_text('With liable = "no" this gives false.')
    written.fill("liable")
    expect(answer).to_contain_text("A condition has to give true or false.")
    window.get_by_label("Search the functions").fill("average")
    expect(window.get_by_text("mean([4, 8]) → 6")).to_be_visible()
    assert axe(analyst) == []
    written.fill("")
    window.get_by_role("button", name="owner", exact=True).click()
    analyst.keyboard.type(' = "')
    analyst.keyboard.press("ArrowDown")
    analyst.keyboard.press("Enter")
    window.get_by_role("button", name="Use it").click()
    field = analyst.get_by_label("Taken when", exact=True)
    expect(field).to_be_focused()
    assert field.input_value().startswith('owner = "')


def test_cells_of_a_table_are_helped_too(page: Page, bench: Server) -> None:
    signed_in(page, bench, "analyst")
    page.goto(f"{bench.address}/procedures/{KEY}/decisions")
    page.get_by_label("What it is called").fill("Fee with help")
    page.get_by_label("What it depends on").fill("area: number")
    page.get_by_label("What it gives").fill("fee: number")
    page.get_by_role("button", name="Begin the table").click()
    page.locator("[data-ready]").wait_for()
    page.get_by_role("button", name="Add a rule", exact=True).click()
    page.locator("[data-ready]").wait_for()
    cell = page.locator("[name='c.1.input.0']")
    cell.fill("== 5")
    expect(page.locator(".feel-said")).to_contain_text("write =")
    cell.fill("< 50")
    expect(page.locator(".feel-said")).to_have_count(0)
    output = page.locator("[name='c.1.output.0']")
    output.fill("ar")
    output.press("ArrowDown")
    output.press("Enter")
    expect(output).to_have_value("area")


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("ru", 320), ("ky", 320)])
def test_the_window_reads_well(analyst: Page, bench: Server, axe: Axe, locale: str, width: int) -> None:
    analyst.goto(f"{bench.address}/language/{locale}?next=/procedures/{KEY}/edit")
    opened(analyst, bench)
    way(analyst)
    analyst.set_viewport_size({"width": width, "height": 900})
    field = analyst.locator("[data-feel=condition]").first
    field.fill("owner = ")
    field.press("Control+Space")
    analyst.get_by_role("listbox").wait_for()
    box = analyst.get_by_role("listbox").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert axe(analyst) == []
    field.press("Escape")
    analyst.locator(".feel-button").first.click()
    analyst.get_by_role("dialog").wait_for()
    folder = Path(ROOT / "var/e2e")
    folder.mkdir(parents=True, exist_ok=True)
    analyst.screenshot(path=folder / f"expression-{locale}-{width}.png")
    assert analyst.evaluate("document.querySelector('dialog').scrollWidth") <= width
    assert axe(analyst) == []
