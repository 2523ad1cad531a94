"""An office of analysts with a procedure of the library and a drawing of two hundred elements."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

from modeler_api.auth import passwords
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, models, units
from modeler_api.wiring import open_door
from processes import library, read_model
from processes.model.layout import laid_out
from tests.demo import PASSWORD

KEY = "residence_registration"
LARGE = "two_hundred"
MAPPED = "asks_the_cadastre"
EVENTS = "waits_and_warns"
PLAYED = "opinions"
ASKED = "asked"


def large() -> bytes:
    """A procedure of two hundred elements: forty checks, each with a choice, a way round and a way on."""
    words = " -> ".join(f"Check {n} -> ([complete] Go on {n} / Ask again {n})" for n in range(1, 40))
    model = laid_out(read_model(f"{words} -> Decide".encode(), dialect="sketch"))
    return model.source


def mapped() -> bytes:
    """A procedure another program drew: a service that takes and gives part of what is known, and a call."""
    model = laid_out(
        read_model(b"Register @clerks -> :service Ask -> Check -> Issue @clerks", dialect="sketch")
    )
    zeebe = "http://camunda.org/schema/zeebe/1.0"
    rows = (
        '<zeebe:input source="=parcel" target="number"/><zeebe:output source="=answer.owner" target="owner"/>'
    )
    inside = f'<zeebe:taskDefinition type="cadastre"/><zeebe:ioMapping>{rows}</zeebe:ioMapping>'
    text = model.source.decode()
    text = re.sub(
        '<bpmn:serviceTask id="ask"[^>]*?(/>|>.*?</bpmn:serviceTask>)',
        f'<bpmn:serviceTask id="ask" name="Ask"><bpmn:extensionElements>{inside}</bpmn:extensionElements>'
        "</bpmn:serviceTask>",
        text,
        flags=re.DOTALL,
    )
    text = text.replace(
        '<bpmn:userTask id="check"', '<bpmn:callActivity calledElement="identity" id="check"', 1
    )
    item = '<gov:step><gov:item key="parcel" op="read" register="kg:cadastre"/></gov:step>'
    text = text.replace(
        '<bpmn:userTask id="register" name="Register"/>',
        '<bpmn:userTask id="register" name="Register">'
        f"<bpmn:extensionElements>{item}</bpmn:extensionElements></bpmn:userTask>",
    )
    text = text.replace('<bpmn:process id="sketch"', f'<bpmn:process id="{MAPPED}"', 1)
    return text.replace("<bpmn:definitions ", f'<bpmn:definitions xmlns:zeebe="{zeebe}" ', 1).encode()


def events() -> bytes:
    """A procedure with an event of each kind that somebody names or times, none of them named or timed yet."""
    bodies = ("timer", "message", "signal", "escalation", "link")
    middle = "".join(
        f'<bpmn:intermediate{"Throw" if kind in ("escalation", "link") else "Catch"}Event id="{kind}">'
        f"<bpmn:{kind}EventDefinition/></bpmn:intermediate"
        f"{'Throw' if kind in ('escalation', 'link') else 'Catch'}Event>"
        for kind in bodies
    )
    order = ("start", "check", *bodies[:-1], "end")
    flows = "".join(
        f'<bpmn:sequenceFlow id="flow_{one}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(order)
    )
    text = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<bpmn:process id="{EVENTS}" name="Waits and warns" isExecutable="true"><bpmn:startEvent id="start"/>
<bpmn:userTask id="check" name="Check"/>{middle}<bpmn:endEvent id="end"/>
<bpmn:boundaryEvent id="fails" attachedToRef="check"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
<bpmn:endEvent id="failed"/><bpmn:sequenceFlow id="flow_fails" sourceRef="fails" targetRef="failed"/>
{flows}</bpmn:process></bpmn:definitions>"""
    return laid_out(read_model(text.encode())).source


def played() -> bytes:
    """A procedure of several ways: opinions side by side, an inside with a deadline, and a round that never ends."""
    flows = (
        ("start", "which", ""),
        ("which", "fire", ""),
        ("which", "water", ""),
        ("fire", "together", ""),
        ("water", "together", ""),
        ("together", "inside", ""),
        ("inside", "granted", ""),
        ("granted", "given", "yes"),
        ("granted", "both", "again"),
        ("too_late", "late", ""),
        ("both", "never", ""),
        ("nobody", "both", ""),
    )
    drawn = "".join(
        f'<bpmn:sequenceFlow id="flow_{number}" sourceRef="{one}" targetRef="{other}" name="{name}"/>'
        for number, (one, other, name) in enumerate(flows)
    )
    text = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<bpmn:process id="{PLAYED}" name="Opinions" isExecutable="true"><bpmn:startEvent id="start"/>
