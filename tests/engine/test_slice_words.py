"""The words by which a unit finds what waits for it follow the case through every verb."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import Engine, WorkQuery
from engine.store.tables import person_word, search_word, slice_word, work_item
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


def handed(engine: Engine) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The words kept for persons, and those that must stand there: of the work they hold or have done."""
    i, w, p = work_item.c, search_word.c, person_word.c
    query = (
        sa.select(w.instance, i.holder, w.field, w.word)
        .join(work_item, i.instance == w.instance)
        .where(i.status.in_(["open", "completed"]), i.holder.is_not(None))
    )
    there = sa.select(p.instance, p.person, p.field, p.word)
    with engine._shop.store.engine.connect() as connection:
        return {tuple(r) for r in connection.execute(there)}, {tuple(r) for r in connection.execute(query)}


def found(engine: Engine, group: str, name: str) -> int:
    return looked_for(engine, name, offered_to=(group,))


def looked_for(engine: Engine, name: str, **whose: Any) -> int:
    # Common or rare: both ways find the same.
    from engine.store import work_lists

    few, answers = work_lists._FEW, []
    for least in (few, 0):
        work_lists._FEW = least
        answers += [len(engine.find_work(WorkQuery(**whose, applicant=name)))]
        answers += [len(engine.find_work(WorkQuery(**whose, text=name)))]
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


def test_what_somebody_holds_and_has_done_is_found_by_its_words(engine_url: str) -> None:
    engine = Engine(engine_url)
    model = deployed(engine)
    case = engine.start(model, data={"name": "Үсөнов Асан"}, by="ana")
    other = engine.start(model, data={"name": "Үсөнова Гүл"}, by="ana")
    items = [engine.work_items(one)[0] for one in (case, other)]
    for item in items:
        engine.claim(item, by="bek", groups=["desk"])
    there, due = handed(engine)
    assert there == due != set()
    assert (looked_for(engine, "усон", held_by="bek"), looked_for(engine, "усон", held_by="dan")) == (2, 0)
    engine.release(items[1], by="bek")
    assert handed(engine)[0] >= handed(engine)[1]
    assert looked_for(engine, "усон", held_by="bek") == 1
    engine.reassign(items[1], to="dan", by="ana", reason="Your turn")
    assert (looked_for(engine, "усон", held_by="bek"), looked_for(engine, "гул", held_by="dan")) == (1, 1)
    engine.delegate(items[1], to="bek", by="dan", reason="For me")
    assert (looked_for(engine, "усон", held_by="bek"), looked_for(engine, "гул", held_by="dan")) == (2, 0)
    engine.hand_back(items[1], by="bek")
    # Done, with another name: the old one is forgotten, and whoever did it finds the new one.
    engine.complete(items[0], by="bek", data={"name": "Ким Ольга"}, groups=["desk"])
    assert handed(engine)[0] >= handed(engine)[1]
    assert ("усонов", "асан") not in {row[2:] for row in handed(engine)[0]}
    done: Any = {"held_by": "bek", "status": "completed"}
    assert (looked_for(engine, "ким", **done), looked_for(engine, "усон", **done)) == (1, 0)
    assert looked_for(engine, "усон", held_by="bek") == 0
    # Done without having been taken: it counts as held by whoever did it.
    [second] = engine.work_items(case)
    engine.complete(second, by="eva", groups=["clerks"])
    assert looked_for(engine, "ольг", held_by="eva", status="completed") == 1
    engine.dispose()


def test_an_older_store_gets_the_words_of_what_each_person_had(engine_url: str) -> None:
    from engine.store import migrate

    engine = Engine(engine_url)
    case = engine.start(deployed(engine), data={"name": "Үсөнов Асан"}, by="ana")
    engine.complete(engine.work_items(case)[0], by="bek", groups=["desk"])
    engine.claim(engine.work_items(case)[0], by="dan", groups=["clerks"])
    before = handed(engine)[0]
    migrate(engine_url, to="0015")
    migrate(engine_url)
    assert handed(engine)[0] == before != set()
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
