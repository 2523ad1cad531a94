"""Every text for people stands in Kyrgyz and Russian too, with the same placeholders."""

from __future__ import annotations

import ast
import datetime as dt
import re
from decimal import Decimal

import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask, g

from modeler_api.formats import TimeLeft, age, money, number, span
from modeler_api.translation import text
from processes.calendar import WorkingCalendar
from processes.text import _
from tests.modeler_api.catalogues import KEYWORDS, LOCALES, ROOMS, ROOT, catalogue, messages

HOW_TO = "Run `python -m tests.modeler_api.catalogues`, then translate what is empty."


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return messages()


def placeholders(words: str) -> set[str]:
    found = re.findall(r"%\(\w+\)[sd]|\{\w*(?:[!:][^}]*)?\}", words)
    return {each.replace("!r", "") for each in found}  # Each language has quotes of its own.


def forms(message: Message) -> list[str]:
    """The English words and, for a counted message, its plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_no_marked_text_hides_from_the_catalogues(wanted: Catalog) -> None:
    """Inside an f-string it is not found: it stays English in every language, and nothing else says so."""
    named = {forms(message)[0] for message in wanted if message.id}
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in KEYWORDS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in named
    ]
    assert hidden == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_message_is_missing_or_left_over(locale: str, wanted: Catalog) -> None:
    have = catalogue(locale)
    named = {forms(message)[0] for message in wanted if message.id}
    missing = [words for words in named if (found := have.get(words)) is None or not any(found.string)]
    assert not missing, f"{locale}: {len(missing)} without a translation, such as {missing[:3]}. {HOW_TO}"
    left_over = {forms(message)[0] for message in have if message.id} - named
    assert not left_over, f"{locale}: nobody says {sorted(left_over)[:3]} any more. {HOW_TO}"


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_those_of_the_english_text(locale: str) -> None:
    for message in catalogue(locale):
        if not message.id:
            continue
        translated = [message.string] if isinstance(message.string, str) else list(message.string)
        expected = placeholders(forms(message)[0]) | placeholders(forms(message)[-1])
        for words in filter(None, translated):  # what is missing altogether is the other test's
            assert placeholders(words) == expected, f"{locale}: {message.id} → {words}"


@pytest.mark.parametrize(("locale", "count"), [("ky", 1), ("ru", 3)])
def test_counted_messages_have_the_plurals_of_the_language(locale: str, count: int) -> None:
    have = catalogue(locale)
    assert have.num_plurals == count
    for message in have:
        if isinstance(message.id, (tuple, list)):
            assert len(message.string) == count
            assert all(message.string), message.id


@pytest.mark.parametrize(
    ("locale", "left", "late", "price"),
    [
        ("en", "2 working days left", "overdue by 3 working hours", "1,234.50 som"),
        ("ru", "осталось 2 рабочих дня", "просрочено на 3 рабочих часа", "1 234,50 сом"),
        ("ky", "2 жумуш күн калды", "мөөнөтүнөн 3 жумуш саат өттү", "1 234,50 сом"),
    ],
)
def test_time_left_and_money_are_told_in_each_language(
    app: Flask, locale: str, left: str, late: str, price: str
) -> None:
    calendar = WorkingCalendar.default()
    monday = dt.datetime(2026, 11, 23, 14, 0, tzinfo=calendar.zone)
    with app.test_request_context():
        g.locale = locale
        due = dt.datetime(2026, 11, 25, 18, 0, tzinfo=calendar.zone)
        assert str(TimeLeft(due, calendar, monday)).replace("\xa0", " ") == left
        past = dt.datetime(2026, 11, 23, 10, 0, tzinfo=calendar.zone)
        assert str(TimeLeft(past, calendar, monday)).replace("\xa0", " ") == late
        assert money(Decimal("1234.50")).replace("\xa0", " ") == price


def test_nothing_is_due_on_a_sunday(app: Flask) -> None:
    calendar = WorkingCalendar.default()
    friday = dt.datetime(2026, 11, 20, 17, 0, tzinfo=calendar.zone)
    monday = dt.datetime(2026, 11, 23, 18, 0, tzinfo=calendar.zone)
    with app.test_request_context():
        g.locale = "en"
        assert str(TimeLeft(monday, calendar, friday)) == "1 working day left"
        assert TimeLeft(monday, calendar, friday).state == "calm"
        assert TimeLeft(None, calendar, friday).state == "open"


def test_a_message_of_another_room_is_told_with_its_values(app: Flask) -> None:
    message = _("{label} must be at least {limit}.").format(label=_("Sum"), limit=1234.5)
    with app.test_request_context():
        g.locale = "ru"
        assert text(message).replace("\xa0", " ") == "Sum: не меньше 1 234,5."
        g.locale = "en"


def test_a_label_inside_a_message_is_told_in_the_same_language(app: Flask) -> None:
    of_one = (m.id for m in messages() if isinstance(m.id, str) and m.id.count("{") == 1)
    template = next(words for words in of_one if words.startswith("{label}: "))
    with app.test_request_context():
        g.locale = "ky"
        assert "Арыз ээсинин аты-жөнү" in text(_(template).format(label="Name of the applicant"))


def test_a_translation_that_does_not_fit_does_not_hide_the_sentence(app: Flask) -> None:
    broken = _("{count:d} cases").format(count=3)
    broken.values["count"] = "three"
    with app.test_request_context():
        g.locale = "en"
        assert text(broken) == "3 cases"


def test_unknown_is_not_zero(app: Flask) -> None:
    with app.test_request_context():
        g.locale = "en"
        assert (number(None), money(None), span(None), age(None)) == (
            "not assessed",
            "not assessed",
            "not assessed",
            "not known",
        )
        assert span(dt.timedelta(days=3, hours=4)).replace("\xa0", " ") == "3 days 4 hours"