<bpmn:inclusiveGateway id="which" name="Which opinions?"/><bpmn:userTask id="fire" name="Fire"/>
<bpmn:userTask id="water" name="Water"/><bpmn:inclusiveGateway id="together" name="Together"/>
<bpmn:subProcess id="inside" name="Inside"><bpmn:startEvent id="in"/><bpmn:userTask id="look" name="Look"/>
<bpmn:endEvent id="out"/><bpmn:sequenceFlow id="flow_in" sourceRef="in" targetRef="look"/>
<bpmn:sequenceFlow id="flow_out" sourceRef="look" targetRef="out"/></bpmn:subProcess>
<bpmn:boundaryEvent id="too_late" name="Too late" attachedToRef="inside"><bpmn:timerEventDefinition>
<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:exclusiveGateway id="granted" name="Granted?"/><bpmn:parallelGateway id="both" name="Both"/>
<bpmn:userTask id="nobody" name="Nobody comes here"/><bpmn:endEvent id="given"/>
<bpmn:endEvent id="late"><bpmn:compensateEventDefinition/></bpmn:endEvent>
<bpmn:endEvent id="never"/>{drawn}</bpmn:process></bpmn:definitions>"""
    return laid_out(read_model(text.encode())).source


def asked() -> bytes:
    """A procedure whose steps of each kind have two ways: one with a condition, and one for all else."""
    kinds = (("sendTask", "ask"), ("receiveTask", "hear"), ("subProcess", "bare"), ("subProcess", "inside"))
    steps = "".join(
        f'<bpmn:{kind} id="{id_}" name="{id_.title()}" default="{id_}_no"/>'
        f'<bpmn:sequenceFlow id="{id_}_no" name="no to {id_}" sourceRef="{id_}" targetRef="refused"/>'
        f'<bpmn:sequenceFlow id="{id_}_yes" name="yes to {id_}" sourceRef="{id_}" targetRef="{after}">'
        f"<bpmn:conditionExpression>=yes</bpmn:conditionExpression></bpmn:sequenceFlow>"
        for (kind, id_), after in zip(kinds, ("hear", "bare", "inside", "given"), strict=True)
    )
    look = '<bpmn:userTask id="look" name="Look"/>'
    steps = steps.replace('default="inside_no"/>', f'default="inside_no">{look}</bpmn:subProcess>')
    text = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<bpmn:process id="{ASKED}" name="Asked" isExecutable="true"><bpmn:startEvent id="start"/>{steps}
<bpmn:sequenceFlow id="begun" sourceRef="start" targetRef="ask"/><bpmn:endEvent id="given" name="Given"/>
<bpmn:endEvent id="refused" name="Refused"/></bpmn:process></bpmn:definitions>"""
    return laid_out(read_model(text.encode())).source


def prepare(folder: Path) -> None:
    """Fill a fresh folder with the models and their people."""
    door = open_door(Settings(data=folder))
    migrate(door)
    names = {"ky": "Орок айыл өкмөтү", "ru": "Айыл өкмөтү Орок", "en": "Orok aiyl okmotu"}
    agency = units.add(door.store, kind="agency", names=names, code="orok")
    hashed = passwords.hashed(PASSWORD)
    for name, full_name in (("analyst", "Чолпон Садыкова"), ("second", "Нурлан Асанов")):
        accounts.add(
            door.store, name=name, full_name=full_name, password_hash=hashed, role="analyst", agency=agency.id
        )
    given = {"author": "analyst", "reason": "As it was found."}
    models.save(door.store, key=KEY, name="Register residence", source=library[KEY].as_is.source, **given)
    models.save(door.store, key=LARGE, name="Two hundred", source=large(), **given)
    models.save(door.store, key=MAPPED, name="Ask the cadastre", source=mapped(), **given)
    models.save(door.store, key=EVENTS, name="Waits and warns", source=events(), **given)
    models.save(door.store, key=PLAYED, name="Opinions", source=played(), **given)
    models.save(door.store, key=ASKED, name="Asked", source=asked(), **given)
    door.engine.dispose()
    door.store.close()


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
