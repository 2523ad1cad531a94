"""Forms made beside their step in a real browser: conditions, rules, a repeated group, a letter; taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from processes import read_model
from tests.e2e.analysts import draft, opened, saved, signed_in, without_draft
from tests.e2e.bench import KEY
from tests.e2e.shop import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.e2e

Axe = Callable[..., list[str]]
FORM = "examination"


@pytest.fixture
def builder(page: Page, bench: Server) -> Iterator[Page]:
    opened(signed_in(page, bench, "analyst"), bench)
    show(page)
    yield page
    without_draft(page, bench)


def show(page: Page) -> None:
    """The form of the step in which it is decided."""
    row = page.locator("[data-steps] tbody tr").last
    page.locator("[data-steps] button[data-control='register_address-more']").click()
    row.wait_for()
    page.locator("summary[data-section=runs]").click()
    page.locator(".form-builder").wait_for()


def part(page: Page, key: str) -> Locator:
    found = page.locator(f".form-part[data-part='{key}']")
    if found.get_attribute("open") is None:
        found.locator("> summary").click()
    return found


def more(page: Page, key: str) -> Locator:
    found = part(page, key)
    inside = found.locator("> .panel-part")
    if inside.get_attribute("open") is None:
        inside.locator("> summary").click()
    return found


def schema(page: Page, bench: Server) -> dict[str, Any]:
    page.locator("h1").first.click()
    saved(page)
    found: dict[str, Any] = read_model(draft(page, bench).encode()).forms[FORM]
    return found


def component(page: Page, bench: Server, key: str) -> dict[str, Any]:
    return next(
        each for each in schema(page, bench)["components"] if key in (each.get("key"), each.get("path"))
    )


def filled(field: Locator, words: str) -> None:
    field.fill(words)
    field.press("Tab")


def test_conditions_rules_readers_and_choices_are_edited_and_taken_back(builder: Page, bench: Server) -> None:
    before = schema(builder, bench)
    found = more(builder, "refusal_reason")
    filled(found.get_by_label("Hidden when", exact=True), 'outcome = "approve"')
    filled(found.get_by_label("Letters at least", exact=True), "20")
    filled(found.get_by_label("It must hold that", exact=True), 'contains(value, " ")')
    filled(found.get_by_label("What is said when it does not hold"), "Write a sentence.")
    found.get_by_label("Cases are found by it").select_option("true")
    filled(found.get_by_label("Only read by"), "registrar, role:auditor")
    expect(found.locator(".feel-said")).to_have_count(0)
    kept = component(builder, bench, "refusal_reason")
    assert kept["conditional"] == {"hide": '=outcome = "approve"'}
    assert kept["validate"]["minLength"] == 20
    assert kept["validate"]["expression"] == '=contains(value, " ")'
    assert kept["properties"] == {"searchable": "true", "visibleTo": "registrar, role:auditor"}
    found = part(builder, "outcome")
    found.get_by_label("Where the list comes from").select_option("valuesExpression")
    filled(found.get_by_label("List in FEEL", exact=True), '["approve", "refuse"]')
    assert component(builder, bench, "outcome")["valuesExpression"] == '=["approve", "refuse"]'
    assert "values" not in component(builder, bench, "outcome")
    # Everything is taken back, one change after the other, while the panel stays where it is.
    undo = builder.locator("[data-undo]")
    while undo.is_enabled():
        undo.click()
    assert schema(builder, bench) == before


def test_a_repeated_group_is_made_filled_and_seen_as_people_will(builder: Page, bench: Server) -> None:
    builder.get_by_role("button", name="Add a question", exact=True).click()
    label = builder.locator(".form-part[open]").last.get_by_label("What is asked", exact=True)
    expect(label).to_be_focused()
    filled(label, "Neighbours")
    group = builder.locator(".form-part[open]").last
    group.get_by_label("Kind of answer").select_option("dynamiclist")
    group = builder.locator(".form-part", has=builder.get_by_label("Heading", exact=True)).last
    filled(group.get_by_label("Name in conditions"), "neighbours")
    group.get_by_role("button", name="Add a question inside").click()
    inner = builder.locator(".form-inside .form-part[open]").last
    filled(inner.get_by_label("What is asked", exact=True), "Name of the neighbour")
    filled(inner.get_by_label("Name in conditions"), "name")
    inner.get_by_role("button", name="Out of the group").click()
    builder.locator(".form-builder > .panel-items > .form-part[data-part=name]").get_by_role(
        "button", name="Into the group above"
    ).click()
    made = component(builder, bench, "neighbours")
    assert made["type"] == "dynamiclist"
    assert [each["key"] for each in made["components"]] == ["name"]
    with builder.context.expect_page() as opened_page:
        builder.get_by_role("link", name="See the form as people will").click()
    shown = opened_page.value
    shown.get_by_role("heading", name="The form as people will see it").wait_for()
    shown.get_by_role("button", name=re.compile("Add")).first.click()
    shown.get_by_label("Name of the neighbour").first.fill("Асан")
    shown.get_by_role("button", name="Check the answers").last.click()
    shown.locator(".error-summary").wait_for()
    shown.get_by_label("Approve").check()
    shown.get_by_role("button", name="Check the answers").last.click()
    shown.get_by_text("These answers would be kept:").wait_for()
    assert "Асан" in shown.locator("main").inner_text()
    shown.close()


def test_a_letter_is_written_in_three_languages(builder: Page, bench: Server, axe: Axe) -> None:
    builder.locator("summary", has_text="Letter of this step").click()
    builder.get_by_role("button", name="Let it write a letter").click()
    filled(builder.get_by_label("To whom", exact=True), "=applicant_name")
    title = builder.get_by_role("group", name="Title")
    filled(title.get_by_label("in Kyrgyz", exact=True), "Каттоо")
    filled(title.get_by_label("in Russian", exact=True), "Регистрация")
    builder.get_by_role("button", name="Add a paragraph").click()
    text = builder.get_by_role("group", name="Paragraph 1")
    filled(text.get_by_label("in Kyrgyz", exact=True), "Урматтуу {{applicnt_name}}!")
    expect(text.locator(".feel-said")).to_contain_text("Did you mean “applicant_name”?")
    filled(text.get_by_label("in Kyrgyz", exact=True), "Урматтуу {{applicant_name}}!")
    expect(text.locator(".feel-said")).to_have_count(0)
    assert schema(builder, bench)["letter"] == {
        "language": "ky",
        "to": "=applicant_name",
        "title": {"ky": "Каттоо", "ru": "Регистрация"},
        "paragraphs": [{"ky": "Урматтуу {{applicant_name}}!"}],
    }
    assert axe(builder) == []
    builder.get_by_role("button", name="No letter any more").click()
    assert "letter" not in schema(builder, bench)


def test_a_name_that_another_question_has_is_refused(builder: Page, bench: Server) -> None:
    found = part(builder, "outcome")
    name = found.get_by_label("Name in conditions")
    filled(name, "refusal_reason")
    expect(found.locator(".field-error")).to_have_text("Another question has this name already.")
    filled(name, "2nd")
    expect(found.locator(".field-error")).to_contain_text("Begin with a letter")
    assert [each["key"] for each in schema(builder, bench)["components"]] == ["outcome", "refusal_reason"]


@pytest.mark.parametrize("locale", ["ru", "ky"])
def test_the_builder_fits_a_narrow_screen(builder: Page, bench: Server, axe: Axe, locale: str) -> None:
    builder.set_viewport_size({"width": 320, "height": 800})
    builder.goto(f"{bench.address}/language/{locale}?next=/procedures/{KEY}/edit")
    builder.locator("[data-ready]").wait_for()
    show(builder)
    more(builder, "refusal_reason")
    assert builder.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(builder) == []
    assert json.dumps(schema(builder, bench))


def test_an_answer_called_otherwise_names_who_still_asks_for_it(builder: Page) -> None:
    name = part(builder, "outcome").get_by_label("Name in conditions")
    filled(name, "result")
    told = builder.locator("[data-uses=outcome]")
    expect(told).to_contain_text("Nobody answers “outcome” here any more")
    # The step that refuses by it stands there, and the way that leads to the refusal.
    expect(told.get_by_role("button", name="Register address")).to_have_count(1)
    assert told.get_by_role("button").count() > 1
    filled(name, "outcome")
    expect(told).to_have_count(0)


def test_a_table_that_asks_for_the_old_name_is_named_too(builder: Page, bench: Server) -> None:
    builder.goto(f"{bench.address}/procedures/{KEY}/decisions")
    builder.get_by_label("What it is called").fill("Letter by outcome")
    builder.get_by_label("What it depends on").fill("outcome: string")
    builder.get_by_label("What it gives").fill("letter: string")
    builder.get_by_role("button", name="Begin the table").click()
    builder.locator("[data-ready]").wait_for()
    builder.goto(f"{bench.address}/procedures/{KEY}/edit")
    builder.locator("[data-ready]").wait_for()
    show(builder)
    filled(part(builder, "outcome").get_by_label("Name in conditions"), "result")
    link = builder.locator("[data-uses=outcome]").get_by_role("link", name="Letter by outcome")
    link.wait_for()
    saved(builder)
    link.click()
    # Nobody else at this bench is to find the table.
    builder.get_by_role("button", name="Discard the draft").click()
    builder.get_by_role("link", name="Letter by outcome").wait_for(state="detached")
