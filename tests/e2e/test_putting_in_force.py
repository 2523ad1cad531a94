"""A version comes into force in a real browser: what becomes of running cases, moved and taken back, and a version
for some cases, widened and withdrawn."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.permit_office import KEY, NAME, ROUND
from tests.e2e.shop import ROOT, Server
from tests.e2e.test_editor import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]
Picture = Callable[[str], None]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("permit") / "var"
    subprocess.run([sys.executable, "-m", "tests.e2e.permit_office", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Server]:
    """Each test has an office of its own: a version comes into force only once."""
    server = Server(Path(shutil.copytree(furnished, tmp_path / "var")))
    server.start()
    yield server
    server.kill()


def put_in_force(page: Page) -> None:
    page.get_by_role("button", name="Put version 2 in force").click()


def moves(page: Page) -> Page:
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Move running cases to the version in force").click()
    page.get_by_role("heading", name="Move running cases to version 2").wait_for()
    return page


def test_running_cases_are_rehearsed_moved_and_taken_back(
    page: Page, office: Server, axe: Axe, picture: Picture
) -> None:
    signed_in(page, office, "analyst")
    page.goto(f"{office.address}/procedures/{KEY}/versions/2/publish")
    page.get_by_text("37 cases are under way: 31 can move, 6 stay.").wait_for()
    expect(page.get_by_role("table", name="Why cases stay on their version")).to_contain_text("Check")
    assert axe(page) == []
    picture("publish")
    put_in_force(page)
    page.get_by_role("alert").get_by_text("Type the name of the version").wait_for()
    assert axe(page) == []
    picture("publish-refused")
    page.get_by_label("Type the name of the version to confirm").fill(NAME)
    put_in_force(page)
    page.get_by_text("is in force: new cases follow it").wait_for()

    moves(page)
    assert axe(page) == []
    page.get_by_role("button", name="Move 31 cases").click()
    page.get_by_role("alert").get_by_text("Say why the cases are moved").wait_for()
    assert axe(page) == []
    page.get_by_label("Why they are moved").fill("The check fell away with the law.")
    page.get_by_role("button", name="Move 31 cases").click()
    page.get_by_text("31 of 37 cases were moved to version 2.").wait_for()
    page.get_by_text("6 cases are under way: 0 can move, 6 stay.").wait_for()
    expect(page.get_by_role("table", name="Moved so far")).to_contain_text("from version 1 to version 2")
    assert axe(page) == []
    picture("moved")

    page.get_by_role("button", name="Take them back").click()
    page.get_by_text("31 of 31 cases were taken back.").wait_for()
    page.get_by_text("37 cases are under way: 31 can move, 6 stay.").wait_for()
    expect(page.get_by_role("button", name="Take them back")).to_have_count(0)
    assert axe(page) == []
    picture("taken-back")


def test_a_case_that_went_on_is_named_when_it_cannot_go_back(
    page: Page, office: Server, browser: Browser
) -> None:
    signed_in(page, office, "analyst")
    page.goto(f"{office.address}/procedures/{KEY}/versions/2/publish")
    page.get_by_label("Type the name of the version to confirm").fill(NAME)
    put_in_force(page)
    page.get_by_text("is in force: new cases follow it").wait_for()
    moves(page).get_by_label("Why they are moved").fill("The check fell away with the law.")
    page.get_by_role("button", name="Move 31 cases").click()
    page.get_by_text("31 of 37 cases were moved to version 2.").wait_for()
    clerk = browser.new_context().new_page()
    signed_in(clerk, office, "dinara")
    clerk.goto(f"{office.address}/work/?show=unit&q=P-30")
    clerk.locator("tbody tr a").first.click()
    for step in ("Register", "Decide"):
        clerk.get_by_role("heading", name=step).wait_for()
        clerk.get_by_role("button", name="Complete").click()
        if step == "Register":
            clerk.get_by_role("link", name="Go on with this case").click()
    clerk.get_by_role("heading", name="Done: ").wait_for()
    clerk.context.close()
    page.get_by_role("button", name="Take them back").click()
    page.get_by_text("30 of 31 cases were taken back.").wait_for()
    expect(page.get_by_role("table", name="Why cases were not taken back")).to_contain_text("completed")


def staged(page: Page, office: Server, axe: Axe, picture: Picture) -> Page:
    """Version 2 in force for the office in Osh, after everything that can be left out was left out."""
    page.goto(f"{office.address}/procedures/{KEY}/versions/2/publish")
    page.get_by_label("Type the name of the version to confirm").fill(NAME)
    page.get_by_label("For a share of those of some offices").check()
    put_in_force(page)
    alert = page.get_by_role("alert")
    for wrong in ("Choose at least one office", "Enter a whole number of per cent", "Say why it is for some"):
        alert.get_by_text(wrong).wait_for()
    assert axe(page) == []
    picture("stage-refused")
    page.locator("[name=whom][value=offices]").check()
    page.get_by_label("Osh", exact=True).check()
    page.get_by_label("Why for some of them only").fill("A trial of a month.")
    put_in_force(page)
    page.get_by_text("Version 2 is in force for new cases in: Osh").first.wait_for()
    assert axe(page) == []
    picture("staged")
    return page


def version_of_a_new_case(browser: Browser, office: Server, name: str) -> str:
    """Which work a person meets in a case they open now."""
    clerk = browser.new_context().new_page()
    signed_in(clerk, office, name)
    clerk.goto(f"{office.address}/start/{KEY}")
    clerk.get_by_role("button", name="Open the case").click()
    clerk.get_by_role("link", name="Go on with this case").click()
    clerk.get_by_role("button", name="Complete").click()
    clerk.get_by_role("link", name="Go on with this case").click()
    met = clerk.locator("h1").inner_text().splitlines()[-1]
    clerk.context.close()
    return met


def end(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_text("Say why; nothing was changed.").wait_for()
    page.get_by_label("Why it is widened or withdrawn").fill("Nobody missed the check.")
    page.get_by_role("button", name=button).click()


def test_a_version_for_one_office_is_widened_to_all(
    page: Page, office: Server, browser: Browser, axe: Axe, picture: Picture
) -> None:
    signed_in(page, office, "analyst")
    staged(page, office, axe, picture)
    assert version_of_a_new_case(browser, office, "dinara") == "Decide"
    assert version_of_a_new_case(browser, office, "emil") == "Check"
    end(page, "Widen it to all new cases")
    page.get_by_text("Version 2 is in force: new cases follow it.").wait_for()
    assert version_of_a_new_case(browser, office, "emil") == "Decide"
    expect(page.get_by_role("table", name="Versions that were for some cases")).to_contain_text(
        "widened to all"
    )
    assert axe(page) == []
    picture("widened")


def test_a_version_for_one_office_is_withdrawn(
    page: Page, office: Server, browser: Browser, axe: Axe, picture: Picture
) -> None:
    signed_in(page, office, "analyst")
    staged(page, office, axe, picture)
    end(page, "Withdraw it")
    page.get_by_text("Version 2 is withdrawn: no new case follows it.").wait_for()
    assert version_of_a_new_case(browser, office, "dinara") == "Check"
    expect(page.get_by_role("table", name="Versions that were for some cases")).to_contain_text("withdrawn")
    assert axe(page) == []
    picture("withdrawn")


def test_what_starts_by_itself_is_seen_and_paused(
    page: Page, office: Server, axe: Axe, picture: Picture
) -> None:
    signed_in(page, office, "analyst")
    page.goto(f"{office.address}/procedures/{ROUND}?tab=versions")
    page.get_by_role("link", name="What starts it by itself").click()
    clocks = page.get_by_role("table", name="Clocks")
    expect(clocks).to_contain_text("after 1 day")
    assert len(clocks.locator("td[data-label='Next runs']").inner_text().splitlines()) > 1
    assert axe(page) == []
    for start in ("Every morning", "A complaint comes"):
        row = page.locator("form.search-row", has_text=start)
        row.get_by_role("button").click()
        page.get_by_role("alert").get_by_text("Say why it starts nothing for now.").wait_for()
        row.get_by_label("Why it pauses").fill("The market is closed.")
        row.get_by_role("button").click()
        page.get_by_text(f"“{start}” starts nothing until you let it go on.").wait_for()
    picture("paused")
    for start in ("Every morning", "A complaint comes"):
        page.locator("form.search-row", has_text=start).get_by_role("button").click()
        page.get_by_text(f"“{start}” starts cases again.").wait_for()
    # When a round is over, a permit is begun; paused, taken up again and taken away.
    page.get_by_role("button", name="Add").click()
    page.get_by_role("alert").get_by_text("Choose a procedure that is in force.").wait_for()
    page.get_by_label("Procedure").select_option(KEY)
    page.get_by_role("button", name="Add").click()
    follows = page.get_by_role("table", name="What it starts")
    expect(follows).to_contain_text("it came to its end")
    for verb, state in (("Pause", "paused"), ("Go on", "on")):
        follows.get_by_role("button", name=verb, exact=True).click()
        expect(follows.locator("td[data-label='State']")).to_have_text(state)
    assert axe(page) == []
    follows.get_by_role("button", name="Remove").click()
    expect(follows).to_have_count(0)


@pytest.mark.parametrize("locale", ["ky", "ru"])
def test_it_reads_well_on_a_narrow_screen(page: Page, office: Server, axe: Axe, locale: str) -> None:
    signed_in(page, office, "analyst", locale)
    page.set_viewport_size({"width": 320, "height": 800})
    for path in ("versions/2/publish", "move-cases", "versions/2/review"):
        page.goto(f"{office.address}/procedures/{KEY}/{path}")
        page.screenshot(path=ROOT / f"var/e2e/force-{locale}-{path.replace('/', '-')}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert axe(page) == [], path
