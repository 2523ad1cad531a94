"""The words by which a unit finds what waits for it follow the case through every verb."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import Engine, WorkQuery
from engine.store.tables import search_word, slice_word, work_item
from processes import read_model

FORM = (
    '{"type": "default", "components": [{"type": "textfield", "key": "name", "label": "Name", '
    '"properties": {"searchable": "applicant"}}]}'
)
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="p" isExecutable="true">
  <extensionElements><zeebe:userTaskForm id="f">{form}</zeebe:userTaskForm></extensionElements>
  <startEvent id="s"/>
  <userTask id="first" name="First" camunda:candidateGroups="desk"><extensionElements>
    <zeebe:formDefinition formKey="camunda-forms:bpmn:f"/></extensionElements></userTask>
  <userTask id="second" name="Second" camunda:candidateGroups="{second}"/><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="first"/><sequenceFlow id="f2" sourceRef="first" targetRef="second"/>
  <sequenceFlow id="f3" sourceRef="second" targetRef="e"/></process></definitions>"""


def deployed(engine: Engine, second: str = "clerks") -> Any:
    text = MODEL.format(form=FORM.replace('"', "&quot;"), second=second)
    return engine.deploy(read_model(text.encode()), by="ana")


def kept(engine: Engine) -> set[tuple[str, ...]]:
    with engine._shop.store.engine.connect() as connection:
        return {tuple(row) for row in connection.execute(sa.select(slice_word))}


def due(engine: Engine) -> set[tuple[str, ...]]:
    """What must stand there: the words of each case for every audience of its open work."""
    i, w = work_item.c, search_word.c
    query = (
        sa.select(w.instance, i.audience, w.field, w.word)
        .join(work_item, i.instance == w.instance)
        .where(i.status == "open", i.audience.is_not(None))
    )
    with engine._shop.store.engine.connect() as connection:
        return {tuple(row) for row in connection.execute(query)}


def found(engine: Engine, group: str, name: str) -> int:
    # Common or rare: both ways find the same.
    from engine.store import work_lists

    few, answers = work_lists._FEW, []
    for least in (few, 0):
        work_lists._FEW = least
        answers += [len(engine.find_work(WorkQuery(offered_to=(group,), applicant=name)))]
        answers += [len(engine.find_work(WorkQuery(offered_to=(group,), text=name)))]
    work_lists._FEW = few
    assert len(set(answers)) == 1, answers
    return answers[0]


def test_the_words_go_where_the_work_goes(engine_url: str) -> None:
    engine = Engine(engine_url)
    model = deployed(engine)
    case = engine.start(model, data={"name": "Үсөнов Асан"}, by="ana")
    other = engine.start(model, data={"name": "Үсөнова Гүл"}, by="ana")
    assert kept(engine) == due(engine) != set()
    assert (found(engine, "desk", "усон"), found(engine, "clerks", "усон")) == (2, 0)
    [item] = engine.work_items(case)
    engine.claim(item, by="bek", groups=["desk"])
    assert kept(engine) == due(engine)
    assert found(engine, "desk", "усон") == 1
    engine.complete(item, by="bek", data={"name": "Ким Ольга"}, groups=["desk"])
    assert kept(engine) == due(engine)
    assert (found(engine, "clerks", "усон"), found(engine, "clerks", "ким ольг")) == (0, 1)
    assert (found(engine, "desk", "усон"), found(engine, "desk", "ким")) == (1, 0)
    again = deployed(engine, second="lawyers")
    engine.migrate_instances(again, by="ana")
    assert kept(engine) == due(engine)
    assert (found(engine, "clerks", "ким"), found(engine, "lawyers", "ким")) == (0, 1)
    engine.cancel(other, by="ana")
    [item] = engine.work_items(case)
    engine.complete(item, by="dan", groups=["lawyers"])
    assert kept(engine) == due(engine) == set()
    engine.dispose()


def test_an_older_store_gets_the_words_of_what_is_open(engine_url: str) -> None:
    from engine.store import migrate

    engine = Engine(engine_url)
    engine.start(deployed(engine), data={"name": "Үсөнов Асан"}, by="ana")
    before = kept(engine)
    migrate(engine_url, to="0013")
    migrate(engine_url)
    assert kept(engine) == before != set()
    engine.dispose()
