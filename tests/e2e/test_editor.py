"""Drawing in a real browser: kept through a server that dies, by two people at once, by keyboard alone, in three
languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from processes import library
from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import KEY
from tests.e2e.shop import ROOT, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]


@pytest.fixture
def server(bench: Server) -> Server:
    return bench


@pytest.fixture
def analyst(page: Page, server: Server) -> Iterator[Page]:
    yield signed_in(page, server, "analyst")
    without_draft(page, server)


def test_a_model_that_is_only_looked_at_stays_as_it_is(analyst: Page, server: Server) -> None:
    opened(analyst, server)
    analyst.locator("[data-steps] tbody tr").first.get_by_role("button", name="Describe").click()
    saved(analyst)
    assert "a draft of" not in analyst.content()
    assert analyst.locator(".editor-stage").get_attribute("data-warnings") == "0"


def test_what_is_typed_changes_the_figures_and_only_its_own_bytes(analyst: Page, server: Server) -> None:
    opened(analyst, server)
    row = analyst.locator("[data-steps] tbody tr").first
    row.get_by_role("button", name="Describe").click()
    figure = analyst.locator("[data-figure=in_person] .figure-value")
    before = int(figure.inner_text())
    analyst.get_by_label("How it is done").first.select_option("online")
    expect(figure).to_have_text(str(before - 1))
    saved(analyst)
    now, was = draft(analyst, server).splitlines(), library[KEY].as_is.source.decode().splitlines()
    assert len(now) == len(was)
    assert sum(a != b for a, b in zip(now, was, strict=True)) == 1
    # The figure opens the elements it was counted from.
    analyst.get_by_role("button", name="Steps in person").click()
    assert analyst.locator("[data-figure=in_person] li").count() == before
    analyst.locator("[data-undo]").click()
    expect(figure).to_have_text(str(before))
    saved(analyst)
    assert draft(analyst, server) == library[KEY].as_is.source.decode()


def test_what_is_drawn_survives_a_server_that_is_killed(analyst: Page, server: Server) -> None:
    opened(analyst, server)
    name = analyst.locator("[data-steps] tbody tr input").first
    name.fill("Sign off in person")
    name.press("Tab")
    saved(analyst)
    server.kill()
    name.fill("Sign off by post")
    name.press("Tab")
    analyst.get_by_text("Not saved: the server does not answer.").wait_for()
    # The page is closed while the server is away, and opened again when it is back.
    analyst.on("dialog", lambda asked: asked.accept())
    analyst.goto("about:blank")
    server.start()
    opened(analyst, server)
    analyst.get_by_text("stands here again").first.wait_for()
    assert analyst.locator("[data-steps] tbody tr input").first.input_value() == "Sign off by post"
    saved(analyst)
    assert "Sign off by post" in draft(analyst, server)


def test_two_people_never_overwrite_each_other(analyst: Page, server: Server, browser: Browser) -> None:
    opened(analyst, server)
    context = browser.new_context()
    other = opened(signed_in(context.new_page(), server, "second"), server)
    other.get_by_text("Also drawing here: Чолпон Садыкова").wait_for()
    mine = analyst.locator("[data-steps] tbody tr input").first
    mine.fill("Mine")
    mine.press("Tab")
    saved(analyst)
    theirs = other.locator("[data-steps] tbody tr input").first
    theirs.fill("Theirs")
    theirs.press("Tab")
    other.get_by_text("Чолпон Садыкова changed this model at").wait_for()
    assert "Mine" in draft(analyst, server)
    other.get_by_role("button", name="Keep mine as a version of its own").click()
    other.wait_for_url("**/procedures/residence_registration?version=*")
    other.get_by_role("link", name="Versions").click()
    other.get_by_text("Drawn at the same time as another draft.").first.wait_for()
    context.close()


def test_a_step_is_added_named_and_removed_by_keyboard_alone(analyst: Page, server: Server) -> None:
    opened(analyst, server)
    rows = analyst.locator("[data-steps] tbody tr")
    before = rows.count()
    button = rows.first.get_by_role("button", name="Add a step after")
    button.focus()
    button.press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.nth(1).locator("input").first).to_be_focused()
    analyst.keyboard.type("Ask the register")
    analyst.keyboard.press("Tab")
    saved(analyst)
    assert "Ask the register" in draft(analyst, server)
    row = analyst.locator("[data-steps] tbody tr", has=analyst.locator("input[value='Ask the register']"))
    added = analyst.locator("[data-steps] button[aria-label='Remove: Ask the register']")
    added.wait_for()
    added.press("Enter")
    expect(rows).to_have_count(before)
    assert row.count() == 0
    saved(analyst)


def test_from_an_empty_page_to_a_service_in_force(analyst: Page, server: Server, browser: Browser) -> None:
    """What a newcomer does by the table and the panel: drawn, tried, reviewed, in force, its card public."""
    page = analyst
    page.goto(f"{server.address}/procedures/new")
    page.get_by_label("English").fill("Register a beekeeper")
    page.get_by_label("Кыргызча").fill("Балчыны каттоо")
    page.get_by_role("button", name="Start drawing").click()
    page.locator("[data-ready]").wait_for()
    page.get_by_role("button", name="Add a step at the end").click()
    row = page.locator("[data-steps] tbody tr").first
    expect(row.locator("input").first).to_be_focused()
    page.keyboard.type("Check the application")
    page.keyboard.press("Tab")
    row.locator("select").first.select_option(label="Office")
    row.get_by_role("button", name="The case ends after it").click()
    page.get_by_label("Name in the drawing").fill("Beekeeper registered")
    row.get_by_role("button", name="Describe").click()
    page.get_by_label("How it is done").select_option("online")
    page.get_by_text("How it runs").click()
    page.get_by_role("button", name="Make a form for it").click()
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("What is asked", exact=True).fill("Decision")
    page.get_by_label("Kind of answer").select_option("radio")
    page.get_by_label("Choices").fill("yes: Registered\nno: Refused")
    page.get_by_label("Choices").press("Tab")
    saved(page)
    page.get_by_label("Name of the model").fill("Beekeeper")
    page.get_by_label("Why this version is made").fill("A new duty of the law.")
    page.get_by_role("button", name="Save as a version").click()
    page.get_by_text("Saved as version 2, a draft.").wait_for()

    page.goto(f"{server.address}/procedures/register_a_beekeeper/try?version=2")
    page.get_by_role("button", name="Start a case").click()
    page.get_by_label("Decision").select_option("yes")
    page.get_by_role("button", name="Do it").click()
    page.get_by_text("Ended: Beekeeper registered").wait_for()
    page.get_by_label("Name of the scenario").fill("Registered")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("All end as they did").wait_for()
    assert "100" in page.locator("main").inner_text()

    context = browser.new_context()
    second = signed_in(context.new_page(), server, "second")
    second.goto(f"{server.address}/procedures/register_a_beekeeper/versions/2/review")
    second.get_by_label("I approve the version").check()
    second.get_by_role("button", name="Say it").click()
    second.get_by_text("What was said").first.wait_for()

    page.goto(f"{server.address}/procedures/register_a_beekeeper/versions/2/publish")
    page.get_by_label("Type the name of the version to confirm").fill("Beekeeper")
    page.get_by_role("button", name="Put version 2 in force").click()
    page.get_by_text("is in force: new cases follow it").wait_for()
    anybody = browser.new_context().new_page()
    anybody.goto(f"{server.address}/language/ky?next=/services/register_a_beekeeper")
    anybody.get_by_role("heading", name="Балчыны каттоо").wait_for()
    assert anybody.request.get(f"{server.address}/services/register_a_beekeeper.pdf").body()[:4] == b"%PDF"
    anybody.context.close()
    context.close()


def test_a_press_on_a_heading_is_not_lost_while_a_name_is_typed(analyst: Page, server: Server) -> None:
    """The press ends the typing, which changes the drawing; the heading must still be there when it is let go."""
    opened(analyst, server)
    analyst.locator("[data-steps] tbody tr").first.get_by_role("button", name="Describe").click()
    heading = analyst.locator("[data-panel] summary[data-section=general]")
    heading.wait_for()
    element = analyst.locator("[data-steps] tbody tr").first.get_attribute("data-element")
    for name in ("Sign off at the desk", "Sign off by post"):
        was_open = analyst.locator("[data-panel] details:has(> summary[data-section=general])").evaluate(
            "_ => _.open"
        )
        analyst.locator(f"[data-element-id={element}] .djs-hit").first.dblclick()
        analyst.locator(".djs-direct-editing-content").wait_for()
        analyst.keyboard.press("Control+a")
        analyst.keyboard.type(name)
        box = heading.bounding_box()
        assert box is not None
        analyst.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        analyst.mouse.down()
        analyst.wait_for_timeout(400)
        analyst.mouse.up()
        opens = analyst.locator("[data-panel] details:has(> summary[data-section=general])")
        expect(opens).to_have_js_property("open", not was_open)
        field = analyst.locator("[data-panel] .field", has_text="Name in the drawing").locator("input")
        expect(field).to_have_value(name)


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("ru", 320), ("ky", 1280)])
def test_the_page_reads_well(analyst: Page, server: Server, axe: Axe, locale: str, width: int) -> None:
    told: list[str] = []
    analyst.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    analyst.set_viewport_size({"width": width, "height": 900})
    analyst.goto(f"{server.address}/language/{locale}?next=/procedures/new")
    assert axe(analyst) == []
    opened(analyst, server)
    saved(analyst)
    folder = Path(ROOT / "var/e2e")
    folder.mkdir(parents=True, exist_ok=True)
    analyst.locator("[data-steps] tbody tr").first.get_by_role("button").first.click()
    analyst.screenshot(path=folder / f"editor-{locale}-{width}.png", full_page=True)
    assert axe(analyst) == []
    assert analyst.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert told == []
    analyst.goto(f"{server.address}/language/en?next=/")
