"""Every page there is, in a real browser: accessible in light and dark, fitting 320 pixels, without a complaint.

The pages are the addresses of `tests/modeler_api/access.txt`, each opened by a role that may, with something to show.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

import pytest

from modeler_api.pages.landscape import KINDS
from modeler_api.report_view import PARTS
from tests.e2e import everything
from tests.modeler_api.test_policy import table

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[..., "Page"]
Axe = Callable[..., list[str]]

#: Addresses that answer with no page of their own, by what they end on or begin with, and why.
NO_PAGES = {
    r"^/api/": "for programs",
    r"/state$|/edit/timer$|^/healthz$|\.json$": "JSON for a script of a page",
    r"\.(csv|xlsx|bpmn|dmn|pdf|png|svg|<form>)$|/exports/.*<form>$|/file$|^/status/case/documents/": "a file",
    r"^/language/|^/sign-in/with/|^/units/$": "leads on to another address",
}
#: Who opens a page when several may: whoever works there, so that each signs in once.
ORDER = ("officer", "head", "analyst", "auditor", "administrator")
#: Who opens a page that leads the first of them on.
OPENED_BY = {"/organisation/": "administrator", "/dashboards/<dashboard_id>": "analyst"}
#: Where the argument of that name stands for something else.
ELSEWHERE = {
    "/work/<item_id>/done": {"item_id": "done_id"},
    "/work/bulk/<job_id>": {"job_id": "bulk_id"},
    "/upload/<name>": {"name": "held"},
    "/upload/many/<name>": {"name": "batch"},
    "/procedures/<key>/decisions/<name>": {"name": "decision"},
    "/start/<key>": {"key": "market"},
    "/start/<key>/check": {"key": "market"},
    "/procedures/<key>/changes": {"key": "market"},
}
#: Pages that look different by what stands behind the question mark.
ALSO = {
    "/cases/<instance_id>": [f"?tab={tab}" for tab in ("history", "data", "documents", "comments")],
    "/procedures/<key>": ["?tab=problems", "?tab=versions"],
    "/registers/": ["?direction=out"],
    "/work/": ["?show=unit", "?show=overdue", "?show=done", "?show=unit&q=nothing-like-it"],
}
#: What a part may be where it is none of the report's.
PARTS_OF = {"/procedures/landscape/<part>": list(KINDS)}
#: What a page cannot be asked without.
ASKED = {"/procedures/<key>/changes": "?from=1&to=2"}
#: A page that only an applicant sees who has said their number and code.
BY_CODE = "/status/case"
#: So many links of each kind of address are followed.
FOLLOWED = 5
DRAWN = ".diagram-stage, .decision-stage"
CONTRAST = ["color-contrast"]


def pages() -> Iterator[tuple[str, str | None]]:
    """Each address that is a page, and the role that opens it, None for who has not signed in."""
    for (method, rule), row in table().items():
        if method != "GET" or any(re.search(pattern, rule) for pattern in NO_PAGES):
            continue
        if row.roles is None:
            yield rule, None
        else:
            yield rule, OPENED_BY.get(rule) or next(role for role in ORDER if role in row.roles)


def addresses(rule: str, things: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of a page with something to show."""
    other = ELSEWHERE.get(rule, {})
    named = {"market": "stall_permit", **things}
    parts = PARTS_OF.get(rule) or ([part for part in PARTS if part] if "<part>" in rule else [""])
    for part in parts:
        path = re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda found, part=part: (
                part if found[1] == "part" else str(named[other.get(found[1], found[1])])
            ),
            rule,
        )
        yield path + ASKED.get(rule, "")
        yield from (path + question for question in ALSO.get(rule, ()))


def dead(page: Page, site: str, links: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The links that lead to nothing their reader may see; of each kind of address the first two are followed."""
    rules = [
        re.sub(r"<path:\w+>", ".+", re.sub(r"<(?!path:)[^>]+>", "[^/]+", rule)) for _method, rule in table()
    ]
    followed: Counter[str | None] = Counter()
    for link in links:
        path = urlsplit(link).path
        rule = next((rule for rule in rules if re.fullmatch(rule, path)), None)
        is_ours = link.startswith(site) and path not in ("/sign-out",) and not path.startswith("/static/")
        if not is_ours or followed[rule] >= FOLLOWED:
            continue
        followed[rule] += 1
        answer = page.request.get(urldefrag(link).url)
        if answer.status >= 400:
            yield link, answer.status


def test_what_is_no_page_says_why_and_every_reason_is_needed() -> None:
    rules = [rule for method, rule in table() if method == "GET"]
    for pattern, why in NO_PAGES.items():
        assert any(re.search(pattern, rule) for rule in rules), why
    assert {*ELSEWHERE, *ALSO, *ASKED, *OPENED_BY, BY_CODE} <= {rule for rule, _role in pages()}


def test_every_argument_of_a_page_stands_for_something() -> None:
    things = dict.fromkeys(everything.NAMES, "1")
    for rule, _role in pages():
        try:
            assert list(addresses(rule, things)), rule
        except KeyError as unknown:
            pytest.fail(f"tests/e2e/everything.py makes nothing that {unknown} of {rule} could stand for")


@pytest.mark.e2e
@pytest.mark.parametrize("role", [None, *ORDER], ids=lambda role: role or "nobody")
def test_every_page_is_in_order(
    role: str | None, enter: Enter, page: Page, axe: Axe, site: str, office: Path
) -> None:
    things = json.loads((office / "var" / everything.FILE).read_text(encoding="utf-8"))
    if role is not None:
        enter(role)
    else:
        page.goto(f"{site}/language/en?next=/")
    told: list[str] = []
    links: dict[str, str] = {}
    page.on("console", lambda said: told.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    for rule in [rule for rule, whose in pages() if whose == role]:
        for path in addresses(rule, things):
            if rule == BY_CODE:
                page.goto(f"{site}/status")
                page.get_by_label("Case number").fill(things["case_number"])
                page.get_by_label("Code", exact=True).fill(things["code"])
                page.get_by_role("button", name="Show my case").click()
                page.wait_for_url(site + path)
            else:
                answer = page.goto(site + path)
                assert answer is not None
                if answer.status != 200 or page.url != site + path:
                    told.append(f"{path}: answered {answer.status} at {page.url}")
                    continue
            if page.locator(DRAWN).count():
                page.locator(f":is({DRAWN}) :is(svg, table)").first.wait_for()
            links |= dict.fromkeys(
                page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"), path
            )
            told += [f"{path}: {one}" for one in axe(page)]
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            told += [f"{path}, dark: {one}" for one in axe(page, rules=CONTRAST)]
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 320, "height": 640})
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                told.append(f"{path}: {wide} pixels wider than 320")
            page.set_viewport_size({"width": 1280, "height": 900})
    told += [f"{links[to]}: leads to {to}, which answers {status}" for to, status in dead(page, site, links)]
    assert not told, "\n".join(told)
