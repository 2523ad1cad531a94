"""Every page of the study, wide and narrow: without a fault axe can see, inside its window, its numbers the logs'."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import analytics as an
from processes import library, read_log

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).resolve().parents[2] / "var/shots/loop"
KEY = "aiyl_okmotu_certificate"
PAGES = {
    "catalogue": "/procedures/",
    "nothing-found": "/procedures/?search=xyzzy",
    "upload": "/upload/",
    "procedure": f"/procedures/{KEY}",
    "behind-a-figure": f"/procedures/{KEY}?figure=documents",
    "problems": f"/procedures/{KEY}?tab=problems",
    "versions": f"/procedures/{KEY}?tab=versions",
    "what-changes": f"/procedures/{KEY}/changes?from=1&to=to-be-1",
    "simulations": f"/procedures/{KEY}/simulations/",
    "reports": "/reports/",
    "report": f"/procedures/{KEY}/report/",
    "report-work": "/procedures/building_permit/report/?mode=work&all=1",
    "redesigns": "/redesign/",
    "redesign": f"/procedures/{KEY}/redesign/?pick=task_elimination-come_back",
    "comparisons": f"/procedures/{KEY}/comparison/",
}


@pytest.mark.parametrize("width", [1280, 320])
def test_each_page_reads_well(
    width: int, site: str, enter: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    page = enter("reformer", "ru" if width == 320 else "en")
    page.set_viewport_size({"width": width, "height": 900})
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, name
        if page.locator(".diagram-stage").count():
            page.locator(".djs-container > svg").first.wait_for()
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert told == []


def test_the_numbers_on_the_pages_are_those_of_the_study(
    site: str, enter: Callable[..., Page], tmp_path: Path
) -> None:
    page = enter("reformer")
    page.goto(f"{site}/procedures/{KEY}")
    figures = an.summary(library[KEY].as_is)
    shown = page.locator(".figures.summary .figure-value").all_inner_texts()
    assert shown[0] == str(figures["steps"].parts["in person"])
    assert shown[2:5] == [str(figures[name].value) for name in ("visits", "entities", "documents")]
    assert shown[9].startswith(f"{figures['burden'].value:,}")

    page.goto(f"{site}/procedures/{KEY}/simulations/")
    row = page.locator("tbody tr").last
    address = row.get_by_role("link", name="Parquet").get_attribute("href")
    file = tmp_path / "log.parquet"
    file.write_bytes(page.request.get(f"{site}{address}").body())
    log = read_log(file)
    assert log.is_simulated
    row.get_by_role("link", name="Report").click()
    times = an.throughput_time(log).rows[0]
    assert times.median is not None
    assert times.p90 is not None
    said = page.locator(".figures.three .figure-value").all_inner_texts()
    assert said[0] == f"{round(times.median, 2):g} working days"
    assert said[1] == f"{round(times.p90, 2):g} working days"
    steps = page.locator(".twin tbody tr")
    often = {row.key: row.n for row in an.frequency(log)}
    for number in range(steps.count()):
        label = steps.nth(number).locator("th").inner_text()
        assert steps.nth(number).locator("td").first.inner_text() == f"{often[label]:,}"


def test_a_page_of_the_study_works_without_javascript(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    cookies = page.context.cookies()
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{**cookie, "url": site} for cookie in _plain(cookies)])  # type: ignore[misc, typeddict-item]
    plain = context.new_page()
    plain.goto(f"{site}/procedures/{KEY}/redesign/")
    plain.locator("input[name=pick]").first.check()
    plain.get_by_role("button", name="Preview the picked proposals").click()
    plain.get_by_text("Every change").first.wait_for()
    plain.goto(f"{site}/procedures/{KEY}/report/?mode=frequency")
    assert plain.get_by_text("How often each step happened").first.is_visible()
    assert plain.locator(".twin tbody tr").count() >= 4
    context.close()


def _plain(cookies: list[object]) -> list[dict[str, str]]:
    return [{"name": cookie["name"], "value": cookie["value"]} for cookie in cookies]  # type: ignore[index]
