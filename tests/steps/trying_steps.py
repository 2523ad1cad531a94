"""Sentences about trying a procedure out: played cases, time that passes, and scenarios."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api.auth import passwords
from modeler_api.store import accounts, models, scenarios
from modeler_api.trying.play import Situation, played
from modeler_api.trying.rehearsal import rehearse
from processes import read_model
from tests.steps.door_steps import SECRET, signs_in, visitor

KEY = "permit"
FORM = (
    '{"components": [{"type": "radio", "key": "answer", "label": "Decision", "values": '
    '[{"value": "grant", "label": "Grant"}, {"value": "refuse", "label": "Refuse"}]}]}'
)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" id="d"
    targetNamespace="urn:test">
  <error id="unknown" name="Unknown" errorCode="NO-SUCH-PERSON"/>
  <process id="permit" name="A permit" isExecutable="true">
    <extensionElements><gov:form id="decision">FORM</gov:form></extensionElements>
    <startEvent id="begin"/>
    BEFORE
    <userTask id="decide" name="Decide"><extensionElements><gov:form ref="decision"/>
      <gov:party group="clerks"/></extensionElements></userTask>
    <boundaryEvent id="late" attachedToRef="decide" cancelActivity="false">
      <timerEventDefinition><timeDuration>P10D</timeDuration></timerEventDefinition></boundaryEvent>
    <userTask id="told" name="Look into the delay"/>
    <endEvent id="looked" name="Looked into"/>
    <exclusiveGateway id="which" default="no"/>
    <endEvent id="granted" name="Permit granted"/>
    <endEvent id="refused" name="Permit refused"/>
    <sequenceFlow id="f2" sourceRef="decide" targetRef="which"/>
    <sequenceFlow id="yes" sourceRef="which" targetRef="granted">
      <conditionExpression>answer = "grant"</conditionExpression></sequenceFlow>
    <sequenceFlow id="no" sourceRef="which" targetRef="refused"/>
    <sequenceFlow id="f4" sourceRef="late" targetRef="told"/>
    <sequenceFlow id="f5" sourceRef="told" targetRef="looked"/>
  </process>
</definitions>
""".replace("FORM", FORM.replace('"', "&quot;"))
PLAIN = HEAD.replace("BEFORE", '<sequenceFlow id="f1" sourceRef="begin" targetRef="decide"/>')
ASKING = HEAD.replace(
    "BEFORE",
    """<serviceTask id="ask" name="Ask the tax service"><extensionElements><gov:service topic="tax"/>
    </extensionElements></serviceTask>
    <boundaryEvent id="nobody" attachedToRef="ask"><errorEventDefinition errorRef="unknown"/></boundaryEvent>
    <endEvent id="none" name="Nobody of this name"/>
    <sequenceFlow id="f0" sourceRef="begin" targetRef="ask"/><sequenceFlow id="f1" sourceRef="ask" targetRef="decide"/>
    <sequenceFlow id="f9" sourceRef="nobody" targetRef="none"/>""",
)


@pytest.fixture
def bench() -> SimpleNamespace:
    return SimpleNamespace(client=None, number=1)


def save(entrance: SimpleNamespace, source: str, reason: str) -> int:
    version = models.save(
        entrance.door.store, key=KEY, name="A permit", source=source.encode(), author="aigul", reason=reason
    )
    return version.number


def acts(bench: SimpleNamespace, do: str, element: str = "", **data: str) -> None:
    answer = bench.client.post(
        f"/procedures/{KEY}/try?version={bench.number}", data={"do": do, "element": element, **data}
    )
    assert answer.status_code == 303, answer.text.partition("error-summary")[2][:700]


def situation(entrance: SimpleNamespace, bench: SimpleNamespace) -> Situation:
    who = accounts.by_name(entrance.door.store, "aigul")
    assert who is not None
    done = scenarios.play_of(entrance.door.store, account=who.id, key=KEY)
    source = models.versions(entrance.door.store, KEY)[-bench.number].source
    return played([read_model(source)], done)


