"""An office with a permit in force and 37 cases under way, six of them at a check that a drawn version does without."""

from __future__ import annotations

import sys
from pathlib import Path

from engine import Engine
from modeler_api.auth import passwords
from modeler_api.beginning import migrate
from modeler_api.publishing.coming_into_force import put_in_force
from modeler_api.settings import Settings
from modeler_api.store import accounts, holdings, models, positions, reviews, units
from modeler_api.wiring import open_door
from processes import Model, read_model
from processes.model.layout import laid_out
from tests.demo import PASSWORD

NAME = "Permit of a stall"
PEOPLE = (("analyst", "Чолпон Садыкова", "analyst"), ("second", "Нурлан Асанов", "analyst"))
AT_THE_CHECK, ELSEWHERE = 6, 31


def drawn(words: str) -> Model:
    """A permit in the notation of one line, laid out."""
    return laid_out(read_model(words.encode(), dialect="sketch"))


FIRST = drawn("Register @clerks -> Check @clerks -> Decide @clerks")
WITHOUT = drawn("Register @clerks -> Decide @clerks")
KEY = FIRST.main_process.id
ROUND = "market_round"
CLOCK = read_model(
    f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="t"><message id="complaint" name="complaint"/>
  <process id="{ROUND}" name="Round of the market" isExecutable="true">
  <startEvent id="every" name="Every morning"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>
  </startEvent>
  <startEvent id="told" name="A complaint comes"><messageEventDefinition messageRef="complaint"/></startEvent>
  <userTask id="walk" name="Walk the round" camunda:candidateGroups="clerks"/><endEvent id="e" name="Walked"/>
  <sequenceFlow id="f1" sourceRef="every" targetRef="walk"/><sequenceFlow id="f2" sourceRef="told" targetRef="walk"/>
  <sequenceFlow id="f3" sourceRef="walk" targetRef="e"/></process></definitions>""".encode()
)


def prepare(folder: Path) -> None:
    """Fill a fresh folder with the people, the versions and the cases."""
    door = open_door(Settings(data=folder))
    migrate(door)
    hashed = passwords.hashed(PASSWORD)
    names = {"ky": "Орок айыл өкмөтү", "ru": "Айыл өкмөтү Орок", "en": "Orok aiyl okmotu"}
    agency = units.add(door.store, kind="agency", names=names, code="orok")
    for name, full_name, role in PEOPLE:
        accounts.add(
            door.store, name=name, full_name=full_name, password_hash=hashed, role=role, agency=agency.id
        )
    for name, town in (("dinara", "Osh"), ("emil", "Talas")):
        office = units.add(door.store, kind="office", names={"en": town}, parent=agency.id)
        desk = units.add(door.store, kind="unit", names={"en": f"Desk of {town}"}, parent=office.id)
        post = positions.add(door.store, unit=desk.id, names={"en": "Clerk"}, groups=["clerks"])
        person = accounts.add(
            door.store, name=name, full_name=name.title(), password_hash=hashed, role="officer"
        )
        holdings.appoint(door.store, account=person.id, position=post.id, by="admin")
    given = {"key": KEY, "name": NAME, "author": "analyst", "reason": "As the law says."}
    first = models.save(door.store, source=FIRST.source, **given)
    put_in_force(door, first, by="analyst", role="analyst")
    _open_cases(door.engine)
    by_itself = models.save(
        door.store, key=ROUND, name="Round of the market", source=CLOCK.source, author="analyst"
    )
    put_in_force(door, by_itself, by="analyst", role="analyst")
    second = models.save(door.store, source=WITHOUT.source, **given | {"reason": "The check falls away."})
    reviews.say(door.store, version=second.id, kind="approval", text="", author="second")
    door.engine.dispose()
    door.store.close()


def _open_cases(engine: Engine) -> None:
    for number in range(ELSEWHERE + AT_THE_CHECK):
        case = engine.start(KEY, by="dinara", business_key=f"P-{number}")
        if number < AT_THE_CHECK:
            [item] = engine.work_items(case)
            engine.claim(item, by="dinara", groups=["clerks"])
            engine.complete(item, by="dinara", groups=["clerks"])


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
