"""What analysts do in every walk: sign in, open the editor, wait until what was drawn is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.bench import KEY
from tests.e2e.shop import PASSWORD, Server

if TYPE_CHECKING:
    from playwright.sync_api import Page


def signed_in(page: Page, server: Server, name: str, locale: str = "en") -> Page:
    page.goto(f"{server.address}/language/{locale}?next=/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{server.address}/")
    return page


def opened(page: Page, server: Server, key: str = KEY) -> Page:
    page.goto(f"{server.address}/procedures/{key}/edit")
    page.locator("[data-ready]").wait_for()
    return page


def saved(page: Page) -> None:
    page.locator("[data-editor][data-state=saved]").wait_for()


def draft(page: Page, server: Server, key: str = KEY) -> str:
    """The draft as the next reader gets it."""
    text: str = page.evaluate(
        "async (address) => JSON.parse(new DOMParser().parseFromString(await (await fetch(address)).text(), "
        "'text/html').getElementById('editor-data').textContent).xml",
        f"{server.address}/procedures/{key}/edit",
    )
    return text


def without_draft(page: Page, server: Server, key: str = KEY) -> None:
    """The next test begins with the versions as they are."""
    if page.is_closed():
        return
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{server.address}/language/en?next=/procedures/{key}/edit")
    button = page.get_by_role("button", name="Discard the draft")
    if button.count():
        button.click()
        page.wait_for_url(f"{server.address}/procedures/{key}**")
