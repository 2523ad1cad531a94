"""Tokens are played on the drawing as it stands: by keyboard, in words, and nothing of it is written in the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import ASKED, KEY, PLAYED
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.e2e


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    page.emulate_media(reduced_motion="reduce")
    yield opened(signed_in(page, bench, "analyst"), bench, PLAYED)
    without_draft(page, bench, PLAYED)


def played(page: Page) -> Locator:
    page.locator("[data-play]").click()
    return page.get_by_role("region", name="Play of the drawing")


def tokens(page: Page) -> dict[str, str]:
    """How many tokens stand where, as the drawing shows it."""
    shown = page.locator(".djs-overlays:has(.play-token:not(.begin))")
    return {
        each.get_attribute("data-container-id") or "": each.locator(".play-token").inner_text()
        for each in shown.all()
    }


def test_a_case_is_played_by_keyboard_and_told_in_words(analyst: Page, bench: Server) -> None:
    before = draft(analyst, bench, PLAYED)
    fetched = analyst.evaluate("performance.getEntriesByType('resource').map((one) => one.name).join(' ')")
    assert "chunks/playing" not in fetched
    analyst.locator("[data-play]").press("Enter")
    play = analyst.get_by_role("region", name="Play of the drawing")
    said = play.get_by_role("status")
    expect(play.get_by_role("heading", name="Play of the drawing")).to_be_focused()
    expect(said).to_have_text("No token yet: say where a case begins.")
    expect(play.get_by_role("link", name="The real engine")).to_have_attribute(
        "href", f"/procedures/{PLAYED}/try?version=draft"
    )
    play.get_by_role("button", name="A case begins here").press("Enter")
    expect(said).to_contain_text("Tokens are at: Which opinions?")
    for name in ("to Fire", "to Water"):
        play.get_by_label(name).press("Space")
    play.get_by_role("button", name="Go on").press("Enter")
    expect(said).to_contain_text("Tokens are at: Fire, Water.")
    assert tokens(analyst) == {"fire": "1", "water": "1"}
    analyst.keyboard.press("Enter")  # what can happen next has the focus
    expect(said).to_contain_text("Tokens are at: Water, Together.")
    expect(play.locator("[data-at=together]")).to_contain_text("Waits for")
    play.get_by_role("button", name="It is done").press("Enter")
    play.get_by_role("button", name="It is done").press("Enter")  # what the subprocess does
    expect(said).to_contain_text("Tokens are at: Granted?")
    play.get_by_role("button", name="yes").press("Enter")
    expect(said).to_contain_text("The case is over: no token is left.")
    assert tokens(analyst) == {}
    expect(analyst.locator(".djs-element[data-element-id=given]")).to_have_class(
        "djs-element djs-shape passed"
    )
    play.get_by_role("button", name="Stop playing").press("Enter")
    expect(analyst.locator("[data-play]")).to_be_focused()
    expect(analyst.locator("[data-panel]")).to_be_visible()
    expect(analyst.locator("[data-undo]")).to_be_disabled()
    assert analyst.locator(".passed, .here, .play-token").count() == 0
    assert draft(analyst, bench, PLAYED) == before


def test_events_are_let_happen_and_steps_taken_back(analyst: Page) -> None:
    play = played(analyst)
    said = play.get_by_role("status")
    play.get_by_role("button", name="A case begins here").click()
    play.get_by_role("button", name="Go on").click()
    expect(play.get_by_role("alert")).to_have_text("Choose one way at least.")
    play.get_by_label("to Fire").check()
    play.get_by_role("button", name="Go on").click()
    play.get_by_role("button", name="It is done").click()
    expect(said).to_contain_text("Tokens are at: Look.")
    play.get_by_role("button", name="Too late: happens, and the work here ends").click()
    expect(said).to_contain_text("The case is over")
    play.get_by_role("button", name="One step back").click()
    expect(said).to_contain_text("One step was taken back. Tokens are at: Look.")
    analyst.locator(".play-token").click()  # a press on the token itself
    play.get_by_role("button", name="again").click()
    expect(said).to_contain_text("Tokens are at: Both. No token can go on, and the case has not ended")
    play.get_by_role("button", name="Begin anew").click()
    expect(said).to_contain_text("No token yet")


def test_what_is_drawn_meanwhile_is_played(analyst: Page, bench: Server) -> None:
    play = played(analyst)
    play.get_by_role("button", name="A case begins here").click()
    play.get_by_label("to Fire").check()
    play.get_by_role("button", name="Go on").click()
    step = analyst.locator("[data-steps] tbody tr input").first
    step.fill("Fire brigade")
    step.press("Tab")
    said = play.get_by_role("status")
    expect(said).to_have_text("The drawing changed; the play goes on with it. Tokens are at: Fire brigade.")
    saved(analyst)
    play.get_by_role("button", name="It is done").click()
    analyst.locator("[data-steps] tbody tr").first.get_by_role("button", name="Remove").click()
    expect(said).to_contain_text("the play goes only as far as it still fits")
    saved(analyst)
    assert "play" not in draft(analyst, bench, PLAYED)


def test_whatever_has_several_ways_is_asked_for_them(page: Page, bench: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    play = played(opened(signed_in(page, bench, "analyst"), bench, ASKED))
    said = play.get_by_role("status")
    play.get_by_role("button", name="A case begins here").click()
    for step, way_on, done in (
        ("Ask", "yes to ask", "It is done"),
        ("Hear", "yes to hear", "It happens"),
        ("Bare", "yes to bare", "It is done"),
        ("Inside", "yes to inside", "It is done"),
    ):
        if step == "Inside":
            expect(said).to_contain_text("Tokens are at: Look.")
            play.get_by_role("button", name="It is done").click()
        expect(said).to_contain_text(f"Tokens are at: {step}.")
        play.get_by_role("button", name=done).click()
        expect(play.get_by_role("alert")).to_have_text("Choose one way at least.")
        play.get_by_label(way_on).check()
        play.get_by_role("button", name=done).click()
    expect(said).to_contain_text("The case is over: no token is left.")
    expect(page.locator(".djs-element[data-element-id=given]")).to_have_class("djs-element djs-shape passed")
    assert page.locator(".djs-element[data-element-id=refused].passed").count() == 0


@pytest.mark.parametrize("locale", ["ky", "ru", "en"])
def test_the_play_is_for_everybody(
    page: Page, bench: Server, axe: Callable[..., list[dict[str, Any]]], locale: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    opened(signed_in(page, bench, "analyst", locale), bench, KEY)
    page.locator("[data-play]").click()
    page.locator("[data-play-body] button").first.click()
    page.locator(".play-token").first.wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
