"""Standing in, in a real browser: an absence is entered and agreed to; the strip stays on every page; one goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from modeler_api.store import tables as t
from tests.e2e.market import AWAY, CHIEF, COLLEAGUE, PEOPLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Picture = Callable[[str], None]
Axe = Callable[..., list[str]]


def fits(page: Page) -> bool:
    """Whether nothing reaches over the right edge of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_colleague_acts_for_an_absent_officer(enter: Enter, picture: Picture, axe: Axe, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/absences/")
    assert axe(page) == []
    page.get_by_label("Who stands in").select_option(label="Ольга Ким")
    today = t.today().isoformat()
    page.get_by_label("First day").fill(today)
    page.get_by_role("button", name="Enter the absence").click()
    summary = page.get_by_role("alert")
    assert summary.get_by_role("link").count() == 2, "the last day and what becomes of the work are missing"
    assert page.get_by_label("First day").input_value() == today
    page.get_by_label("Last day").fill(today)
    page.get_by_label("Goes back to the unit").check()
    page.get_by_role("button", name="Enter the absence").click()
    page.get_by_text("waits for the substitute").wait_for()

    page = enter("o.kim")
    page.goto(f"{site}/absences/")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Act for: Айгүл Асанова").first.click()
    strip = page.get_by_role("region", name="Substitution")
    strip.get_by_text("You are acting for Айгүл Асанова").wait_for()
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/work/?show=unit")
    assert strip.is_visible()
    assert fits(page)
    picture("acting-for")
    strip.get_by_role("button", name="Back to your own work").click()
    strip.wait_for(state="hidden")


def test_the_held_work_of_who_is_away_goes_to_who_stands_in(enter: Enter, axe: Axe, site: str) -> None:
    today = t.today().isoformat()
    page = enter(CHIEF)
    page.goto(f"{site}/absences/")
    page.get_by_label("Who is away").select_option(label=PEOPLE[AWAY])
    page.get_by_label("Who stands in").select_option(label=PEOPLE[COLLEAGUE])
    page.get_by_label("First day").fill(today)
    page.get_by_label("Last day").fill(today)
    page.get_by_label("Goes to the substitute").check()
    page.get_by_role("button", name="Enter the absence").click()
    page.get_by_text("in force").wait_for()
    # The clock hands it over, and the page says so.
    told = page.get_by_text("1 piece of work was given away")
    for _look in range(40):
        page.goto(f"{site}/absences/")
        if told.count():
            break
        page.wait_for_timeout(250)
    assert told.is_visible()
    assert axe(page) == []

    page = enter(COLLEAGUE)
    page.goto(f"{site}/work/?show=mine&q=Left")
    page.get_by_role("link", name="Check the plan").click()
    page.get_by_role("link", name="History of the case").click()
    page.get_by_text("Planned absence").wait_for()

    # Who comes back early finds it again.
    page = enter(CHIEF)
    page.goto(f"{site}/absences/")
    page.get_by_role("button", name="End it early").click()
    page.get_by_text("The absence has ended. Work that came back: 1.").wait_for()
    page = enter(AWAY)
    page.goto(f"{site}/work/?show=mine&q=Left")
    assert page.locator("tbody tr").count() == 1


@pytest.mark.parametrize("locale", ["ky", "ru", "en"])
def test_pages_of_people_are_in_order_in_every_language(
    enter: Enter, axe: Axe, site: str, locale: str
) -> None:
    for role, paths in {
        "administrator": ("/organisation/", "/accounts/", "/units/offered-to-nobody"),
        "head": ("/units/", "/organisation/", "/absences/", "/account/"),
    }.items():
        page = enter(role, locale)
        for path in paths:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(site + path)
            assert axe(page) == [], path
            page.set_viewport_size({"width": 320, "height": 640})
            assert fits(page), path