@given("an analyst with a permit that is granted within ten days or refused")
def analyst(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    accounts.add(
        entrance.door.store,
        name="aigul",
        full_name="Aigul",
        password_hash=passwords.hashed(SECRET),
        role="analyst",
    )
    bench.client = visitor(entrance)
    assert signs_in(bench.client, "aigul") == 302
    bench.number = save(entrance, PLAIN, "First.")


@given("the permit asks the tax service first")
def asks_first(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    bench.number = save(entrance, ASKING, "The tax service knows.")


@when("the analyst starts a case")
def starts(bench: SimpleNamespace) -> None:
    acts(bench, "start")


@when("the analyst starts a case and grants it")
def grants(bench: SimpleNamespace) -> None:
    acts(bench, "start")
    acts(bench, "complete", "decide", **{"f.answer": "grant"})


@when("the analyst starts a case and lets time pass")
def waits(bench: SimpleNamespace) -> None:
    acts(bench, "start")
    acts(bench, "wait")


@when("goes back before the decision and refuses it")
def goes_back(bench: SimpleNamespace) -> None:
    assert bench.client.post(f"/procedures/{KEY}/try?version=1", data={"back": "1"}).status_code == 303
    acts(bench, "complete", "decide", **{"f.answer": "refuse"})


@given("the analyst kept granting as a scenario")
def keeps(bench: SimpleNamespace) -> None:
    grants(bench)
    answer = bench.client.post(f"/procedures/{KEY}/try/scenario?version=1", data={"name": "Granted"})
    assert answer.status_code == 303


@when("the next version refuses everything")
def refuses_everything(entrance: SimpleNamespace) -> None:
    save(entrance, PLAIN.replace('answer = "grant"', "false"), "Stricter.")


@when(parsers.parse("it fails with “{code}”"))
def fails(bench: SimpleNamespace, code: str) -> None:
    acts(bench, "error", "ask", name=code)


@then(parsers.parse("the case ended with “{label}”"))
def ended(entrance: SimpleNamespace, bench: SimpleNamespace, label: str) -> None:
    found = situation(entrance, bench)
    assert found.status == "completed"
    assert [record.label for record in found.history if record.element in found.ends] == [label]
    assert label in bench.client.get(f"/procedures/{KEY}/try?version={bench.number}").text


@then("no officer has any work")
def no_work(entrance: SimpleNamespace) -> None:
    assert entrance.door.engine.work_items() == []
    assert entrance.door.engine.definitions() == []


@then("the head has been told of the late decision")
def head_told(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    assert {item.label for item in situation(entrance, bench).items} == {"Decide", "Look into the delay"}


@then("the clock of the play moved by days")
def clock_moved(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    found = situation(entrance, bench)
    assert (found.now - found.history[0].at).days >= 10


@then("the scenario ends otherwise on the new version")
def otherwise(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    newest = models.versions(entrance.door.store, KEY)[0]
    [failed] = rehearse(entrance.door, KEY, newest.source).failed
    assert "“Permit refused”" in str(failed.wrong)
    assert "Permit granted" in bench.client.get(f"/procedures/{KEY}/scenarios?version=2").text


@then("the elements and the ways that no scenario takes are listed")
def missed_listed(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    found = rehearse(entrance.door, KEY, PLAIN.encode()).coverage
    page = bench.client.get(f"/procedures/{KEY}/scenarios?version=1").text
    assert found.missed_flows
    for each in (*found.missed, *found.missed_flows):
        assert f'<tr data-element="{each}">' in page
    assert re.search(r"→ [^<]*</th><td>a way</td>", page)


@then("it still ends the same on the old one")
def same(entrance: SimpleNamespace) -> None:
    found = rehearse(entrance.door, KEY, PLAIN.encode())
    assert not found.failed
    assert re.fullmatch(r"0\.\d+", str(round(found.coverage.element_share, 2)))
    assert "looked" in found.coverage.missed


@then("the tax service waits for an answer")
def service_waits(entrance: SimpleNamespace, bench: SimpleNamespace) -> None:
    assert [one.element for one in situation(entrance, bench).services] == ["ask"]
