"""The product as it runs for people, on a folder of its own, with a believable office."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo import PASSWORD, running
from tests.e2e.shop import Server
from tests.engine.outside import Outside, web
from tests.services import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def register() -> Iterator[Outside]:
    """The security server before the registers, as the site knows it; it says who owns every stand."""
    with web() as outside:
        outside.answer(200, {"owner": "Асанова Айгүл", "parcel": "44-2"})
        yield outside


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the office that the tests share."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="session")
def site(office: Path, register: Outside) -> Iterator[str]:
    """The address of a running server on PostgreSQL, with its clock: the demonstration, and the market's office."""
    reach = office / "connections.toml"
    reach.write_text(
        f'[register]\nurl = "{register.url}"\nclient = "KG/GOV/70000009/town"\n', encoding="utf-8"
    )
    with postgres.running() as server:
        url = postgres.create_database(server.url, "office")
        with running(
            office / "var",
            database_url=url,
            then=["tests.e2e.market", "tests.e2e.everything"],
            variables={"KYZMAT_CONNECTIONS": str(reach)},
        ) as address:
            yield address


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The analysts' office (`tests.e2e.bench`) with a server that a test may kill and start."""
    folder = tmp_path_factory.mktemp("bench") / "var"
    subprocess.run([sys.executable, "-m", "tests.e2e.bench", str(folder)], cwd=ROOT, check=True)
    server = Server(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def enter(page: Page, site: str) -> Callable[..., Page]:
    """Signs the page in as a role, in a language."""

    def entered(role: str, locale: str = "en") -> Page:
        # A file of the page before that is still on its way would bring its session's cookie back.
        page.goto("about:blank")
        page.context.clear_cookies()
        page.goto(f"{site}/language/{locale}?next=/sign-in")
        page.fill("[name=name]", role)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{site}/")
        return page

    return entered


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page, numbered in the order of the walk."""
    folder = ROOT / "var/e2e"
    folder.mkdir(parents=True, exist_ok=True)
    count = 0

    def taken(name: str) -> None:
        nonlocal count
        count += 1
        page.screenshot(path=folder / f"{count:02d}-{name}.png", full_page=True)

    return taken
