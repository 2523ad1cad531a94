"""The reports in a browser: numbers as the API says them, charts that draw, what is done shows at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from modeler_api.cases import start_form
from processes import library
from tests.demo import filled

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

KEY = "aiyl_okmotu_certificate"
REPORT = f"/procedures/{KEY}/report/"
FOLDER = Path(__file__).resolve().parents[2] / "var/shots/reports"
PAGES = {
    "overview": REPORT,
    "ways": f"{REPORT}ways/",
    "as-drawn": f"{REPORT}conformance/",
    "over-time": f"{REPORT}time/",
    "handovers": f"{REPORT}units/",
    "journey": f"{REPORT}journey/",
    "cases": f"{REPORT}cases/",
    "exports": f"{REPORT}exports/",
    "bring-a-log": f"/procedures/{KEY}/logs/",
    "definitions": "/reports/definitions/",
    "roadmap": "/roadmap/",
    "plan": "/roadmap/plan/",
    "plan-line": f"/roadmap/plan/new?procedure={KEY}",
    "registers": "/roadmap/registers/",
    "alerts": "/alerts/",
    "alert": f"/alerts/new?procedure={KEY}",
    "dashboards": "/dashboards/",
}


@pytest.mark.parametrize(("width", "locale"), [(1280, "en"), (320, "ru")])
def test_each_page_of_the_reports_reads_well(
    width: int, locale: str, site: str, enter: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    page = enter("reformer", locale)
    page.set_viewport_size({"width": width, "height": 900})
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, name
        for chart in page.locator(".chart-stage").all():
            chart.locator("svg").first.wait_for()
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert told == []


def _said(page: Page, site: str, **selection: str) -> dict[str, Any]:
    answer = page.request.get(f"{site}/api/v1/reports/{KEY}", params=selection)
    assert answer.status == 200
    told: dict[str, Any] = answer.json()
    return told


def test_the_numbers_on_the_page_are_those_of_the_api(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    page.goto(site + REPORT)
    log = page.locator("#field-log option", has_text="simulated: As it is").last.get_attribute("value")
    assert log is not None
    page.goto(f"{site}{REPORT}?log={log}&time=calendar")
    told = _said(page, site, log=log, time="calendar")
    shown = page.locator(".figures.three .figure-value").all_inner_texts()
    assert shown[0] == f"{told['median']:.3g} days"
    assert shown[1] == f"{told['p90']:.3g} days"
    assert shown[2].startswith(f"{round(100 * told['waiting_share'])}")
    rows = page.locator(".twin tbody tr")
    times = [
        int(rows.nth(at).locator("td").first.inner_text().replace(",", "")) for at in range(rows.count())
    ]
    assert times == [step["times"] for step in told["steps"]]
    # The columns of the chart are the cases, and each column leads to its own.
    page.locator("#spread").wait_for(state="attached")
    counts = page.evaluate("JSON.parse(document.getElementById('spread').textContent).counts")
    beyond = page.locator(".twin-of-chart").first.locator("tbody tr").count()
    assert sum(counts) <= told["cases"]
    assert beyond
    page.get_by_role("link", name=f"n = {told['cases']}").first.click()
    page.get_by_role("heading", name=f"{told['cases']} cases").wait_for()


def test_a_chart_can_be_taken_along(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    page.goto(f"{site}{REPORT}time/")
    page.locator("#title-queues").wait_for()
    figure = page.locator("figure[data-chart=queues]")
    figure.locator("svg").first.wait_for()
    for form, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as waited:
            figure.locator(f"[data-save={form}]").click()
        content = Path(waited.value.path()).read_bytes()
        assert content.startswith(begins)
        assert b"var(--" not in content


def test_what_is_done_shows_in_the_report(site: str, enter: Callable[..., Page]) -> None:
    """A case is worked to its end by those whose work it is; the next look at the report has it."""
    before = _said(enter("reformer"), site, log="measured")
    case = _work_to_the_end(site, enter)
    page = enter("reformer")
    after = _said(page, site, log="measured")
    assert after["cases"] == before["cases"] + 1, case
    page.goto(f"{site}{REPORT}?log=measured")
    page.get_by_role("link", name=f"n = {after['cases']}").first.wait_for()


def _work_to_the_end(site: str, enter: Callable[..., Page]) -> str:
    """Open a case and do all its work; returns its id."""
    chance = random.Random(11)
    page = enter("officer")
    opened = page.request.post(
        f"{site}/api/v1/instances",
        headers={"X-CSRFToken": page.request.get(f"{site}/api/v1/session").json()["csrf_token"]},
        data={"definition": KEY, "data": filled(start_form(library[KEY].as_is), chance)},
    )
    assert opened.status == 201, opened.text()
    case: str = opened.json()["id"]
    for turn in range(12):
        page = enter(("officer", "head")[turn % 2])
        token = page.request.get(f"{site}/api/v1/session").json()["csrf_token"]
        asked = {"procedure": KEY, "limit": "200", "show": "unit"}
        items = page.request.get(f"{site}/api/v1/work-items", params=asked).json()
        for item in [one for one in items if one["instance"] == case]:
            address = f"{site}/api/v1/work-items/{item['id']}"
            form = page.request.get(address).json()["form"]
            page.request.post(f"{address}/claim", headers={"X-CSRFToken": token})
            data = {"data": filled(form, chance)}
            done = page.request.post(f"{address}/complete", headers={"X-CSRFToken": token}, data=data)
            if done.status >= 400:
                continue  # somebody else's, or a signature only a page can give
            if not done.json() and _is_over(page, site, case):
                return case
            break
    pytest.fail(f"The case {case} could not be worked to its end.")


def _is_over(page: Page, site: str, case: str) -> bool:
    return page.request.get(f"{site}/api/v1/instances/{case}").json()["ended"] is not None
