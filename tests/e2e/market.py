"""The market's office beside the demonstration: four people of its own, one procedure, and cases in each state.

A permit for a stall is checked within ten working days and confirmed by another pair of eyes. Each test of a shared
site has cases that nobody else touches; they are found by the applicant's name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from engine import Instance, WorkItem
from modeler_api.auth import passwords
from modeler_api.settings import Settings
from modeler_api.store import accounts, holdings, positions, units
from modeler_api.store.belonging import give
from modeler_api.wiring import Door, open_door
from processes import Model, read_model
from tests.demo import PASSWORD
from tests.modeler_api.office import form

KEY, GROUP = "stall_permit", "stalls"
CLERK, COLLEAGUE, AWAY, CHIEF = "s.alieva", "t.sydykov", "a.toktogulov", "k.bekov"
PEOPLE = {
    CLERK: "Сейде Алиева",
    COLLEAGUE: "Талант Сыдыков",
    AWAY: "Азиз Токтогулов",
    CHIEF: "Кубан Беков",
}
PIN = "03902199900017"

#: Cases whose plan waits for a check, by the name of the applicant.
FRESH = ("Delegated", "Putoff", "Watched", "Stopped", "Asked", "Foureyes", "Shared")
#: Cases whose plan somebody has taken.
TAKEN = {"Taken": COLLEAGUE, "Left": AWAY}
#: Cases that wait to be confirmed, more than a page of them; the clerk has checked the last two.
CHECKED = tuple(f"Many{number:02d}" for number in range(30))

APPLICATION = form(
    {
        "type": "textfield",
        "key": "name",
        "label": "Name of the applicant",
        "validate": {"required": True},
        "properties": {"searchable": "applicant"},
    },
    {"type": "pin", "key": "pin", "label": "PIN of the applicant", "validate": {"required": True}},
)
CHECK = form(
    {
        "type": "lookup",
        "key": "owner",
        "label": "Owner of the stand",
        "service": "KG/GOV/70000001/cadastre/owner",
        "about": "=pin",
        "purpose": "Art. 12 of the Land Code",
        "shows": {"owner": "Owner", "parcel": "Parcel"},
    },
    {"type": "textfield", "key": "remark", "label": "Remark"},
)
CONFIRM = form(
    {
        "type": "radio",
        "key": "answer",
        "label": "Decision",
        "values": [{"value": "grant", "label": "Grant the permit"}, {"value": "refuse", "label": "Refuse"}],
        "validate": {"required": True},
    }
)


def model() -> Model:
    """The procedure: apply, check within ten working days, confirm by somebody else."""
    forms = "".join(
        f'<gov:form id="{name}">{escape(json.dumps(schema, ensure_ascii=False))}</gov:form>'
        for name, schema in (("application", APPLICATION), ("check", CHECK), ("confirm", CONFIRM))
    )

    def task(id_: str, name: str, step: str) -> str:
        return (
            f'<userTask id="{id_}" name="{name}" camunda:candidateGroups="{GROUP}"><extensionElements>'
            f'<gov:form ref="{id_}"/><gov:step actor="official" {step}/></extensionElements></userTask>'
        )

    return read_model(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:test">
  <process id="{KEY}" name="Permit for a stall" isExecutable="true"><extensionElements>{forms}</extensionElements>
  <startEvent id="s"><extensionElements><gov:form ref="application"/></extensionElements></startEvent>
  {task("check", "Check the plan", 'limit="P10D" limitUnit="working"')}
  {task("confirm", "Confirm the plan", 'deciders="fourEyes"')}
  <endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="confirm"/>
  <sequenceFlow id="f3" sourceRef="confirm" targetRef="e"/></process></definitions>""".encode()
    )


def settle(door: Door) -> None:
    """Give the market its people, and open the cases."""
    city = units.by_code(door.store, "naryn-city")
    assert city is not None
    market = units.add(
        door.store,
        kind="unit",
        names={"ky": "Базар бөлүмү", "ru": "Отдел рынка", "en": "Market office"},
        parent=city.id,
        code="market",
    )
    post = positions.add(
        door.store, unit=market.id, names={"ky": "Базар адиси", "en": "Market clerk"}, groups=[GROUP]
    )
    head = positions.add(
        door.store, unit=market.id, names={"ky": "Базар башчысы", "en": "Head of the market"}, is_head=True
    )
    hashed = passwords.hashed(PASSWORD)
    for name, full_name in PEOPLE.items():
        made = accounts.add(
            door.store,
            name=name,
            full_name=full_name,
            password_hash=hashed,
            role="head" if name == CHIEF else "officer",
            agency=city.id,
        )
        holdings.appoint(
            door.store, account=made.id, position=(head if name == CHIEF else post).id, by="library"
        )
    procedure = model()
    give(door.store, KEY, city.id)
    door.engine.deploy(procedure, by="analyst")
    for applicant in (*FRESH, *TAKEN):
        item = work(door, opened(door, applicant))
        if applicant in TAKEN:
            door.engine.claim(item, by=TAKEN[applicant], groups=[GROUP])
    for applicant in CHECKED:
        item = work(door, opened(door, applicant))
        by = CLERK if applicant in CHECKED[-2:] else COLLEAGUE
        door.engine.claim(item, by=by, groups=[GROUP])
        door.engine.complete(item, by=by, data={}, groups=[GROUP])


def opened(door: Door, applicant: str) -> Instance:
    """A case of an applicant, numbered by their name."""
    return door.engine.start(
        KEY, data={"name": applicant, "pin": PIN}, business_key=f"STALL-{applicant.upper()}", by=CHIEF
    )


def work(door: Door, case: Instance) -> WorkItem:
    """What waits in a case."""
    [item] = door.engine.work_items(case)
    return item


if __name__ == "__main__":
    here = open_door(Settings(data=Path(sys.argv[1])))
    settle(here)
    here.engine.dispose()
    here.store.close()
