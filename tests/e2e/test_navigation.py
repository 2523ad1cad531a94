"""The main navigation in a real browser: one row at every width, the rest under “More”, reached by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from modeler_api.settings import LOCALES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
Axe = Callable[..., list[str]]

SHOWN = """() => {
  const visible = (one) => one.getClientRects().length > 0;
  const names = (query) => [...document.querySelectorAll(query)].filter(visible).map((one) => one.textContent.trim());
  const more = document.querySelector(".site-nav .more details");
  if (more) more.open = true;
  const found = {row: names(".site-nav .wide > li:not(.more) > a"), card: names(".site-nav .card a"),
                 menu: [...document.querySelectorAll(".site-nav .whole-menu a")].map((one) => one.textContent.trim()),
                 more: names(".site-nav .more summary").length};
  if (more) more.open = false;
  const tops = [...document.querySelectorAll(".site-nav .wide > li")].filter(visible).map((one) => one.offsetTop);
  return {...found, lines: new Set(tops).size, wide: document.documentElement.scrollWidth};
}"""


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("role", ["head", "officer", "analyst", "auditor", "administrator"])
def test_the_entries_stand_in_one_row_and_none_is_lost(
    enter: Callable[..., Page], site: str, role: str, locale: str
) -> None:
    page = enter(role, locale)
    for width in (768, 900, 960, 1023, 1120, 1280, 1366, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        told = page.evaluate(SHOWN)
        assert told["lines"] == 1, (width, told)
        assert told["wide"] <= width, (width, told)
        assert told["row"] + told["card"] == told["menu"], (width, told)
        assert bool(told["card"]) == bool(told["more"]), (width, told)
    page.goto(f"{site}/services/residence_registration")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(SHOWN)["lines"] == 1, "a page that is narrow itself"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SHOWN)["row"] == []
    assert page.locator(".whole-menu summary").is_visible()


def test_more_is_opened_and_closed_by_keyboard(enter: Callable[..., Page], axe: Axe) -> None:
    page = enter("head", "ky")
    page.set_viewport_size({"width": 960, "height": 800})
    more = page.locator(".site-nav .more summary")
    more.focus()
    page.keyboard.press("Enter")
    card = page.locator(".site-nav .card")
    card.wait_for()
    assert axe(page) == []
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert more.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    last = card.locator("a:visible").first
    assert last.evaluate("one => one === document.activeElement")
    address = last.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    # The page one is on stands under “More”, which is marked for it.
    plain = page.locator(".site-nav .wide > li:not(.more) > a").first.evaluate(
        "one => getComputedStyle(one).borderBottomColor"
    )
    assert more.evaluate("one => getComputedStyle(one).borderBottomColor") != plain
