"""Sentences about sharing work: how it comes to an officer, passing it on, putting it off, finding it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from engine import Engine, EngineError, InvalidArgument, NotEntitled, WorkItem, WorkQuery, WrongState
from engine.testing import Clock
from processes import read_model

FORM = {
    "type": "default",
    "id": "application",
    "components": [
        {
            "type": "textfield",
            "key": "applicant",
            "label": "Applicant",
            "properties": {"searchable": "applicant"},
        },
        {"type": "textfield", "key": "note", "label": "Note"},
    ],
}
CHECKING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <process id="application" isExecutable="true">
    <extensionElements><zeebe:userTaskForm id="application">{form}</zeebe:userTaskForm></extensionElements>
    <startEvent id="s"/>
    <userTask id="register" name="Register"><extensionElements>
      <zeebe:assignmentDefinition candidateGroups="desk"/></extensionElements></userTask>
    <userTask id="check" name="Check the application"><extensionElements>
      <zeebe:assignmentDefinition candidateGroups="clerks"/>
      <zeebe:formDefinition formKey="camunda-forms:bpmn:application"/>
      <gov:step assignment="{way}" performerOf="register"/></extensionElements></userTask>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="register"/>
    <sequenceFlow id="f2" sourceRef="register" targetRef="check"/>
    <sequenceFlow id="f3" sourceRef="check" targetRef="e"/>
  </process>
</definitions>"""
NAME = r'(?:"[^"]+"|\w+)'


class People:
    """Who the clerks are."""

    def __init__(self) -> None:
        self.clerks: list[str] = []

    def members(self, candidates: Sequence[str]) -> list[str]:
        return self.clerks if "clerks" in candidates else []

    def heads(self, candidates: Sequence[str]) -> list[str]:
        return ["Head"] if "clerks" in candidates else []


@pytest.fixture
def bureau(engine_url: str, context: SimpleNamespace) -> Iterator[Engine]:
    """An engine on an empty store whose roster is the scenario's clerks."""
    context.clock, context.people, context.told, context.found = Clock(), People(), None, []
    engine = Engine(engine_url, clock=context.clock, roster=context.people)
    yield engine
    engine.dispose()


def names(text: str) -> list[str]:
    return [name.strip('"') for name in re.findall(NAME, re.sub(r"\band\b", ",", text))]


def comes(engine: Engine, context: SimpleNamespace, applicant: str, *, by: str = "desk") -> None:
    number = len(engine.instances()) + 1
    data = {"applicant": applicant, "note": "urgent"}
    case = engine.start(context.key, data=data, business_key=f"CASE-{number}", by="citizen")
    [first] = engine.work_items(case)
    engine.complete(first, by=by)
    context.clock.advance(timedelta(minutes=1))


def check_of(engine: Engine, applicant: str) -> WorkItem:
    return next(i for i in engine.work_items() if i.element == "check" and i.data["applicant"] == applicant)


def trying(context: SimpleNamespace, act: object) -> None:
    context.told = None
    try:
        act()  # type: ignore[operator]  # a function without arguments
    except EngineError as refused:
        context.told = refused


@given(parsers.parse("an office whose clerks are {people}"))
def an_office(bureau: Engine, context: SimpleNamespace, people: str) -> None:
    context.people.clerks = names(people)


@given(parsers.parse('the check of applications is given out by "{way}"'))
def given_out_by(bureau: Engine, context: SimpleNamespace, way: str) -> None:
    text = CHECKING.format(way=way, form=json.dumps(FORM))
    context.key = bureau.deploy(read_model(text.encode()), by="analyst").key


@given(parsers.re(r"the cases? of (?P<people>.+?) ha(?:s|ve) come(?: in this order)?"))
@when(parsers.re(r"the cases? of (?P<people>[^,]+|.+ and \w+) comes?"))
def cases_come(bureau: Engine, context: SimpleNamespace, people: str) -> None:
    context.applicants = names(people)
    for applicant in context.applicants:
        comes(bureau, context, applicant)


@when(parsers.parse("the case of {applicant} comes, registered by {person}"))
def comes_registered(bureau: Engine, context: SimpleNamespace, applicant: str, person: str) -> None:
    comes(bureau, context, applicant, by=person)


@given(parsers.parse("{person} has the case of {applicant} already"))
def has_already(bureau: Engine, context: SimpleNamespace, person: str, applicant: str) -> None:
    comes(bureau, context, applicant)
    assert check_of(bureau, applicant).holder == person


@given(parsers.parse("{person} asks for the next case"))
@when(parsers.parse("{person} asks for the next case"))
def asks_for_next(bureau: Engine, person: str) -> None:
    bureau.next_item(by=person, groups=["clerks"])


@given(parsers.parse("{person} takes the case of {applicant}"))
@when(parsers.parse("{person} tries to take the case of {applicant}"))
def takes(bureau: Engine, context: SimpleNamespace, person: str, applicant: str) -> None:
    trying(context, lambda: bureau.claim(check_of(bureau, applicant), by=person, groups=["clerks"]))


@given(parsers.parse("{person} gives the case of {applicant} back"))
def gives_case_back(bureau: Engine, person: str, applicant: str) -> None:
    bureau.release(check_of(bureau, applicant), by=person)


