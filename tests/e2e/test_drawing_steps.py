"""What the tools of the drawing draw: steps are work of people, and nothing stands beneath the tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from processes import read_model
from tests.e2e.analysts import draft, saved, signed_in, without_draft
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

NEW = "register_a_horse"


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    """An analyst before a page that is as good as empty."""
    signed_in(page, bench, "analyst")
    page.goto(f"{bench.address}/procedures/{NEW}/edit")
    if page.locator("[data-editor]").count() == 0:
        page.goto(f"{bench.address}/procedures/new")
        page.get_by_label("English").fill("Register a horse")
        page.get_by_role("button", name="Start drawing").click()
    page.locator("[data-ready]").wait_for()
    yield page
    without_draft(page, bench, NEW)


def kinds(page: Page, server: Server) -> list[str]:
    saved(page)
    return [element.type for element in read_model(draft(page, server, NEW).encode()).elements.values()]


def test_what_is_appended_is_work_of_people(analyst: Page, bench: Server) -> None:
    analyst.locator("[data-element-id=start] .djs-hit").first.click()
    analyst.locator(".djs-context-pad [title='Append user task']").click()
    # Its name is asked for at once; whoever does not want one presses Escape.
    analyst.keyboard.press("Escape")
    expect(analyst.locator("[data-steps] tbody tr")).to_have_count(1)
    assert kinds(analyst, bench) == ["StartEvent", "UserTask"]
    analyst.locator("[data-undo]").click()
    expect(analyst.locator("[data-steps] tbody tr")).to_have_count(0)


def test_what_the_palette_draws_is_work_of_people(analyst: Page, bench: Server) -> None:
    analyst.locator(".djs-palette [aria-label='Create user task']").click()
    stage = analyst.locator(".editor-stage").bounding_box()
    assert stage is not None
    analyst.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2, steps=5)
    analyst.mouse.click(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    expect(analyst.locator("[data-steps] tbody tr")).to_have_count(1)
    assert "UserTask" in kinds(analyst, bench)


def test_a_plain_task_is_named_and_made_a_user_task_by_one_press(analyst: Page, bench: Server) -> None:
    analyst.locator("[data-element-id=start] .djs-hit").first.click()
    analyst.locator(".djs-context-pad [title='Append user task']").click()
    analyst.keyboard.press("Escape")
    analyst.locator(".djs-context-pad [title='Change element']").click()
    analyst.locator(".djs-popup [data-id='replace-with-task']").click()
    analyst.get_by_text("nobody gets this work").first.wait_for()
    assert kinds(analyst, bench) == ["StartEvent", "Task"]
    analyst.get_by_role("button", name="Make it a user task").click()
    expect(analyst.get_by_text("nobody gets this work")).to_have_count(0)
    assert kinds(analyst, bench) == ["StartEvent", "UserTask"]


def test_the_start_stands_beside_the_tools(analyst: Page) -> None:
    for _press in range(2):
        tools = analyst.locator(".djs-palette").bounding_box()
        start = analyst.locator("[data-element-id=start] .djs-visual").bounding_box()
        pool = analyst.locator("[data-element-id^=pool_] .djs-visual").first.bounding_box()
        assert tools is not None
        assert start is not None
        assert pool is not None
        assert pool["x"] >= tools["x"] + tools["width"]
        assert start["x"] >= tools["x"] + tools["width"]
        analyst.locator("[data-tool=fit]").click()
