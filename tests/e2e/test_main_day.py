"""The main day of an office, through the browser alone: two people, one procedure that four eyes decide.

Sign in, take, keep a draft, complete, be refused the second pair of eyes, send back, take back a slip, many at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.e2e.market import CLERK, COLLEAGUE
from tests.engine.outside import Outside

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]


def own_case(page: Page, site: str, applicant: str) -> None:
    """Open a certificate's case and its first work: the office is shared, and others may have done what waits."""
    page.goto(f"{site}/start/")
    # By its address: another test may have put a procedure of the same name in force.
    page.locator('a[href="/start/aiyl_okmotu_certificate"]').click()
    page.get_by_label("Name of the applicant").fill(applicant)
    page.get_by_label("PIN of the applicant").fill("03902199900017")
    page.get_by_label("Residence").check()
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("link", name="Go on with this case").click()


def test_a_case_goes_back_with_words_and_comes_forward_again(enter: Enter, axe: Axe, site: str) -> None:
    page = enter("officer")
    own_case(page, site, "Жаңыл Мырза")
    first = page.locator("h1").inner_text().splitlines()[-1]
    case = page.locator("h1 .over").inner_text().split(" · ")[-1]
    page.get_by_label("Yes, and the certificate is written").check()
    page.get_by_role("button", name="Go on: check your answers").click()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("link", name="Go on with this case").click()
    page.get_by_role("link", name="Send the case back").click()
    page.get_by_role("heading", name="Send the case back").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Send the case back").click()
    page.get_by_role("alert").get_by_text("Say what is missing or wrong").wait_for()
    assert axe(page) == []
    page.get_by_label("What is missing or wrong").fill("The page of the book is missing.")
    page.get_by_role("button", name="Send the case back").click()
    page.get_by_text("The case is sent back.").wait_for()

    page.goto(f"{site}/work/?show=mine&q={case}")
    page.get_by_role("link", name=first).click()
    page.get_by_text("sent this back to you").wait_for()
    assert page.get_by_text("The page of the book is missing.").is_visible()
    assert axe(page) == []


def test_a_slip_is_taken_back(enter: Enter, axe: Axe, site: str) -> None:
    page = enter("officer")
    own_case(page, site, "Бакыт Осмонов")
    label = page.locator("h1").inner_text().splitlines()[-1]
    page.get_by_label("Yes, and the certificate is written").check()
    page.get_by_role("button", name="Go on: check your answers").click()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("button", name="Take it back").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("You have it back.").wait_for()
    assert label in page.locator("h1").inner_text()
    page.get_by_role("button", name="Give back to the unit").click()
    page.get_by_role("alert").get_by_text("You gave the work back").wait_for()


def test_who_has_a_conflict_leaves_the_case(enter: Enter, axe: Axe, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit&q=kg-llc")
    page.locator("tbody tr a").first.click()
    page.get_by_role("link", name="I have a conflict of interest").wait_for()
    address = page.url
    page.get_by_role("link", name="I have a conflict of interest").click()
    assert axe(page) == []
    page.get_by_label("How the case concerns you").fill("The founder is my sister.")
    page.get_by_role("button", name="Declare it and leave the case").click()
    page.get_by_text("You are out of this case.").wait_for()
    page.goto(address)
    assert page.get_by_role("heading", name="Somebody else does this").is_visible()
    assert axe(page) == []


def test_who_checked_a_plan_is_told_before_the_work_that_they_may_not_confirm_it(
    enter: Enter, axe: Axe, site: str
) -> None:
    page = enter(CLERK)
    page.goto(f"{site}/work/?show=unit&q=Foureyes")
    page.get_by_role("link", name="Check the plan").click()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("heading", name="Done: ").wait_for()
    page.goto(f"{site}/work/?show=unit&q=Foureyes")
    page.get_by_role("link", name="Confirm the plan").click()
    page.get_by_role("heading", name="Somebody else does this").wait_for()
    assert page.get_by_role("button", name="Complete").count() == 0
    assert axe(page) == []
    # The other pair of eyes may.
    address = page.url
    page = enter(COLLEAGUE)
    page.goto(address)
    page.get_by_label("Grant the permit").check()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("heading", name="Done: Confirm the plan").wait_for()


def test_a_register_is_asked_and_its_answer_stays_in_the_case(
    enter: Enter, axe: Axe, site: str, register: Outside
) -> None:
    page = enter(CLERK)
    page.goto(f"{site}/work/?show=unit&q=Asked")
    page.get_by_role("link", name="Check the plan").click()
    page.get_by_label("Remark").fill("Looked at on Monday")
    page.get_by_role("button", name=re.compile("Ask the register ?: Owner of the stand")).click()
    page.get_by_text("Асанова Айгүл").wait_for()
    assert axe(page) == []
    [asked] = [one for one in register.asked if one.path.endswith("/cadastre/owner")]
    assert asked.path == "/r1/KG/GOV/70000001/cadastre/owner"
    assert asked.headers["x-road-client"] == "KG/GOV/70000009/town"
    # What was typed before is there still, and the answer goes with the case.
    assert page.get_by_label("Remark").input_value() == "Looked at on Monday"
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("link", name="Where is this case").click()
    page.get_by_role("link", name="Data").click()
    page.get_by_text("Асанова Айгүл").first.wait_for()


def test_work_is_done_with_the_keyboard_alone(enter: Enter, site: str) -> None:
    page = enter("officer")
    page.goto(f"{site}/work/?show=unit&q=kg-spravka")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/work/[0-9a-f]{20}"))
    # From the top of the page to the form and through it, by Tab alone: the focus is seen all the way.
    for _press in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
                return [one.type || one.tagName, box.width > 0 && box.top >= 0 && box.bottom <= innerHeight]; }"""
        )
        # Before a busy page has taken the first press, nothing has the focus.
        assert seen[1] or seen[0] == "BODY", f"the focus on {seen[0]} is not in sight"
        if seen[0] == "radio":
            break
    assert seen[0] == "radio"
    page.keyboard.press("Space")
    assert page.locator("input[type=radio]:checked").count() == 1
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "text":
            page.keyboard.type("112")
        if "check your answers" in page.evaluate("document.activeElement.innerText || ''"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your answers").wait_for()
    for _press in range(20):
        page.keyboard.press("Tab")
        if "Complete" in page.evaluate("document.activeElement.innerText || ''"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Done: ").wait_for()
