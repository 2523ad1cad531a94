"""Work that goes between two colleagues, in a real browser: taken already, delegated and back, put off, watched."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from modeler_api.store import tables as t
from tests.e2e.market import CLERK, COLLEAGUE, PEOPLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]
CHECK = "Check the plan"


def listed(page: Page, site: str, shelf: str, words: str) -> int:
    """How many rows a shelf shows for some words."""
    page.goto(f"{site}/work/?show={shelf}&q={words}")
    return page.locator("tbody tr").count()


def found(page: Page, site: str, shelf: str, words: str) -> None:
    """Open the only work that a shelf shows for some words."""
    assert listed(page, site, shelf, words) == 1
    page.get_by_role("link", name=CHECK).click()
    page.get_by_role("heading", name=CHECK).wait_for()


def test_work_that_a_colleague_has_says_who_took_it_and_when(enter: Enter, axe: Axe, site: str) -> None:
    page = enter(COLLEAGUE)
    found(page, site, "mine", "Taken")
    address = page.url
    page = enter(CLERK)
    assert listed(page, site, "unit", "Taken") == 0
    # Who comes by an old list or a link meets the colleague's name, and no form.
    page.goto(address)
    page.get_by_role("heading", name="Somebody else has it").wait_for()
    said = page.get_by_text(f"{PEOPLE[COLLEAGUE]} of your unit took this work").inner_text()
    assert re.search(r"took this work (just now|\d+ (minute|hour)s? ago)\.", said), said
    assert page.locator("form.work-form").count() == 0
    assert axe(page) == []


def test_work_is_delegated_and_comes_back_with_what_was_found(enter: Enter, axe: Axe, site: str) -> None:
    page = enter(CLERK)
    found(page, site, "unit", "Delegated")
    page.get_by_role("link", name="Pass on, put off or watch").click()
    page.get_by_label("Who gets it").select_option(label=PEOPLE[COLLEAGUE])
    page.get_by_label("Until their part is done").check()
    page.get_by_label("Why").fill("You know this stand.")
    page.get_by_role("button", name="Pass the work on").click()
    page.get_by_text("Your colleague does this for you").wait_for()
    assert listed(page, site, "mine", "Delegated") == 0
    assert listed(page, site, "waiting", "Delegated") == 1

    page = enter(COLLEAGUE)
    found(page, site, "mine", "Delegated")
    page.get_by_role("heading", name="asks you to do this for them").wait_for()
    assert page.get_by_text("You know this stand.").is_visible()
    page.get_by_role("link", name="Hand it back").click()
    assert axe(page) == []
    page.get_by_label("What you found").fill("The stand is free.")
    page.get_by_role("button", name="Hand the work back").click()
    page.get_by_text("The work is back with your colleague.").wait_for()

    page = enter(CLERK)
    found(page, site, "mine", "Delegated")
    page.get_by_role("heading", name="has done their part").wait_for()
    assert page.get_by_text("The stand is free.").is_visible()
    page.get_by_role("link", name="History of the case").click()
    page.get_by_text("The stand is free.").wait_for()
    assert page.get_by_text("You know this stand.").is_visible()


def test_work_is_put_off_until_a_day_and_taken_up_again(enter: Enter, axe: Axe, site: str) -> None:
    page = enter(CLERK)
    found(page, site, "unit", "Putoff")
    page.get_by_role("link", name="Pass on, put off or watch").click()
    page.get_by_label("It comes back on").fill((t.today() + dt.timedelta(days=5)).isoformat())
    page.get_by_label("What you wait for").fill("The plan of the market")
    page.get_by_role("button", name="Put the work off").click()
    page.get_by_text("The work is out of your list until").wait_for()
    assert listed(page, site, "mine", "Putoff") == 0
    assert listed(page, site, "waiting", "Putoff") == 1
    assert page.locator("tbody").get_by_text("rests until").is_visible()
    assert axe(page) == []
    page.get_by_role("link", name=CHECK).click()
    page.get_by_role("link", name="Pass on, put off or watch").click()
    page.get_by_role("button", name="Take it up again now").click()
    page.get_by_text("The work is in your list again.").wait_for()
    assert listed(page, site, "mine", "Putoff") == 1


def test_who_watches_a_case_is_told_what_a_colleague_did(enter: Enter, axe: Axe, site: str) -> None:
    page = enter(COLLEAGUE)
    found(page, site, "unit", "Watched")
    page.get_by_role("button", name="Give back to the unit").click()
    page = enter(CLERK)
    found(page, site, "unit", "Watched")
    page.get_by_role("link", name="Pass on, put off or watch").click()
    page.get_by_role("button", name="Watch this case").click()
    page.get_by_text("You watch this case now.").wait_for()
    page.goto(f"{site}/work/?show=mine&q=Watched")
    page.get_by_role("link", name=CHECK).click()
    page.get_by_role("button", name="Give back to the unit").click()

    page = enter(COLLEAGUE)
    found(page, site, "unit", "Watched")
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("heading", name="Done: ").wait_for()

    page = enter(CLERK)
    assert listed(page, site, "watched", "Watched") == 1
    told = page.get_by_role("link", name="Something happened in a case you watch: STALL-WATCHED")
    for _look in range(60):  # the clock tells every quarter of a minute
        page.goto(f"{site}/notices/")
        if told.count():
            break
        page.wait_for_timeout(500)
    assert axe(page) == []
    told.first.click()
    page.get_by_role("heading", name="STALL-WATCHED").wait_for()
