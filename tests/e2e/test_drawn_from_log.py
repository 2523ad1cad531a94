"""An analyst who has only the log of another system gets a drawing of it, and its report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.analysts import signed_in
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

STEPS = ("Take the application", "Check the register", "Give the answer")
TABLE = "\n".join(
    ["case,activity,resource,timestamp"]
    + [
        f"{case},{step},clerk {n},2026-03-{case + 2:02} 0{n}:00"
        for case in range(8)
        for n, step in enumerate(STEPS, start=1)
    ]
)


def test_a_procedure_is_drawn_from_a_log(page: Page, bench: Server, axe: Callable[[Page], list[Any]]) -> None:
    signed_in(page, bench, "analyst")
    page.goto(f"{bench.address}/upload/")
    page.get_by_role("link", name="Draw the procedure from it").click()
    page.get_by_role("button", name="Draw the procedure").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file of a log.")
    assert axe(page) == []
    page.get_by_label("File of the log").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_label("What the procedure is called").fill("Visits of a month")
    page.get_by_role("button", name="Draw the procedure").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visits of a month")
    expect(page.get_by_text("Drawn from the log and saved as version 1")).to_be_visible()
    for step in STEPS:
        expect(page.locator("svg").get_by_text(step.split()[0]).first).to_be_attached()
    assert axe(page) == []
