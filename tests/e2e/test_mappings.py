"""What goes into a step and what comes out of it, written in the panel as a newcomer does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from processes import Model, read_model
from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import KEY, MAPPED
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.e2e


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    yield signed_in(page, bench, "analyst")
    for key in (KEY, MAPPED):
        without_draft(page, bench, key)


def kept(page: Page, server: Server, key: str) -> Model:
    saved(page)
    return read_model(draft(page, server, key).encode())


def rows(page: Page, name: str) -> Locator:
    """The group of rows of this name, of the step that is chosen."""
    return page.locator("[data-panel] fieldset", has=page.locator("legend", has_text=name))


def described(page: Page, step: str) -> None:
    page.locator(f"[data-steps] tr[data-element='{step}']").get_by_role("button", name="Describe").click()
    page.locator("summary[data-section=runs]").click()


def test_a_row_is_added_changed_undone_and_removed(analyst: Page, bench: Server) -> None:
    opened(analyst, bench)
    step = analyst.locator("[data-steps] tbody tr").first.get_attribute("data-element") or ""
    described(analyst, step)
    comes_out = rows(analyst, "What comes out")
    comes_out.get_by_role("button", name="Add: What comes out").click()
    expect(comes_out.get_by_label("Value in FEEL", exact=True)).to_be_focused()
    # Half a row is said beside the step, and nothing that was typed is lost.
    comes_out.get_by_label("Value in FEEL", exact=True).fill("owner")
    comes_out.get_by_label("Value in FEEL", exact=True).press("Tab")
    analyst.locator("[data-problems]").get_by_text("“owner” is passed on under no name").wait_for()
    comes_out.get_by_label("Name in the case").fill("applicant")
    comes_out.get_by_label("Name in the case").press("Tab")
    expect(analyst.locator("[data-problems]").get_by_text("is passed on under no name")).to_have_count(0)
    assert kept(analyst, bench, KEY).elements[step].outputs == (("owner", "applicant"),)
    analyst.locator("[data-undo]").click()
    expect(comes_out.get_by_label("Name in the case")).to_have_value("")
    analyst.locator("[data-redo]").click()
    expect(comes_out.get_by_label("Name in the case")).to_have_value("applicant")
    comes_out.get_by_role("button", name="Remove: What comes out 1").click()
    assert kept(analyst, bench, KEY).elements[step].outputs == ()
    assert "gov:mapping" not in draft(analyst, bench, KEY)


def test_what_another_program_wrote_is_shown_and_a_change_goes_before_it(
    analyst: Page, bench: Server
) -> None:
    opened(analyst, bench, MAPPED)
    described(analyst, "ask")
    goes_in = rows(analyst, "What goes in")
    expect(goes_in.get_by_label("Name inside")).to_have_value("number")
    goes_in.get_by_text("Written by another program").wait_for()
    goes_in.get_by_label("Value in FEEL", exact=True).fill("upper case(parcel)")
    goes_in.get_by_label("Value in FEEL", exact=True).press("Tab")
    ask = kept(analyst, bench, MAPPED).elements["ask"]
    assert ask.inputs == (("upper case(parcel)", "number"),)
    assert ask.outputs == (("answer.owner", "owner"),)
    assert "zeebe:ioMapping" in draft(analyst, bench, MAPPED)


def test_a_call_says_whether_everything_else_is_passed(analyst: Page, bench: Server) -> None:
    opened(analyst, bench, MAPPED)
    described(analyst, "check")
    goes_in = rows(analyst, "What goes in")
    goes_in.get_by_role("button", name="Add: What goes in").click()
    goes_in.get_by_label("Value in FEEL", exact=True).fill("owner")
    goes_in.get_by_label("Name inside").fill("person")
    goes_in.get_by_label("Everything else").select_option("passed too")
    check = kept(analyst, bench, MAPPED).elements["check"]
    assert (check.inputs, check.takes_all) == ((("owner", "person"),), True)


def test_a_name_of_the_dictionary_brings_the_register_that_holds_it(analyst: Page, bench: Server) -> None:
    opened(analyst, bench)
    row = analyst.locator("[data-steps] tbody tr").first
    step = row.get_attribute("data-element") or ""
    row.get_by_role("button", name="Describe").click()
    analyst.locator("summary[data-section=documents]").click()
    assert analyst.locator("#offers-items option[value=parcel]").get_attribute("label") == (
        "parcel · Cadastre · drafts: 1"
    )
    items = rows(analyst, "Data items")
    items.get_by_role("button", name="Add: Data items").click()
    items.get_by_label("Name in the dictionary").fill("parcel")
    expect(items.get_by_label("Register that holds it")).to_have_value("kg:cadastre")
    items.get_by_label("What is done with it").select_option("asks the applicant")
    said = kept(analyst, bench, KEY).elements[step].step
    assert said is not None
    assert [(item.key, item.op, item.register) for item in said.items] == [("parcel", "ask", "kg:cadastre")]


def test_each_button_of_the_help_says_which_field_it_is_for(analyst: Page, bench: Server) -> None:
    opened(analyst, bench)
    described(analyst, analyst.locator("[data-steps] tbody tr").first.get_attribute("data-element") or "")
    rows(analyst, "What comes out").get_by_role("button", name="Add: What comes out").click()
    names = analyst.locator("[data-panel] .feel-button").evaluate_all(
        "(all) => all.map((one) => one.ariaLabel)"
    )
    assert any(name.endswith(": Value in FEEL") for name in names)
    assert all(":" in name for name in names)


def test_a_data_association_that_is_drawn_says_what_it_passes_on(analyst: Page, bench: Server) -> None:
    opened(analyst, bench, MAPPED)
    described(analyst, "ask")
    analyst.locator("summary[data-section=documents]").click()
    analyst.get_by_role("button", name="A document that is not there yet").click()
    analyst.locator(".djs-context-pad [title='Connect using data input association']").click()
    box = analyst.locator("[data-element-id=ask] .djs-hit").first.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    analyst.mouse.move(*middle, steps=6)
    analyst.mouse.click(*middle)
    saved(analyst)
    # From the step to the line without the drawing.
    analyst.locator("[data-steps] button[data-control='ask-more']").click()
    line = analyst.locator(".panel-way button", has_text="Data association: Document → Ask")
    line.dispatch_event("click")
    analyst.get_by_role("button", name="Add: What is passed on").click()
    analyst.get_by_label("Value in FEEL", exact=True).fill("parcel")
    analyst.get_by_label("Name it goes by").fill("lot")
    analyst.get_by_label("Name it goes by").press("Tab")
    [move] = kept(analyst, bench, MAPPED).elements["ask"].data_inputs
    assert (move.source, move.target, move.is_computed) == ("parcel", "lot", True)
