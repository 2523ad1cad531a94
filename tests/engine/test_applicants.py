"""Whose case each is, as a mark: the same person the same, never the number, and gone when persons are erased."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import Engine
from processes import read_model
from tests.engine.test_slice_words import MODEL

SECRET = "a key of this installation only"
NAME = {"type": "textfield", "key": "name", "label": "Name", "properties": {"searchable": "applicant"}}
NUMBER = {"type": "pin", "key": "pin", "label": "PIN", "properties": {"searchable": "true"}}
AIGUL, BEK = "01503199000111", "02008198500222"


def deployed(engine: Engine, *components: dict[str, Any]) -> Any:
    form = json.dumps({"type": "default", "components": list(components)}).replace('"', "&quot;")
    return engine.deploy(read_model(MODEL.format(form=form, second="desk").encode()), by="ana")


@pytest.fixture
def engine(engine_url: str) -> Any:
    made = Engine(engine_url, secret=SECRET)
    yield made
    made.dispose()


def test_a_person_has_one_mark_and_it_is_not_the_number(engine: Engine) -> None:
    permit = deployed(engine, NAME, NUMBER)
    people = {"1": AIGUL, "2": AIGUL, "3": BEK}
    cases = {
        case: engine.start(permit, by="x", data={"name": f"Name {case}", "pin": pin}).id
        for case, pin in people.items()
    }
    silent = engine.start(permit, by="x", data={"name": "Name 1"})
    found = engine.applicants(permit)
    assert found.by_number
    assert silent.id not in found.marks
    assert found.marks[cases["1"]] == found.marks[cases["2"]] != found.marks[cases["3"]]
    log = engine.event_log(permit, cases=True, applicants=True)
    told = dict(zip(log.cases["case"].to_pylist(), log.cases["applicant"].to_pylist(), strict=True))
    assert told == {**found.marks, silent.id: None}
    for each in (log, engine.event_log(permit, persons=True, applicants=True)):
        written = str(each.cases.to_pylist()) + str(each.events.to_pylist())
        assert AIGUL not in written
        assert "Name 1" not in written
    assert "applicant" not in engine.event_log(permit, cases=True).cases.column_names


def test_another_installation_has_other_marks(engine_url: str) -> None:
    marks = []
    for secret in (SECRET, "the key of another installation"):
        other = Engine(engine_url, secret=secret)
        permit = deployed(other, NAME, NUMBER)
        case = other.start(permit, by="x", data={"pin": AIGUL})
        marks.append(other.applicants(permit).marks[case.id])
        other.dispose()
    assert marks[0] != marks[1]


def test_without_a_number_namesakes_are_one_and_it_is_said(engine: Engine) -> None:
    permit = deployed(engine, NAME)
    first, second = (
        engine.start(permit, by="x", data={"name": n}).id for n in ("Асан Үсөнов", "үсөнов асан")
    )
    found = engine.applicants(permit)
    assert not found.by_number
    assert found.marks[first] == found.marks[second]


def test_a_form_that_names_nobody_has_no_marks(engine: Engine) -> None:
    permit = deployed(engine, NUMBER)
    engine.start(permit, by="x", data={"pin": AIGUL})
    assert engine.applicants(permit).marks == {}


def test_the_mark_goes_when_persons_are_erased(engine: Engine) -> None:
    permit = deployed(engine, NAME, NUMBER)
    case = engine.start(permit, by="x", data={"pin": AIGUL})
    engine.cancel(case, by="x", reason="for a test")
    engine.anonymise(case, by="archivist")
    assert engine.applicants(permit).marks == {}
