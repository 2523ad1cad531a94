"""Sentences about which data is known at a place of a model."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then

from processes import Model, library, read_model
from processes.model.known_data import KnownData, Origin, known_data

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" '
    'targetNamespace="urn:t"><process id="p" isExecutable="true">'
)
PART = (
    '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="part"/><subProcess id="part">'
    '<startEvent id="s2"/><sequenceFlow id="g1" sourceRef="s2" targetRef="measure"/>'
    '<userTask id="measure" name="Measure"/><sequenceFlow id="g2" sourceRef="measure" targetRef="fees"/>'
    '<scriptTask id="fees" name="Work out the fee" scriptFormat="feel"><extensionElements>'
    '<gov:script result="fee"/></extensionElements><script>2 * 50</script></scriptTask></subProcess>'
    '<sequenceFlow id="f2" sourceRef="part" targetRef="pay"/><userTask id="pay" name="Pay"/>'
)
EACH = (
    '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="ask"/>'
    '<userTask id="ask" name="Ask a neighbour"><multiInstanceLoopCharacteristics><extensionElements>'
    '<gov:each collection="neighbours" item="neighbour" outputCollection="answers" outputItem="answer"/>'
    "</extensionElements></multiInstanceLoopCharacteristics></userTask>"
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="decide"/><userTask id="decide" name="Decide"/>'
)


@pytest.fixture
def drawn() -> SimpleNamespace:
    return SimpleNamespace(model=None)


def parsed(inside: str) -> Model:
    return read_model(f"{HEAD}{inside}</process></definitions>".encode())


def data(drawn: SimpleNamespace, name: str) -> KnownData:
    return next(each for each in known_data(drawn.model) if each.name == name)


def place(drawn: SimpleNamespace, label: str) -> str:
    return next(e.id for e in drawn.model.elements.values() if e.label == label)


def holds(drawn: SimpleNamespace, name: str, label: str, origin: Origin, source: str | None = None) -> None:
    found = data(drawn, name)
    assert place(drawn, label) in found.known_at
    assert found.origin == origin
    if source is not None:
        assert [drawn.model.elements[id_].label for id_ in found.setters] == [source]


@given("the procedure of registering a residence")
def of_residence(drawn: SimpleNamespace) -> None:
    drawn.model = library["residence_registration"].as_is


@given("a procedure with a part in which a fee is worked out")
def with_part(drawn: SimpleNamespace) -> None:
    drawn.model = parsed(PART)


@given("a procedure that asks each neighbour and then decides")
def of_neighbours(drawn: SimpleNamespace) -> None:
    drawn.model = parsed(EACH)


@then(parsers.parse("“{name}” is known at “{label}”, as an answer in “{source}”"))
def is_answer(drawn: SimpleNamespace, name: str, label: str, source: str) -> None:
    holds(drawn, name, label, "form", source)


@then(parsers.parse("“{name}” is known at “{label}”, as what “{source}” gives"))
def is_result(drawn: SimpleNamespace, name: str, label: str, source: str) -> None:
    holds(drawn, name, label, "script", source)


@then(parsers.parse("“{name}” is known at “{label}”, as the one whose turn it is"))
def is_item(drawn: SimpleNamespace, name: str, label: str) -> None:
    holds(drawn, name, label, "item")


@then(parsers.parse("“{name}” is known at “{label}”, as what all rounds gave"))
def is_gathered(drawn: SimpleNamespace, name: str, label: str) -> None:
    holds(drawn, name, label, "gathered")


@then(parsers.parse("“{name}” is not known yet at “{label}”"))
def is_unknown(drawn: SimpleNamespace, name: str, label: str) -> None:
    assert place(drawn, label) not in data(drawn, name).known_at
