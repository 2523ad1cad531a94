"""The clock of a piece of work, in a real browser: it stands still for the applicant, goes on, is extended once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.e2e.market import CLERK

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]


def test_the_clock_stands_still_for_the_applicant_goes_on_and_is_extended_once(
    enter: Enter, axe: Axe, site: str
) -> None:
    page = enter(CLERK)
    page.goto(f"{site}/work/?show=unit&q=Stopped")
    page.locator("tbody").get_by_text("10 working days left").wait_for()
    page.get_by_role("link", name="Check the plan").click()
    page.get_by_role("link", name="Stop the clock or give more time").click()
    assert axe(page) == []
    page.get_by_role("button", name="Stop the clock").click()
    page.get_by_role("alert").get_by_text("Say").wait_for()
    assert axe(page) == []
    page.get_by_label("What the applicant has to bring").fill("The plan of the stand, signed")
    page.get_by_role("button", name="Stop the clock").click()
    page.get_by_role("heading", name="The applicant has brought what was missing").wait_for()
    page.goto(f"{site}/work/?show=waiting&q=Stopped")
    page.locator("tbody").get_by_text("the clock stands still").wait_for()

    page.get_by_role("link", name="Check the plan").click()
    page.get_by_role("link", name="Let the clock go on").click()
    page.get_by_role("button", name="Let the clock go on").click()
    page.get_by_role("heading", name="Wait for the applicant").wait_for()
    page.get_by_label("Number of days").fill("5")
    page.get_by_label("Why it takes longer").fill("A commission has to look at the place.")
    page.get_by_role("button", name="Give more time").click()
    page.get_by_text("More time was given already: A commission has to look at the place.").wait_for()
    assert page.get_by_role("button", name="Give more time").count() == 0
    assert axe(page) == []
    # What became of it is told, the latest first, and the list says the new date.
    told = page.locator("ol.timeline").inner_text()
    assert told.index("A commission has to look at the place.") < told.index("The plan of the stand, signed")
    page.goto(f"{site}/work/?show=mine&q=Stopped")
    page.locator("tbody").get_by_text("15 working days left").wait_for()
