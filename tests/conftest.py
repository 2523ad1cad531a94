"""What every test may ask for: an address of a store on each backend, a broker, a page in a real browser."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings
from hypothesis.configuration import set_hypothesis_home_dir

from tests import services
from tests.features import fixtures_of_scenario
from tests.services import browser as browsers
from tests.services import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]

set_hypothesis_home_dir(ROOT / "var/cache/hypothesis")
settings.register_profile("kyzmat", deadline=None, print_blob=True)
# Under CI a failure is reported as it was found: making it smaller can take minutes.
settings.register_profile(
    "ci", parent=settings.get_profile("kyzmat"), phases=set(Phase) - {Phase.shrink, Phase.explain}
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "kyzmat")


def pytest_configure(config: pytest.Config) -> None:
    """Starts the services a distributed run can need, before there are workers."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and config.getoption("numprocesses", None) and not config.getoption("collectonly"):
        services.start_selected(config.getoption("markexpr") or "")


def pytest_unconfigure() -> None:
    """Stops what was started."""
    services.stop_all()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs everything that needs a store on SQLite and on PostgreSQL; scenarios too, by what their sentences need."""
    names = set(metafunc.fixturenames) | fixtures_of_scenario(metafunc)
    if "engine_url" in names:
        if "engine_url" not in metafunc.fixturenames:
            metafunc.fixturenames.append("engine_url")
        metafunc.parametrize("engine_url", BACKENDS, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets property tests try only a few examples when a quick answer is wanted."""
    if os.environ.get("KYZMAT_TESTS") != "quick":
        return
    for item in items:
        function = getattr(item, "obj", None)
        if getattr(function, "is_hypothesis_test", False):
            full = getattr(function, "_hypothesis_internal_use_settings", None) or settings()
            function._hypothesis_internal_use_settings = settings(
                full, max_examples=min(full.max_examples, 8)
            )


_numbers = itertools.count(1)


@pytest.fixture
def context() -> SimpleNamespace:
    """Something to hand things from one sentence of a scenario to the next."""
    return SimpleNamespace()


@pytest.fixture
def engine_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store: a SQLite file, and once more a PostgreSQL database."""
    return str(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the engine's tables, which is copied for each test."""
    file = tmp_path_factory.mktemp("template") / "kyzmat.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of the PostgreSQL server's own database."""
    return services.SERVICES["postgres"].address


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database with the engine's tables, which is copied for each test."""
    name = f"kyzmat_template_{_worker()}_{os.getpid()}"
    _migrate(_driver(postgres.create_database(postgres_server, name)))
    yield name
    postgres.drop_database(postgres_server, name)


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own."""
    name = f"kyzmat_{_worker()}_{os.getpid()}_{next(_numbers)}"
    yield _driver(postgres.create_database(postgres_server, name, template=postgres_template))
    postgres.drop_database(postgres_server, name)


@pytest.fixture
def broker_url() -> Iterator[str]:
    """The address of an empty database of the broker, this worker's own."""
    from redis import Redis

    url = f"{services.SERVICES['broker'].address}/{int(_worker().removeprefix('gw') or 0) + 1}"
    with Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, without a window."""
    from playwright.sync_api import sync_playwright

    path, lacking = "", ""
    try:
        path = services.SERVICES["e2e"].address
    except browsers.NoBrowser as reason:
        lacking = str(reason)
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(f"A run under CI needs a browser: {lacking}", pytrace=False)
    if lacking:
        pytest.skip(f"no browser: {lacking}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(browsers.ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page at desktop size; a script error or a breach of the content policy fails the test."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB") as opened:
        page = opened.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        yield page
        if complaints or getattr(request.node, "failed", False):
            folder = ROOT / "var/e2e"
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{request.node.name}.png", full_page=True)
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """A function that returns the accessibility violations of a page, one sentence each; of some `rules` only."""
    script = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    def violations(page: Page, *, within: str | None = None, rules: Sequence[str] | None = None) -> list[str]:
        if page.evaluate("window.axe === undefined"):
            page.evaluate(script)
        asked = {"type": "rule", "values": list(rules)} if rules else STANDARDS
        found: dict[str, Any] = page.evaluate(
            "([within, runOnly]) => axe.run(within || document, {runOnly, resultTypes: ['violations']})",
            [within, asked],
        )
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return violations


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Notes on the test itself that it failed, so that its page can be photographed."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report


def _migrate(url: str) -> None:
    from engine import Engine

    engine = Engine(url)
    engine.migrate()
    engine.dispose()


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
