"""Sentences about the names of steps, as readers of several languages meet them on the pages."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from engine import WorkItem
from processes import read_model
from processes.model.edits_of_annotations import set_step
from tests.steps.town_hall import Hall

TONGUES = {"Kyrgyz": "ky", "Russian": "ru", "English": "en"}


@given(parsers.parse('a procedure "{drawn}" in which four eyes decide'))
def four_eyes(context: SimpleNamespace, drawn: str) -> None:
    model = read_model(drawn.encode(), dialect="sketch")
    first, second = (one.id for one in model.elements.values() if one.type == "UserTask")
    model = set_step(model, first, deciders="single")
    context.model = set_step(model, second, separate_from=(first,))


@given(parsers.parse('"{label}" is called "{name}" in Kyrgyz'))
def called(context: SimpleNamespace, town: Hall, label: str, name: str) -> None:
    [step] = [one for one in context.model.elements.values() if one.name == label]
    source = context.model.source.decode()
    opening = "<bpmn:extensionElements>"
    place = source.index(opening, source.index(f'id="{step.id}"')) + len(opening)
    said = f'<gov:name xmlns:gov="urn:kyzmat:gov:1" lang="ky">{name}</gov:name>'
    town.door.engine.deploy(read_model((source[:place] + said + source[place:]).encode()), by="analyst")
    context.case = town.door.engine.start("sketch", by="citizen:1")


def _item(context: SimpleNamespace, town: Hall) -> WorkItem:
    return town.door.engine.work_items(context.case)[0]


def _reads(town: Hall, path: str, tongue: str) -> None:
    client = town.enter("aigul")
    client.set_cookie("kyzmat_locale", TONGUES[tongue])
    town.page = client.get(path)
    assert f'lang="{TONGUES[tongue]}"' in town.page.text


@given("Aigul has done the first step")
def has_done(context: SimpleNamespace, town: Hall) -> None:
    town.door.engine.complete(_item(context, town), by="aigul", groups=["clerks"])


@when(parsers.parse("Aigul reads what waits for her in {tongue}"))
def reads_list(town: Hall, tongue: str) -> None:
    _reads(town, "/work/?show=unit", tongue)


@when(parsers.parse("Aigul opens the second step in {tongue}"))
def opens(context: SimpleNamespace, town: Hall, tongue: str) -> None:
    _reads(town, f"/work/{_item(context, town).id}", tongue)


@when(parsers.parse("Aigul reads the history of the case in {tongue}"))
def reads_history(context: SimpleNamespace, town: Hall, tongue: str) -> None:
    _reads(town, f"/cases/{context.case.id}?tab=history", tongue)


@then(parsers.parse('she reads "{name}" and nowhere "{other}"'))
def reads_name(town: Hall, name: str, other: str) -> None:
    assert town.page.status_code == 200
    assert name in town.page.text
    assert other not in town.page.text
