"""What is said of a step goes along when it is copied, in a model and into another, and when it changes its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from processes import Model, library, read_model
from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import KEY, LARGE
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]
STEP = "register_address"


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    yield opened(signed_in(page, bench, "analyst"), bench)
    without_draft(page, bench)
    without_draft(page, bench, LARGE)


def chosen(page: Page) -> None:
    """The step chosen by the table, the keyboard on the drawing."""
    page.locator(f"[data-steps] button[data-control='{STEP}-more']").click()
    page.locator(".djs-container svg").first.focus()


def pasted(page: Page) -> None:
    rows = page.locator("[data-steps] tbody tr")
    before = rows.count()
    page.keyboard.press("Control+V")
    box = page.locator(".editor-stage").bounding_box()
    assert box is not None
    # Inside the pool, where nothing stands.
    where = (box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.75)
    page.mouse.move(*where)
    page.mouse.click(*where)
    expect(rows).to_have_count(before + 1)
    saved(page)


def kept(page: Page, bench: Server, key: str = KEY) -> Model:
    return read_model(draft(page, bench, key).encode())


def test_a_copy_in_the_same_model_says_the_same(analyst: Page, bench: Server) -> None:
    chosen(analyst)
    analyst.keyboard.press("Control+C")
    pasted(analyst)
    model, was = kept(analyst, bench), library[KEY].as_is.elements[STEP]
    [copy] = [e for e in model.elements.values() if e.name == was.name and e.id != STEP]
    assert copy.step == was.step
    assert copy.form == was.form


def test_a_copy_in_another_model_brings_its_form_and_its_documents(analyst: Page, bench: Server) -> None:
    chosen(analyst)
    analyst.keyboard.press("Control+C")
    opened(analyst, bench, LARGE)
    analyst.locator(".djs-container svg").first.focus()
    pasted(analyst)
    model, whole = kept(analyst, bench, LARGE), library[KEY].as_is
    [copy] = [e for e in model.elements.values() if e.name == whole.elements[STEP].name]
    was = whole.elements[STEP].step
    assert copy.step is not None
    assert was is not None
    assert (copy.step.effort, copy.step.legal) == (was.effort, was.legal)
    assert (
        model.forms[copy.form or ""]["components"]
        == whole.forms[whole.elements[STEP].form or ""]["components"]
    )
    told = [model.documents[id_] for id_ in (*copy.step.issues, *copy.step.reads)]
    before = [whole.documents[id_] for id_ in (*was.issues, *was.reads)]
    assert [(each.name, each.issuer) for each in told] == [(each.name, each.issuer) for each in before]
    # One step back takes all of it away.
    analyst.locator("[data-undo]").click()
    saved(analyst)
    assert kept(analyst, bench, LARGE).forms == {}


def test_a_step_that_changes_its_kind_keeps_what_is_said_of_it(analyst: Page, bench: Server) -> None:
    chosen(analyst)
    analyst.keyboard.press("r")
    analyst.locator(".djs-popup [data-id='replace-with-manual-task']").click()
    expect(analyst.locator("[data-steps] tr", has_text="Manual task").first).to_be_visible()
    saved(analyst)
    now = next(e for e in kept(analyst, bench).elements.values() if e.name == "Register address")
    assert now.type == "ManualTask"
    assert now.step == library[KEY].as_is.elements[STEP].step


def test_the_tools_leave_the_drawing_free_on_a_narrow_screen(analyst: Page, bench: Server, axe: Axe) -> None:
    analyst.set_viewport_size({"width": 320, "height": 800})
    opened(analyst, bench)
    tools, stage = (analyst.locator(each).bounding_box() for each in (".djs-palette", ".editor-stage"))
    assert tools is not None
    assert stage is not None
    assert tools["height"] < stage["height"] / 5
    assert tools["width"] <= stage["width"]
    assert axe(analyst) == []
