"""A picture of every page for every role: `python -m tests.shots [ROLE…] [--only en] [--widths 1280,320]`.

Starts the product on a fresh folder with the library and a believable office, signs in as each role and follows the
links of each page. One or two addresses of each route are enough; a new page is found because something links to it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag, urlsplit

from modeler_api.app import create_app
from modeler_api.auth.policy import ROLES
from modeler_api.settings import LOCALES, Settings
from tests.demo import PASSWORD, running
from tests.services import browser as browsers

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from werkzeug.routing import MapAdapter

ROOT = Path(__file__).resolve().parents[1]
OF_EACH_ROUTE = 2
SKIPPED = re.compile(r"^/(language|static|sign-out|healthz|api)(/|$)")


def main() -> int:
    """Take the pictures and return 1 when a page overflows its window, fails, or complains in the console."""
    parser = argparse.ArgumentParser(prog="tests.shots", description=__doc__)
    parser.add_argument("roles", nargs="*", metavar="ROLE", help=f"of {', '.join(ROLES)}; all by default")
    parser.add_argument("--only", choices=LOCALES, help="one language")
    parser.add_argument("--widths", default="1280,320")
    parser.add_argument("--to", type=Path, default=ROOT / "var/shots")
    parser.add_argument("--dark", action="store_true", help="the dark theme")
    asked = parser.parse_args()
    shutil.rmtree(asked.to, ignore_errors=True)
    troubles: list[str] = []
    with running(asked.to.parent / "shots-data") as address:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browsers.start()[0], args=list(browsers.ARGUMENTS)
            )
            scheme: Literal["dark", "light"] = "dark" if asked.dark else "light"
            for width in map(int, asked.widths.split(",")):
                for locale in [asked.only] if asked.only else LOCALES:
                    for role in ["nobody", *(asked.roles or ROLES)]:
                        context = browser.new_context(
                            viewport={"width": width, "height": 900 if width > 600 else 640},
                            color_scheme=scheme,
                        )
                        page = context.new_page()
                        troubles += walk(page, address, role, locale, asked.to / str(width) / locale / role)
                        context.close()
            browser.close()
    pictures = sum(1 for _ in asked.to.rglob("*.png"))
    print(f"{pictures} pictures in {asked.to}")  # noqa: T201  # a tool for a person at a terminal
    for trouble in dict.fromkeys(troubles):
        print(trouble, file=sys.stderr)  # noqa: T201
    return 1 if troubles else 0


def walk(page: Page, address: str, role: str, locale: str, folder: Path) -> list[str]:
    """Sign in, follow the links and take a picture of each new kind of page; returns what was wrong."""
    from playwright.sync_api import Error

    folder.mkdir(parents=True, exist_ok=True)
    troubles: list[str] = []
    page.on(
        "console", lambda told: troubles.append(f"{page.url}: {told.text}") if told.type == "error" else None
    )
    page.goto(f"{address}/language/{locale}")
    if role != "nobody":
        page.goto(f"{address}/sign-in")
        page.fill("[name=name]", role)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
    urls = create_app(Settings(data=ROOT / "var/shots-data")).url_map.bind("localhost")
    seen: set[str] = set()
    taken: Counter[str] = Counter()
    waiting = deque(
        ["/", "/help/", "/sign-in", "/no-such-page"] if role == "nobody" else ["/", "/no-such-page"]
    )
    while waiting:
        path = waiting.popleft()
        route = endpoint(urls, path)
        is_file = route.endswith((".export", ".download"))
        if path in seen or is_file or SKIPPED.search(path) or taken[route] >= OF_EACH_ROUTE:
            continue
        seen.add(path)
        try:
            answer = page.goto(address + path)
        except Error as other:
            if "Download is starting" in other.message:
                continue
            raise
        if answer is None or (answer.status >= 400 and path != "/no-such-page"):
            troubles.append(f"{role}: {path} answered {answer.status if answer else 'nothing'}")
            continue
        if "text/html" not in (answer.headers.get("content-type") or ""):
            continue
        page.wait_for_load_state("networkidle")
        taken[route] += 1
        page.screenshot(path=folder / f"{route}-{taken[route]}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            troubles.append(f"{role}/{locale}: {path} is {wide} pixels wider than {page.viewport_size}")
        for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
            target = urlsplit(urldefrag(link).url)
            if link.startswith(address):
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return [trouble for trouble in troubles if "/no-such-page" not in trouble]


def endpoint(urls: MapAdapter, path: str) -> str:
    """The name of the route that answers a path; pages of one route that differ by a parameter count apart."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    place, _, query = path.partition("?")
    try:
        name = str(urls.match(place, method="GET")[0])
    except RequestRedirect as moved:
        return endpoint(urls, urlsplit(moved.new_url).path)
    except HTTPException:
        return "nowhere"
    part = re.search(r"(?:^|&)(show|tab|view)=(\w+)", query)
    return f"{name}-{part[2]}" if part else name


if __name__ == "__main__":
    sys.exit(main())
