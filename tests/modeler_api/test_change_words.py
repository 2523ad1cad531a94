"""What changed between two versions, and a play, speak no codes: norms, evidence, parties and desks by their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import g

from modeler_api.app import create_app
from modeler_api.cases import desks_of
from modeler_api.settings import Settings
from modeler_api.summary_card import label_of
from modeler_api.trying.answers import answers
from modeler_api.version_changes import ASPECTS, changes_between
from modeler_api.wiring import Door
from processes import library

BIRTH = library["birth_registration"]
CODES = ("fourEyes", "bounded", "estimate C", "observation A", "decree Ins", "inPerson", "egov:")


@pytest.fixture
def russian(door: Door) -> Iterator[None]:
    app = create_app(Settings(data=door.settings.data))
    with app.test_request_context("/"):
        g.locale = "ru"
        yield


def said(name: str) -> list[tuple[str, str]]:
    to_be = library[name].to_be
    assert to_be is not None
    rows = changes_between(library[name].as_is, to_be).rows
    return [(str(row.aspect), f"{row.before} | {row.after}") for row in rows]


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize("name", [name for name in library if library[name].to_be is not None])
def test_a_change_of_the_library_speaks_no_codes(name: str) -> None:
    for aspect, words in said(name):
        assert aspect in {str(known) for known in ASPECTS.values()}, aspect
        assert not [code for code in CODES if code in words], (aspect, words)


@pytest.mark.usefixtures("russian")
def test_norms_and_evidence_are_told_in_the_readers_language() -> None:
    words = dict(said("birth_registration"))
    assert "Закон об актах гражданского состояния (закон)" in words["Legal basis"]
    assert "наблюдение, 1 марта 2026, A: с источником" in words["Evidence"]


@pytest.mark.usefixtures("russian")
def test_a_process_goes_by_the_title_of_its_procedure(door: Door) -> None:
    assert BIRTH.as_is.procedure is not None
    assert label_of(BIRTH.as_is, BIRTH.as_is.main_process.id) == BIRTH.as_is.procedure.names["ru"]
    lane = next(lane for lane in BIRTH.as_is.lanes.values() if lane.party and lane.party.group)
    assert desks_of(BIRTH.as_is, [lane.group], store=door.store) == lane.names["ru"]


def test_dates_of_examples_are_those_of_the_play() -> None:
    form = {"components": [{"type": "datetime", "key": "born", "subtype": "date"}]}
    [field] = answers(form, on=dt.date(2031, 5, 6))
    assert field.value == "2031-05-06"
