"""The card of a service in a real browser: read by anybody, its files brought down and opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]
KEY = "residence_registration"


@pytest.mark.parametrize("tongue", ["ky", "ru"])
def test_a_card_is_read_and_its_files_are_opened(
    page: Page, site: str, axe: Axe, tmp_path: Path, tongue: str
) -> None:
    import pypdfium2
    from docx import Document

    page.goto(f"{site}/language/{tongue}?next=/services/{KEY}")
    first = page.locator("table").first
    titles = [one.strip() for one in first.locator("th[scope=row]").all_inner_texts()]
    assert len(titles) == 11
    assert page.locator(".drawing svg").count() == 2
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
    folder = ROOT / "var/e2e"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"card-{tongue}-320.png", full_page=True)
    files = {}
    for form in ("pdf", "docx"):
        with page.expect_download() as arriving:
            page.locator(f"a[href*='.{form}'][href*='language={tongue}']").click()
        files[form] = tmp_path / f"card.{form}"
        arriving.value.save_as(files[form])
    printed = pypdfium2.PdfDocument(files["pdf"])
    told = " ".join(one.get_textpage().get_text_range() for one in printed)
    for title in titles:
        assert unbroken(title) in unbroken(told)
    written = Document(str(files["docx"]))
    assert [row.cells[1].text for row in written.tables[0].rows[1:]] == titles
    with zipfile.ZipFile(files["docx"]) as opened:
        assert sum(name.endswith(".svg") for name in opened.namelist()) == 2


def unbroken(told: str) -> str:
    """A text without spaces and the hyphens of its lines."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", told)
