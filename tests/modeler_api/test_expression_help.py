"""The help with FEEL says what is true: every function is there, every example comes to what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.expressions import feel
from modeler_api.expressions.functions import SIGNS, Function, functions
from modeler_api.store import models
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn

ROOT = Path(__file__).resolve().parents[2]
DEFINED = re.compile(r'(?:define|over)\("([^"(]+)')


def test_every_function_of_the_interpreter_is_described_and_no_other() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "web/feel/builtins").glob("*.js"))
    named = {found.strip() for found in DEFINED.findall(written.replace("define(`", ""))}
    assert {each.name for each in functions()} == named


@pytest.mark.parametrize("each", [*functions(), *SIGNS], ids=lambda each: each.call)
def test_every_example_comes_to_what_it_says(each: Function) -> None:
    example, *answer = feel.evaluate_all([(each.example, {}), *([(each.answer, {})] if each.answer else [])])
    assert example.error is None
    assert example.warnings == ()
    assert example.value is not None
    if answer:
        assert example.value == answer[0].value


def told(page: str, id_: str) -> Any:
    found = re.search(rf'id="{id_}"[^>]*>(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])


def test_the_editor_knows_which_answers_are_there_and_where_from(sign_in: SignIn, door: Door) -> None:
    source = library["residence_registration"].as_is.source
    models.save(door.store, key="r", name="R", source=source, author="analyst", reason="x")
    page = sign_in("analyst").get("/procedures/r/edit").text
    data = told(page, "editor-data")["look"]["data"]
    names = {each["name"]: each for each in data["names"]}
    assert names["owner"]["from"] == "an answer in “Moved”"
    assert names["owner"]["kind"] == "choice"
    assert names["owner"]["example"] in [value for value, _words in names["owner"]["choices"]]
    known = {data["names"][number]["name"] for number in data["at"]["notarise"]}
    assert "owner" in known
    assert "outcome" not in known
    assert told(page, "feel-help")["words"]["use"] == "Use it"


def test_a_form_that_is_being_written_goes_without_samples(sign_in: SignIn, door: Door) -> None:
    source = library["residence_registration"].as_is.source.replace(b'"type": "radio"', b'"type": "rad"')
    models.save(door.store, key="r", name="R", source=source, author="analyst", reason="x")
    assert sign_in("analyst").get("/procedures/r/edit").status_code == 200


def test_a_decision_knows_what_it_depends_on(sign_in: SignIn, door: Door) -> None:
    models.save(
        door.store,
        key="r",
        name="R",
        source=library["residence_registration"].as_is.source,
        author="analyst",
        reason="x",
    )
    analyst = sign_in("analyst")
    begun = analyst.post(
        "/procedures/r/decisions", data={"title": "Fee", "inputs": "area: number", "outputs": "fee: number"}
    )
    page = analyst.get(begun.location).text
    [(_decision, names)] = told(page, "decision-data")["known"].items()
    assert [(each["name"], each["kind"]) for each in names] == [("area", "number")]
