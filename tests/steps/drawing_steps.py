"""Sentences about drawing: drafts of models, who was faster, and what becomes a version."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, then, when
from werkzeug.test import TestResponse

from modeler_api.auth import passwords
from modeler_api.store import accounts, model_drafts, models
from tests.steps.door_steps import SECRET, signs_in, visitor

KEY = "permit"
DRAWN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="urn:another-vendor"
             id="d" targetNamespace="urn:test">
  <!-- Agreed with the lawyers on 3 March. -->
  <process id="permit" name="A small permit" isExecutable="true">
    <startEvent id="begin"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="check"/>
    <userTask id="check" name="Check the plan"   other:priority="7">
      <extensionElements><other:settings><other:colour>red</other:colour></other:settings></extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="check" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""


@pytest.fixture
def drawing() -> SimpleNamespace:
    return SimpleNamespace(clients={}, seen={}, sources={}, answers={})


def written_by_the_program(text: str) -> str:
    """The model as a drawing program writes it: its own order, no remarks, nothing it does not know."""
    text = re.sub(r"<!--.*?-->\s*", "", text)
    text = text.replace("   other:priority", " other:priority")
    return re.sub(r"\s*<extensionElements>.*?</extensionElements>", "", text, flags=re.S)


@given("the analysts Aigul and Bakyt, and a model with a remark and another vendor's settings")
def analysts(entrance: SimpleNamespace, drawing: SimpleNamespace) -> None:
    store = entrance.door.store
    for name in ("Aigul", "Bakyt"):
        accounts.add(
            store,
            name=name.lower(),
            full_name=name,
            password_hash=passwords.hashed(SECRET),
            role="analyst",
        )
        client = visitor(entrance)
        assert signs_in(client, name.lower()) == 302
        drawing.clients[name] = client
        drawing.seen[name] = 0
    models.save(store, key=KEY, name="A small permit", source=DRAWN.encode(), author="aigul", reason="First.")


@given("both have the model open")
def both_open(drawing: SimpleNamespace) -> None:
    for name, client in drawing.clients.items():
        assert sent(client, name, 0).status_code == 200


def sent(client: FlaskClient, window: str, seen: int, source: str | None = None) -> TestResponse:
    answer: TestResponse = client.post(
        f"/procedures/{KEY}/edit", json={"window": window, "seen": seen, "source": source}
    )
    return answer


def draws(drawing: SimpleNamespace, name: str, label: str) -> TestResponse:
    source = written_by_the_program(DRAWN.replace("Check the plan", label))
    drawing.sources[name] = source
    drawing.answers[name] = sent(drawing.clients[name], name, drawing.seen[name], source)
    return drawing.answers[name]  # type: ignore[no-any-return]  # a plain namespace holds it


@when(parsers.parse("{name} calls the check “{label}”"))
def calls(drawing: SimpleNamespace, name: str, label: str) -> None:
    answer = draws(drawing, name, label)
    if answer.status_code == 200 and answer.json is not None:
        drawing.seen[name] = answer.json["revision"]


@when(parsers.parse("{name} calls the check “{label}” and the answer is lost"))
def calls_and_hears_nothing(drawing: SimpleNamespace, name: str, label: str) -> None:
    assert draws(drawing, name, label).status_code == 200


@when(parsers.parse("{name} calls the check “{label}” on the same page"))
def calls_again(drawing: SimpleNamespace, name: str, label: str) -> None:
    assert draws(drawing, name, label).status_code == 200


@when(parsers.parse("{name} keeps what he drew as a version of its own"))
def keeps_apart(drawing: SimpleNamespace, name: str) -> None:
    answer = drawing.clients[name].post(
        f"/procedures/{KEY}/edit/apart", json={"source": drawing.sources[name]}
    )
    assert answer.status_code == 200


@when(parsers.parse("{name} saves it as “{title}” because “{reason}”"))
def saves(drawing: SimpleNamespace, name: str, title: str, reason: str) -> None:
    data = {"name": title, "reason": reason, "revision": drawing.seen[name]}
    assert drawing.clients[name].post(f"/procedures/{KEY}/edit/version", data=data).status_code == 303


@then(parsers.parse("the draft says “{label}”"))
def draft_says(entrance: SimpleNamespace, label: str) -> None:
    draft = model_drafts.find(entrance.door.store, KEY)
    assert draft is not None
    assert label in draft.source.decode()


@then("the remark and the vendor's settings are still there")
def rest_is_there(entrance: SimpleNamespace) -> None:
    draft = model_drafts.find(entrance.door.store, KEY)
    assert draft is not None
    assert draft.source.decode() == DRAWN.replace("Check the plan", "Look at the plan")


@then("no new version was made")
def no_new_version(entrance: SimpleNamespace) -> None:
    assert [version.number for version in models.versions(entrance.door.store, KEY)] == [1]


@then(parsers.parse("{name} is told that {other} changed it"))
def is_told(drawing: SimpleNamespace, name: str, other: str) -> None:
    answer = drawing.answers[name]
    assert answer.status_code == 409
    assert answer.json["by"] == other
    assert other in answer.json["message"]


@then(parsers.parse("version {number:d} says “{label}”"))
def version_says(entrance: SimpleNamespace, number: int, label: str) -> None:
    found = {version.number: version for version in models.versions(entrance.door.store, KEY)}
    assert label in found[number].source.decode()


@then("there is no draft any more")
def no_draft(entrance: SimpleNamespace) -> None:
    assert model_drafts.find(entrance.door.store, KEY) is None
