"""The whole loop once, in a real browser: model, run, measure, find, redesign, simulate, compare.

The model is a village office's certificate, uploaded as a file of its own; what the pages say is read back at each
step, and a picture of each is left in `var/e2e/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from processes import library

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

KEY = "village_certificate"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A BPMN file that the repository has not seen: the library's certificate under a key of its own."""
    source = library["aiyl_okmotu_certificate"].as_is.source
    path = tmp_path / "village_certificate.bpmn"
    path.write_bytes(source.replace(b'"aiyl_okmotu_certificate"', f'"{KEY}"'.encode()))
    return path


def test_from_a_file_to_the_proof_of_its_redesign(
    file: Path,
    site: str,
    enter: Callable[..., Page],
    picture: Callable[[str], None],
    axe: Callable[..., list[str]],
) -> None:
    # 1. The analyst uploads a file, reads what was understood, and saves it.
    page = enter("analyst")
    page.goto(f"{site}/upload/")
    page.get_by_label("BPMN file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Import report").wait_for()
    picture("import-report")
    assert axe(page) == []
    page.get_by_label("Title", exact=True).fill("Village certificate")
    page.get_by_label("Reason for this version").fill("As it is done in March")
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url(f"**/procedures/{KEY}*")
    page.locator(".diagram-stage svg").first.wait_for()
    for figure in ("Steps in person", "Visits", "Applicant's time", "Money out of pocket", "Lead time"):
        assert page.get_by_text(figure).first.is_visible(), figure
    picture("procedure")
    assert axe(page) == []

    # 2. Another looks at it, she puts it in force; the officer does a case of it.
    page = enter("reformer")
    page.goto(f"{site}/procedures/{KEY}/versions/1/review")
    page.get_by_label("I approve the version").check()
    page.get_by_role("button", name="Say it").click()
    page = enter("analyst")
    page.goto(f"{site}/procedures/{KEY}/versions/1/publish")
    page.get_by_label("Type the name of the version to confirm").fill("Village certificate")
    page.get_by_role("button", name="Put version 1 in force").click()
    page.get_by_text("is in force: new cases follow it").wait_for()
    page = enter("officer")
    page.goto(f"{site}/start/{KEY}")
    page.get_by_label("Name of the applicant").fill("Асан Үсөнов")
    page.get_by_label("PIN of the applicant").fill("03902199900017")
    page.get_by_label("Residence").check()
    page.get_by_role("button", name="Open the case").click()
    number = page.locator(".outcome .lead").inner_text()
    page.goto(f"{site}/work/?show=unit&case={number}")
    row = page.locator("tbody tr")
    assert "working" in row.inner_text()
    picture("in-the-inbox")
    row.get_by_role("link").click()
    page.get_by_label("Yes, and the certificate is written").check()
    page.get_by_role("button", name="Go on: check your answers").click()
    page.get_by_role("button", name="Complete").click()
    page.get_by_role("link", name="Go on with this case: Pay").wait_for()

    # An overdue case has escalated by its timer to the head.
    page = enter("head")
    page.goto(f"{site}/work/?show=unit")
    assert page.get_by_role("link", name="Follow up the overdue case").count() >= 1
    picture("escalated")

    # 3. A history exists because the simulator produced it, and says so.
    page = enter("reformer")
    page.goto(f"{site}/procedures/{KEY}/simulations/")
    page.get_by_label("Cases", exact=True).fill("1000")
    page.get_by_role("button", name="Simulate").click()
    page.wait_for_url(re.compile(r"/procedures/"), timeout=180_000)

    # 4. The report: where the time goes, the heat map with its twin, the findings.
    page.goto(f"{site}/procedures/{KEY}/simulations/")
    page.locator("tbody").get_by_role("link", name="Report").first.click()
    page.locator(".verdict").wait_for()
    assert "Half of the cases take more than" in page.locator(".verdict").inner_text()
    assert page.locator(".origin.simulated").count() >= 1
    page.locator(".diagram-stage svg").first.wait_for()
    assert page.locator(".finding").count() >= 3
    picture("report")
    assert axe(page) == []

    # 5. A proposal becomes a to-be model; both are simulated; the difference has its interval.
    page.goto(f"{site}/procedures/{KEY}/redesign/")
    page.locator("input[name=pick]").first.check()
    page.get_by_role("button", name="Preview the picked proposals").click()
    page.get_by_role("heading", name="Every change").or_(page.get_by_text("Every change")).first.wait_for()
    picture("redesign-preview")
    assert axe(page) == []
    page.get_by_role("button", name="Apply and save").click()
    page.get_by_text("The redesign was saved as version").wait_for()
    page.goto(f"{site}/procedures/{KEY}/comparison/")
    page.get_by_label("Cases in each repetition").fill("200")
    page.get_by_label("Repetitions with other luck").fill("20")
    page.get_by_role("button", name="Simulate both and compare").click()
    page.wait_for_url(re.compile(r"/comparison/\w+"), timeout=180_000)
    assert page.get_by_text("95 % interval").first.is_visible()
    assert page.locator(".verdict").is_visible()
    picture("comparison")
    assert axe(page) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n not a model", "BPMN"),
        ("empty.bpmn", b"", "The file is empty"),
        ("page.xml", b"<html><body/></html>", "BPMN"),
        ("bomb.bpmn", b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "DOCTYPE"),
        ("broken.bpmn", b"<definitions><process></definitions>", "line"),
    ],
)
def test_what_is_no_model_is_refused_with_where_and_what_to_do(
    name: str, content: bytes, said: str, tmp_path: Path, site: str, enter: Callable[..., Page]
) -> None:
    page = enter("analyst")
    page.goto(f"{site}/upload/")
    path = tmp_path / name
    path.write_bytes(content)
    page.get_by_label("BPMN file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    page.locator(".error-summary").wait_for()
    assert said.casefold() in page.locator("main").inner_text().casefold()
    page.goto(f"{site}/procedures/")
    assert name not in page.locator("main").inner_text()