@when(parsers.parse('{person} passes the case of {applicant} on to {other} because "{reason}"'))
@when(parsers.re(r'(?P<person>\w+) passes the case of (?P<applicant>\w+) on to (?P<other>\w+) because ""'))
def passes_on(
    bureau: Engine, context: SimpleNamespace, person: str, applicant: str, other: str, reason: str = ""
) -> None:
    item = check_of(bureau, applicant)
    trying(context, lambda: bureau.reassign(item, to=other, by=person, reason=reason, groups=["clerks"]))


@given(parsers.parse('{person} has the case of {applicant} done by {other} because "{reason}"'))
def has_it_done(bureau: Engine, person: str, applicant: str, other: str, reason: str) -> None:
    bureau.delegate(check_of(bureau, applicant), to=other, by=person, reason=reason)


@when(parsers.parse("{person} tries to complete the case of {applicant}"))
def tries_to_complete(bureau: Engine, context: SimpleNamespace, person: str, applicant: str) -> None:
    trying(context, lambda: bureau.complete(check_of(bureau, applicant), by=person, groups=["clerks"]))


@then(parsers.parse("{person} hands the case of {applicant} back"))
def hands_back(bureau: Engine, person: str, applicant: str) -> None:
    bureau.hand_back(check_of(bureau, applicant), by=person)


@given(parsers.parse("{person} puts the case of {applicant} off for {days:d} days"))
@when(parsers.parse("{person} puts the case of {applicant} off for {days:d} days"))
def puts_off(bureau: Engine, context: SimpleNamespace, person: str, applicant: str, days: int) -> None:
    until = context.clock.now() + timedelta(days=days)
    item = check_of(bureau, applicant)
    trying(context, lambda: bureau.put_off(item, until=until, by=person))


@when(parsers.parse("{person} takes the case of {applicant} up again"))
def takes_up_again(bureau: Engine, person: str, applicant: str) -> None:
    bureau.put_off(check_of(bureau, applicant), until=None, by=person)


@when(parsers.parse("{days:d} days go by"))
def days_go_by(bureau: Engine, context: SimpleNamespace, days: int) -> None:
    context.clock.advance(timedelta(days=days))


@when(parsers.parse('{person} looks for "{words}"'))
def looks_for(bureau: Engine, context: SimpleNamespace, person: str, words: str) -> None:
    found = bureau.find_work(WorkQuery(held_by=person, offered_to=("clerks",), text=words))
    context.found = [item.data["applicant"] for item in found]


@then(parsers.parse('only the case of "{applicant}" is found'))
def only_is_found(context: SimpleNamespace, applicant: str) -> None:
    assert context.found == [applicant]


@then("nothing is found")
def nothing_is_found(context: SimpleNamespace) -> None:
    assert context.found == []


@then(parsers.re(r"(?P<person>\w+) has the case of (?P<applicant>\w+)"))
def has_the_case(bureau: Engine, person: str, applicant: str) -> None:
    holder = check_of(bureau, applicant).holder
    assert holder == (None if person == "nobody" else person)


@then(parsers.parse("they are held by {people}"))
def are_held_by(bureau: Engine, context: SimpleNamespace, people: str) -> None:
    assert [check_of(bureau, one).holder for one in context.applicants] == names(people)


@then(parsers.parse('the history says that it was "{kind}" because "{reason}"'))
def history_says(bureau: Engine, context: SimpleNamespace, kind: str, reason: str) -> None:
    [case] = bureau.instances()
    last = bureau.history(case)[-1]
    assert (last.kind, last.data["reason"]) == (kind, reason)


@then(parsers.parse("{person} is told that cases are given out in their order"))
def told_of_the_order(context: SimpleNamespace, person: str) -> None:
    assert isinstance(context.told, NotEntitled)
    assert "in the order in which cases came" in str(context.told)


@then("it is refused because a reason is missing")
def refused_without_reason(context: SimpleNamespace) -> None:
    assert isinstance(context.told, InvalidArgument)
    assert context.told.argument == "reason"


@then(parsers.parse("it is refused because {person} is none of them"))
def refused_as_none_of_them(context: SimpleNamespace, person: str) -> None:
    assert isinstance(context.told, NotEntitled)
    assert person in str(context.told)


@then(parsers.parse("it is refused because {person} does not have it"))
def refused_as_not_held(context: SimpleNamespace, person: str) -> None:
    assert isinstance(context.told, NotEntitled)


@then(parsers.parse("{person} is told that {other} completes it"))
def told_who_completes(context: SimpleNamespace, person: str, other: str) -> None:
    assert isinstance(context.told, WrongState)
    assert other in str(context.told)


@then(parsers.parse("the case of {applicant} is not in {person}'s work"))
def is_not_in_work(bureau: Engine, applicant: str, person: str) -> None:
    assert _shown(bureau, WorkQuery(held_by=person, resting=False)) == []


@then(parsers.parse("the case of {applicant} is in {person}'s work"))
def is_in_work(bureau: Engine, applicant: str, person: str) -> None:
    assert _shown(bureau, WorkQuery(held_by=person, resting=False)) == [applicant]


@then(parsers.parse("the case of {applicant} is among what {person} waits for"))
def is_waited_for(bureau: Engine, applicant: str, person: str) -> None:
    assert _shown(bureau, WorkQuery(held_by=person, resting=True, delegated_by=person)) == [applicant]


def _shown(engine: Engine, query: WorkQuery) -> list[str]:
    return [item.data["applicant"] for item in engine.find_work(query)]
