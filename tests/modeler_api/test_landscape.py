"""What procedures share, and how they are found by what stands in them."""

from __future__ import annotations

import re

import pytest

from modeler_api import repository
from modeler_api.pages import landscape
from modeler_api.shelf import read_ahead
from modeler_api.store import models
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import SMALL, with_library


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_a_register_that_several_use_stands_once_with_all_of_them(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = words(sign_in("analyst").get("/procedures/landscape").text)
    registers = page.partition("Registers that several procedures use")[2].partition(
        "Documents that several"
    )[0]
    assert registers.count(" Population register kg:population-register ") == 1
    assert "Register residence" in registers


def test_a_register_is_called_by_its_name_in_the_readers_language(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    analyst = sign_in("analyst")
    analyst.set_cookie("kyzmat_locale", "ru")
    assert "Реестр населения kg:population-register" in words(analyst.get("/procedures/landscape").text)
    # In any language, and with the letters of any keyboard.
    for asked in ("реестр+населения", "калктын+реестри", "population+register", "kg:population-register"):
        page = words(analyst.get(f"/procedures/?search={asked}").text)
        assert "Реестр: Реестр населения (kg:population-register)" in page, asked
    # So are the papers and steps that are found.
    assert "Документ: Паспорт" in words(analyst.get("/procedures/?search=passport").text)


def test_what_many_share_is_leafed_through(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_library(door)
    monkeypatch.setattr(landscape, "MOST_SHOWN", 1)
    analyst = sign_in("analyst")
    page = analyst.get("/procedures/landscape").text
    assert "more places" in page
    assert '/procedures/landscape/registers"' in page
    every = words(analyst.get("/procedures/landscape/registers").text)
    assert "Population register" in every
    assert "Register of real estate" in every
    one = words(analyst.get("/procedures/landscape/registers?thing=kg:population-register").text)
    assert one.startswith(" id=")
    assert "Register residence :" in one
    assert analyst.get("/procedures/landscape/registers?thing=kg:none").status_code == 404
    assert analyst.get("/procedures/landscape/trees").status_code == 404


def test_nothing_is_opened_for_the_landscape(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_library(door)
    while read_ahead(door.store, most=5):
        pass
    monkeypatch.setattr(repository, "model_in", lambda _source: pytest.fail("a model was opened"))
    assert "Population register" in sign_in("analyst").get("/procedures/landscape").text


def test_a_datum_that_several_ask_for_stands_once_with_all_of_them(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = words(sign_in("analyst").get("/procedures/landscape").text)
    data = page.partition("Data that several procedures ask for")[2].partition("The same check")[0]
    assert data.count(" Name of the applicant applicant_name ") == 1
    assert "Register residence" in data


def test_a_call_stands_with_who_is_called(sign_in: SignIn, door: Door) -> None:
    models.save(door.store, key="permit", name="A small permit", source=SMALL, author="analyst")
    calling = SMALL.replace(
        b'<process id="permit" name="A small permit"', b'<process id="shop" name="A shop"'
    ).replace(
        b'<userTask id="check" name="Check the plan"/>',
        b'<callActivity id="check" name="Get the permit" calledElement="permit"/>',
    )
    models.save(door.store, key="shop", name="A shop", source=calling, author="analyst")
    page = words(sign_in("analyst").get("/procedures/landscape").text)
    calls = page.partition("Procedures that others call")[2].partition("Registers")[0]
    assert "A small permit permit 1 1 draft A shop (draft) : Get the permit" in calls


def calling_at(called: bytes) -> bytes:
    return SMALL.replace(
        b'<userTask id="check" name="Check the plan"/>',
        b'<callActivity id="check" name="Get the permit" calledElement="' + called + b'"/>',
    )


def calls_on(page: str) -> str:
    return words(page).partition("Procedures that others call")[2].partition("Registers")[0]


def test_what_is_called_and_is_not_here_says_so(sign_in: SignIn, door: Door) -> None:
    source = calling_at(b"elsewhere")
    models.save(door.store, key="permit", name="A small permit", source=source, author="analyst")
    analyst = sign_in("analyst")
    calls = calls_on(analyst.get("/procedures/landscape").text)
    assert "elsewhere not among the procedures here, or not open to you 1" in calls
    one = words(analyst.get("/procedures/landscape/calls?thing=elsewhere").text)
    assert "not among the procedures here, or not open to you · 1 procedure" in one


def test_what_is_called_by_a_computed_name_says_so(sign_in: SignIn, door: Door) -> None:
    source = calling_at(b"=which")
    models.save(door.store, key="permit", name="A small permit", source=source, author="analyst")
    calls = calls_on(sign_in("analyst").get("/procedures/landscape").text)
    assert "=which which procedure this is becomes known in the case 1" in calls


def test_a_part_drawn_in_the_same_file_is_no_procedure_that_others_call(sign_in: SignIn, door: Door) -> None:
    part = b'<process id="part"><startEvent id="p1"/></process></definitions>'
    source = calling_at(b"part").replace(b"</definitions>", part)
    models.save(door.store, key="permit", name="A small permit", source=source, author="analyst")
    assert calls_on(sign_in("analyst").get("/procedures/landscape").text).strip() == "None."


def test_nothing_shared_is_said(sign_in: SignIn, door: Door) -> None:
    models.save(door.store, key="permit", name="A small permit", source=SMALL, author="analyst")
    assert words(sign_in("analyst").get("/procedures/landscape").text).count("None.") == 5


def test_procedures_are_found_by_what_stands_in_them(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    analyst = sign_in("analyst")
    for asked, told in (
        ("military+office", "Element: Register at new military office"),
        ("886", "Legal basis: Res. 886 of 04.12.2004"),
        ("population-register", "Register: Population register (kg:population-register)"),
        ("аскер", "Element:"),
    ):
        page = words(analyst.get(f"/procedures/?search={asked}").text)
        assert "Register residence" in page, asked
        assert told in page, asked
    assert "No procedure matches" in analyst.get("/procedures/?search=xyzzy").text


def test_procedures_stand_under_the_body_that_answers_for_them(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = sign_in("analyst").get("/procedures/").text
    groups = re.findall(r"<summary><h2>([^<]+)</h2>", page)
    assert len(groups) == len(set(groups)) > 3


def test_a_check_is_the_same_though_it_is_worded_otherwise(sign_in: SignIn, door: Door) -> None:
    for key, label in (
        ("permit", "Проверить план участка"),
        ("shop", "Проверка плана участка"),
        ("bar", "Проверка плана и схемы участка"),
        ("pool", "Оплатить пошлину"),
    ):
        source = SMALL.replace(b'id="permit" name="A small permit"', f'id="{key}" name="{key}"'.encode())
        source = source.replace(b"Check the plan", label.encode())
        models.save(door.store, key=key, name=key, source=source, author="analyst")
    checks = words(sign_in("analyst").get("/procedures/landscape").text).partition("The same check in")[2]
    assert "Проверить план участка worded differently: 75 % of the words in common 3 3 drafts" in checks
    assert "Оплатить" not in checks
