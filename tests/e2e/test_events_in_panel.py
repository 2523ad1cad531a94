"""Clocks, messages, signals, errors and links, written in the panel beside the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from processes import Model, read_model
from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import EVENTS, PLAYED
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from processes.model.elements import EventDefinition

pytestmark = pytest.mark.e2e


@pytest.fixture
def analyst(page: Page, bench: Server) -> Iterator[Page]:
    yield opened(signed_in(page, bench, "analyst"), bench, EVENTS)
    without_draft(page, bench, EVENTS)


def kept(page: Page, server: Server) -> Model:
    saved(page)
    return read_model(draft(page, server, EVENTS).encode())


def event(model: Model, element: str) -> EventDefinition:
    [found] = model.elements[element].event_definitions
    return found


def chosen(page: Page, element: str) -> Locator:
    """The panel, with this event chosen in the drawing."""
    if page.locator(f"[data-panel][data-of={element}]").count() == 0:
        page.locator(f".djs-element[data-element-id={element}] > .djs-hit").first.click(force=True)
    panel = page.locator(f"[data-panel][data-of={element}]")
    part = panel.locator("details[data-part=runs]")
    part.wait_for()
    if not part.evaluate("_ => _.open"):
        part.locator("summary").click()
    return panel


def write(panel: Locator, label: str, text: str) -> Locator:
    field = panel.get_by_role("combobox", name=label, exact=True).or_(
        panel.get_by_role("textbox", name=label, exact=True)
    )
    field = field.and_(panel.page.locator("input"))
    field.fill(text)
    field.press("Tab")
    return field


def test_a_clock_by_cron_says_when_it_would_be_due(analyst: Page, bench: Server) -> None:
    panel = chosen(analyst, "timer")
    panel.locator("select[aria-label=Timer]").select_option("timeCycle")
    text = write(panel, "Timer", "0 9 * * MON-FRI")
    expect(panel.get_by_text("If it began now, it would be due:")).to_contain_text("09:00")
    panel.get_by_label("Rounds that nobody was there to fire").select_option("skip")
    definition = event(kept(analyst, bench), "timer")
    assert (definition.timer_kind, definition.expression) == ("cycle", "0 9 * * MON-FRI")
    assert definition.missed == "skip"
    # What is no such time is said beside the field, with the way out.
    text.fill("0 9 32 * *")
    expect(panel.locator(".field-error")).to_contain_text("Write five fields")
    text.fill("R3/PT10M")
    expect(panel.locator(".field-error")).to_have_count(0)


def test_a_length_of_time_counts_the_hours_of_the_office(analyst: Page, bench: Server) -> None:
    panel = chosen(analyst, "timer")
    write(panel, "Timer", "P3D")
    due = panel.get_by_text("If it began now, it would be due:")
    due.wait_for()
    panel.get_by_label("Which time counts").select_option("working")
    definition = event(kept(analyst, bench), "timer")
    assert (definition.timer_kind, definition.expression, definition.working) == ("duration", "P3D", True)
    panel.locator("select[aria-label=Timer]").select_option("timeDate")
    expect(panel.get_by_label("Which time counts")).to_be_hidden()


def test_a_name_is_shared_and_changed_where_nobody_else_uses_it(analyst: Page, bench: Server) -> None:
    write(chosen(analyst, "message"), "Message", "Paid")
    write(chosen(analyst, "message"), "Message", "Fee paid")
    write(chosen(analyst, "signal"), "Signal", "Closed")
    write(chosen(analyst, "escalation"), "Escalation", "Late")
    write(chosen(analyst, "fails"), "Code of the error", "E1")
    write(chosen(analyst, "fails"), "Error", "Refused")
    write(chosen(analyst, "escalation"), "Code of the escalation", "L1")
    model = kept(analyst, bench)
    names = {id_: event(model, id_).name for id_ in ("message", "signal", "escalation", "fails")}
    assert names == {"message": "Fee paid", "signal": "Closed", "escalation": "Late", "fails": "Refused"}
    assert (event(model, "fails").code, event(model, "escalation").code) == ("E1", "L1")
    assert draft(analyst, bench, EVENTS).count("<bpmn:message ") == 1


def test_what_a_compensation_undoes_is_chosen(page: Page, bench: Server) -> None:
    opened(signed_in(page, bench, "analyst"), bench, PLAYED)
    undone = chosen(page, "late").get_by_label("What it undoes")
    assert undone.locator("option").all_inner_texts() == [
        "everything done here, the last thing first",
        "Inside",
    ]
    for choice, reference in (("inside", "inside"), ("", None)):
        undone.select_option(choice)
        saved(page)
        model = read_model(draft(page, bench, PLAYED).encode())
        assert event(model, "late").reference == reference
    without_draft(page, bench, PLAYED)


def test_a_name_nobody_means_any_more_goes_with_its_last_event(analyst: Page, bench: Server) -> None:
    write(chosen(analyst, "signal"), "Signal", "Closed")
    write(chosen(analyst, "fails"), "Error", "Refused")
    saved(analyst)
    assert "<bpmn:error " in draft(analyst, bench, EVENTS)
    # Another first: a second press on the same one would let it go.
    for id_ in ("message", "fails"):
        analyst.locator(f".djs-element[data-element-id={id_}] > .djs-hit").first.click(force=True)
    analyst.locator("[data-panel][data-of=fails]").wait_for()
    analyst.keyboard.press("Delete")
    expect(analyst.locator(".djs-element[data-element-id=fails]")).to_have_count(0)
    kept(analyst, bench)
    assert "<bpmn:error " not in draft(analyst, bench, EVENTS)
    assert "<bpmn:signal " in draft(analyst, bench, EVENTS)
    analyst.locator("[data-undo]").click()
    expect(analyst.locator(".djs-element[data-element-id=fails]")).to_have_count(1)
    assert event(kept(analyst, bench), "fails").name == "Refused"
    write(chosen(analyst, "signal"), "Signal", "")
    kept(analyst, bench)
    assert "<bpmn:signal " not in draft(analyst, bench, EVENTS)


def test_the_end_of_a_link_is_named(analyst: Page, bench: Server) -> None:
    write(chosen(analyst, "link"), "Name of the link", "Second page")
    assert event(kept(analyst, bench), "link").name == "Second page"


def test_the_kind_of_a_timer_stands_apart_from_its_text(analyst: Page) -> None:
    field = chosen(analyst, "timer").locator(".small-field:has(> select.control)").first
    kind = field.locator("> select.control").bounding_box()
    text = field.locator("input").bounding_box()
    assert kind
    assert text
    assert text["y"] - (kind["y"] + kind["height"]) >= 4
