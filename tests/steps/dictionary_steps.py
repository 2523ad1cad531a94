"""Sentences about the names that data goes by in all procedures."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then

from processes import Model, read_model
from processes.model.data_items import DictionaryEntry, dictionary


@pytest.fixture
def drawn_by_all() -> SimpleNamespace:
    return SimpleNamespace(models=[])


def _model(*, form: str = "", step: str = "") -> Model:
    held = f'<extensionElements><gov:form id="f">{form}</gov:form></extensionElements>' if form else ""
    shown = '<gov:form ref="f"/>' if form else ""
    return read_model(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" id="d" '
        f'targetNamespace="urn:t"><process id="p" isExecutable="true">{held}<userTask id="t" name="Register">'
        f"<extensionElements>{shown}<gov:step>{step}</gov:step></extensionElements></userTask></process>"
        "</definitions>".encode()
    )


def _entry(drawn_by_all: SimpleNamespace, key: str) -> DictionaryEntry:
    return next(one for one in dictionary(drawn_by_all.models) if one.key == key)


@given(parsers.parse('a procedure that asks for "{key}", called "{words}"'))
@given(parsers.parse('another one that asks for "{key}", called "{words}"'))
def asks_for(drawn_by_all: SimpleNamespace, key: str, words: str) -> None:
    form = {"type": "default", "components": [{"type": "textfield", "key": key, "label": words}]}
    drawn_by_all.models.append(_model(form=json.dumps(form)))


@given(parsers.parse('another one that reads "{key}" in the register "{register}"'))
def reads_in(drawn_by_all: SimpleNamespace, key: str, register: str) -> None:
    drawn_by_all.models.append(_model(step=f'<gov:item key="{key}" op="read" register="{register}"/>'))


@then(parsers.parse('"{key}" is offered as "{words}", used by {count:d} procedures'))
def is_offered_as(drawn_by_all: SimpleNamespace, key: str, words: str, count: int) -> None:
    found = _entry(drawn_by_all, key)
    assert (found.words, found.procedures) == (words, count)


@then(parsers.parse('"{key}" is offered with the register "{register}"'))
def is_offered_with(drawn_by_all: SimpleNamespace, key: str, register: str) -> None:
    assert _entry(drawn_by_all, key).register == register


@then(parsers.parse('"{key}" is offered with no register'))
def is_offered_without(drawn_by_all: SimpleNamespace, key: str) -> None:
    assert _entry(drawn_by_all, key).register is None


@then(parsers.parse('"{key}" is offered before "{other}"'))
def is_offered_before(drawn_by_all: SimpleNamespace, key: str, other: str) -> None:
    keys = [one.key for one in dictionary(drawn_by_all.models)]
    assert keys.index(key) < keys.index(other)
