"""The reports in a browser: numbers as the API says them, charts that draw, what is done shows at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
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


def test_waits_and_findings_on_the_page_are_those_of_the_api(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    page.goto(site + REPORT)
    log = page.locator("#field-log option", has_text="simulated: As it is").last.get_attribute("value")
    assert log is not None
    page.goto(f"{site}{REPORT}?log={log}&time=calendar&all=1")
    told = _said(page, site, log=log, time="calendar")
    rows = page.locator(".twin tbody tr")
    shares = [rows.nth(at).locator("td").nth(4).inner_text() for at in range(rows.count())]
    assert [_percent(share) for share in shares] == [
        None if step["wait_share"] is None else _whole_percent(step["wait_share"]) for step in told["steps"]
    ]
    whole = sum(told["causes"].values())
    causes = sorted((_whole_percent(part / whole) for part in told["causes"].values() if part), reverse=True)
    shown = page.locator("section[aria-labelledby=why] .bar-value").all_inner_texts()
    assert [_percent(words) for words in shown] == causes
    asked = {"procedure": KEY, "log": log, "time": "calendar"}
    answer = page.request.get(f"{site}/api/v1/findings", params=asked)
    found = [one for one in answer.json() if not one["is_dismissed"]]
    assert page.locator(".findings .finding h3").all_inner_texts() == [one["claim"] for one in found]
    # A number of the evidence counts what the API says, and leads to as many cases as the API names.
    one = next(one for one in found if any(e["cases"] and e["cases"]["counted"] for e in one["evidence"]))
    at, evidence = next((n, e) for n, e in enumerate(one["evidence"]) if e["cases"] and e["cases"]["counted"])
    cases = page.request.get(
        f"{site}/api/v1/findings/{KEY}/{one['fingerprint']}/cases", params={**asked, "evidence": str(at)}
    ).json()
    assert cases["total"] == evidence["cases"]["counted"]
    article = page.locator(f"#finding-{one['fingerprint']}")
    article.get_by_text("Evidence and what would refute it").click()
    article.get_by_role("link", name=f"n = {evidence['n']:,}").first.click()
    page.get_by_role("heading", name=f"{cases['total']:,} cases").wait_for()
    assert page.locator("tbody th").first.inner_text() == cases["cases"][0]["case"]


def test_a_row_of_the_roadmap_says_what_the_api_says(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    page.goto(f"{site}/roadmap/")
    row = page.locator("tbody tr", has=page.locator(f"a[href='/procedures/{KEY}']"))
    answer = page.request.get(f"{site}/api/v1/models/{KEY}/versions/1/summary").json()
    figures = {figure["name"]: figure["amount"] for figure in answer}
    cells = [
        int("".join(c for c in words if c.isdigit()) or -1) for words in row.locator("td").all_inner_texts()
    ]
    assert round(figures["burden"]) in cells


def _percent(words: str) -> int | None:
    digits = "".join(c for c in words if c.isdigit())
    return int(digits) if digits else None


def _whole_percent(share: float) -> int:
    """As pages round: never to a false nothing or all."""
    return round(min(max(100 * share, 1), 99)) if 0 < share < 1 else round(100 * share)


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


def test_names_of_the_handovers_stay_apart_on_a_narrow_screen(site: str, enter: Callable[..., Page]) -> None:
    page = enter("reformer")
    desks = [f"Department of long titles number {n}" for n in range(9)]
    rows = ["case,activity,timestamp,group,resource"]
    rows += [
        f"{case},Step {n},2026-03-{2 + n:02}T0{case % 6 + 3}:00:00Z,{desk},Person {n}-{case}"
        for case in range(6)
        for n, desk in enumerate(desks)
    ]
    told = {"name": "desks.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.goto(f"{site}/procedures/title_registration/logs/")
    page.set_input_files("[name=file]", told)
    page.click("main form button.button")
    page.wait_for_url("**/report/**")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(page.url.replace("/report/", "/report/units/"))
    drawn = page.locator("figure[data-chart=handovers] .chart-stage")
    drawn.locator("svg").first.wait_for()
    room = drawn.bounding_box()
    assert room is not None
    boxes = [box for one in drawn.locator("svg text").all() if (box := one.bounding_box())]
    boxes.sort(key=lambda box: box["y"])
    assert len(boxes) >= len(desks)
    for upper, lower in pairwise(boxes):
        assert upper["y"] + upper["height"] <= lower["y"] + 1
    for box in boxes:
        assert box["x"] >= room["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"]


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
