"""One answer for a long list, in a real browser: all of its pages, with what came of each case in words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.e2e.market import CHECKED, CLERK, KEY

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]
LIST = f"/work/?show=unit&procedure={KEY}&applicant=Many"


def on_the_screen(page: Page) -> list[tuple[str, str, str]]:
    """What to do, the case number and the applicant of each row that is seen."""
    rows = page.locator("tbody tr").all()
    return [
        (
            row.locator("th a").inner_text(),
            row.locator(".case-name").inner_text(),
            row.locator(".case-name + .under").inner_text(),
        )
        for row in rows
    ]


def test_the_files_hold_what_is_on_the_screen_all_of_its_pages(enter: Enter, site: str) -> None:
    page = enter(CLERK)
    page.goto(site + LIST + "2&sort=oldest")
    seen = on_the_screen(page)
    assert [case for _work, case, _name in seen] == [f"STALL-MANY{n}" for n in range(20, 30)]
    files: dict[str, list[list[str]]] = {}
    with page.expect_download() as kept:
        page.get_by_role("link", name="CSV").click()
    words = Path(kept.value.path()).read_text(encoding="utf-8-sig")
    files["csv"] = list(csv.reader(io.StringIO(words)))
    with page.expect_download() as kept:
        page.get_by_role("link", name="Excel").click()
    [sheet] = openpyxl.load_workbook(io.BytesIO(Path(kept.value.path()).read_bytes())).worksheets
    files["xlsx"] = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    for kind, (heads, *rows) in files.items():
        columns = [heads.index(name) for name in ("What to do", "Case number", "Applicant")]
        assert [tuple(row[column] for column in columns) for row in rows] == seen, kind
    # More than a page: the file holds them all, the screen its page.
    page.goto(site + LIST)
    assert page.locator("tbody tr").count() == 25
    with page.expect_download() as kept:
        page.get_by_role("link", name="CSV").click()
    assert len(Path(kept.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 1 + len(CHECKED)


def test_a_decision_is_given_to_all_pages_of_a_list_with_a_result_for_each(
    enter: Enter, axe: Axe, site: str
) -> None:
    page = enter(CLERK)
    page.goto(site + LIST)
    page.get_by_label(f"all {len(CHECKED)} of this list").check()
    page.get_by_role("button", name="Complete…").click()
    page.get_by_text(f"{len(CHECKED)} pieces of work").wait_for()
    page.get_by_role("button", name="Complete the work").click()
    page.get_by_role("alert").get_by_role("link", name="Decision").wait_for()
    assert axe(page) == []
    page.get_by_label("Grant the permit").check()
    page.get_by_role("button", name="Complete the work").click()
    page.get_by_text("28 done, 2 not done.").wait_for(timeout=60_000)
    assert axe(page) == []
    # Those that the clerk has checked are named first, each with the reason.
    failed = page.locator("tbody tr", has_text="Not done")
    assert [re.findall("STALL-MANY..", words) for words in failed.all_inner_texts()] == [
        ["STALL-MANY28"],
        ["STALL-MANY29"],
    ]
    assert all("somebody else" in words.casefold() for words in failed.all_inner_texts())
    page.get_by_role("link", name="Back to the list").click()
    page.wait_for_url(re.compile("/work/"))
    assert sorted(case for _work, case, _name in on_the_screen(page)) == ["STALL-MANY28", "STALL-MANY29"]
