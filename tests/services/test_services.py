"""The services themselves: they come up, they are real, and they leave nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests import services
from tests.services import broker, browser, postgres

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.mark.postgres
def test_the_database_server_is_postgresql_18(postgres_server: str) -> None:
    with psycopg.connect(postgres_server) as connection:
        assert connection.info.server_version // 10_000 >= 15
        [encoding] = connection.execute("SHOW server_encoding").fetchone() or [None]
    assert encoding == "UTF8"


@pytest.mark.postgres
def test_a_database_is_a_copy_of_its_template(postgres_server: str) -> None:
    url = postgres.create_database(postgres_server, "kyzmat_template_of_test")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE permit (number text)")
    copy = postgres.create_database(
        postgres_server, "kyzmat_copy_of_test", template="kyzmat_template_of_test"
    )
    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM permit").fetchone() == (0,)
    for name in ("kyzmat_copy_of_test", "kyzmat_template_of_test"):
        postgres.drop_database(postgres_server, name)


@pytest.mark.broker
def test_the_broker_keeps_what_it_is_given(broker_url: str) -> None:
    from redis import Redis

    with Redis.from_url(broker_url) as client:
        client.lpush("queue", "job")
        assert client.rpop("queue") == b"job"


@pytest.mark.e2e
def test_a_page_is_rendered_and_its_barriers_are_found(page: Page, axe: Callable[..., list[str]]) -> None:
    page.set_content(
        "<html lang='ky'><title>Кызмат</title><main><h1>Өкмөт үйү, таң</h1><img src='x.png'></main>"
    )
    assert page.inner_text("h1") == "Өкмөт үйү, таң"
    assert [found.split(" ")[0] for found in axe(page)] == ["image-alt"]


@pytest.mark.broker
@pytest.mark.parametrize("starting", [pytest.param(postgres, marks=pytest.mark.postgres), broker])
def test_a_server_does_not_outlive_its_test_run(starting: object, tmp_path: Path) -> None:
    name = starting.__name__  # type: ignore[attr-defined]
    script = f"from {name} import start; import time; print(start()[0], flush=True); time.sleep(60)"
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    address = run.stdout.readline().strip()
    port = int(address.rsplit(":", 1)[1].split("/")[0])
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    end = time.monotonic() + 10
    while _listens(port) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _listens(port)


RENDER = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:])
    page = browser.new_page()
    page.set_content("<h1>Permit")
    print(page.inner_text("h1"))
    browser.close()
"""


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_selection_without_a_mark_starts_everything() -> None:
    assert all(services.can_select("", mark) for mark in services.SERVICES)


@pytest.mark.parametrize(
    ("expression", "started"),
    [
        ("not postgres and not broker and not e2e", set()),
        ("postgres and not broker", {"postgres", "e2e"}),
        ("e2e", {"postgres", "broker", "e2e"}),
        ("not slow", {"postgres", "broker", "e2e"}),
    ],
)
def test_only_services_that_can_be_selected_are_started(expression: str, started: set[str]) -> None:
    assert {mark for mark in services.SERVICES if services.can_select(expression, mark)} == started


def test_a_browser_that_cannot_be_started_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("E2E_BROWSER", str(tmp_path / "chromium"))
    with pytest.raises(browser.NoBrowser, match=r"\$E2E_BROWSER names .*chromium"):
        browser.start()


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the packaged browser is built for Linux")
def test_the_packaged_browser_serves_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("E2E_BROWSER", raising=False)
    monkeypatch.setattr(browser, "NAMES", ())
    path, _ = browser.start()
    said = subprocess.run(
        [sys.executable, "-c", RENDER, path, *browser.ARGUMENTS],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout.strip() == "Permit"
