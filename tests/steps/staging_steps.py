"""Sentences about versions that some of the new cases follow."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when
from werkzeug.test import TestResponse

from engine import Instance
from engine.staging import drawn_of
from modeler_api.auth import passwords
from modeler_api.cases import Case
from modeler_api.store import accounts, holdings, models, positions, units
from processes import read_model
from tests.steps.door_steps import SECRET, signs_in, visitor
from tests.steps.publishing_steps import FIRST, NAME, WITHOUT, reviewed

THIRD = read_model(b"Decide @clerks", dialect="sketch")


@pytest.fixture
def trial() -> SimpleNamespace:
    return SimpleNamespace(offices={}, people={}, before=None, answer=None)


@given("officers Dinara of the office in Osh and Emil of the office in Talas")
def officers(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    store = entrance.door.store
    [agency] = units.agencies(store)
    for name, town in (("Dinara", "Osh"), ("Emil", "Talas")):
        office = units.add(store, kind="office", names={"en": town}, parent=agency.id)
        unit = units.add(store, kind="unit", names={"en": f"Desk of {town}"}, parent=office.id)
        post = positions.add(store, unit=unit.id, names={"en": "Clerk"}, groups=["clerks"])
        person = accounts.add(
            store, name=name.lower(), full_name=name, password_hash=passwords.hashed(SECRET), role="officer"
        )
        holdings.appoint(store, account=person.id, position=post.id, by="x")
        trial.offices[town] = office.id
        trial.people[name] = visitor(entrance)
        assert signs_in(trial.people[name], name.lower()) == 302


@given("a version without the check that Bakyt has approved")
def approved(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    models.save(entrance.door.store, key=FIRST.key, name=NAME, source=WITHOUT.source, author="aigul")
    assert reviewed(desk, "Bakyt", 2, kind="approval").status_code == 303


def put(desk: SimpleNamespace, number: int, **chosen: str) -> TestResponse:
    answer: TestResponse = desk.clients["Aigul"].post(
        f"/procedures/{FIRST.key}/versions/{number}/publish", data={"name": NAME, **chosen}
    )
    return answer


@given("Aigul puts it in force for the office in Osh")
@when("Aigul puts it in force for the office in Osh")
def for_office(desk: SimpleNamespace, trial: SimpleNamespace) -> None:
    answer = put(desk, 2, whom="offices", office=trial.offices["Osh"], reason="A trial of a month.")
    assert answer.status_code == 303, answer.text


@when(parsers.parse("Aigul puts it in force for {share} of 100 cases"))
def for_share(desk: SimpleNamespace, share: str) -> None:
    answer = put(desk, 2, whom="share", share=share, reason="A trial of a month.")
    assert answer.status_code == 303, answer.text


def opened(entrance: SimpleNamespace, trial: SimpleNamespace, name: str) -> Instance:
    answer = trial.people[name].post(f"/start/{FIRST.key}", data={})
    assert answer.status_code == 303, answer.text
    instance: Instance = entrance.door.engine.instance(answer.location.rpartition("/")[2])
    return instance


@given("Dinara has opened a case")
def has_opened(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    trial.before = opened(entrance, trial, "Dinara")


@when(parsers.parse('Aigul {verb} it, because "{reason}"'))
def ends(desk: SimpleNamespace, trial: SimpleNamespace, verb: str, reason: str) -> None:
    trial.reason = reason
    address = f"/procedures/{FIRST.key}/stage/{'widen' if verb == 'widens' else 'withdraw'}"
    assert desk.clients["Aigul"].post(address, data={"reason": reason}).status_code == 303


@when("a third version is approved and put in force for all")
def third(entrance: SimpleNamespace, desk: SimpleNamespace, trial: SimpleNamespace) -> None:
    models.save(entrance.door.store, key=FIRST.key, name=NAME, source=THIRD.source, author="aigul")
    assert reviewed(desk, "Bakyt", 3, kind="approval").status_code == 303
    trial.answer = put(desk, 3)


def says_why(entrance: SimpleNamespace, case: Instance) -> str:
    first = Case(entrance.door, case).events[-1]
    return " ".join(str(reason) for reason in first.reasons)


@then("a case that Dinara opens goes without the check, and its history says why")
def without(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    case = opened(entrance, trial, "Dinara")
    assert case.version == 2
    told = "It follows version 2: it was opened in an office for which version 2 was in force."
    assert says_why(entrance, case) == told
    page = trial.people["Dinara"].get(f"/cases/{case.id}?tab=history").text
    assert told in page


@then("a case that Emil opens is checked, and its history says why")
def checked(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    case = opened(entrance, trial, "Emil")
    assert case.version == 1
    assert "version 2 was not in force" in says_why(entrance, case)


@then("the two cases from before go on as they began")
def as_they_began(entrance: SimpleNamespace) -> None:
    versions = entrance.door.engine.definitions(latest=False)
    first, second = (
        entrance.door.engine.count_instances(definition=each, status="running")
        for each in sorted(
            (each for each in versions if each.key == FIRST.key), key=lambda each: each.version
        )
    )
    assert (first, second) == (3, 1), "Emil's case follows the first version too"


@then("a case that Emil opens goes without the check")
def also_without(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    assert opened(entrance, trial, "Emil").version == 2
    live = models.published(entrance.door.store, FIRST.key)
    assert live is not None
    assert live.number == 2


@then("a case that Dinara opens is checked")
def checked_again(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    assert opened(entrance, trial, "Dinara").version == 1


@then("the case she opened before goes on without the check")
def goes_on(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    case = entrance.door.engine.instance(trial.before)
    assert (case.version, case.status) == (2, "running")


@then(parsers.parse("of the next {number:d} cases some follow the one version and some the other"))
def some_each(entrance: SimpleNamespace, trial: SimpleNamespace, number: int) -> None:
    trial.cases = [opened(entrance, trial, "Emil") for _number in range(number)]
    assert {case.version for case in trial.cases} == {1, 2}


@then("everybody can draw again which")
def drawn_again(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    stage = entrance.door.engine.open_stage(FIRST.key)
    for case in trial.cases:
        note = entrance.door.engine.history(case)[0].data["stage"]
        assert case.version == (2 if drawn_of(stage, note["draw"]) < 50 else 1)


@then("the list of versions says who widened it and why")
def listed(desk: SimpleNamespace, trial: SimpleNamespace) -> None:
    page = desk.clients["Aigul"].get(f"/procedures/{FIRST.key}?tab=versions").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "widened to all:" in words
    assert f"Aigul {trial.reason}" in words


@then("she is told to widen or withdraw the second first")
def told_to_end(entrance: SimpleNamespace, trial: SimpleNamespace) -> None:
    assert trial.answer.status_code == 422
    assert "No other version is in force for some cases only" in trial.answer.text
    assert models.published(entrance.door.store, FIRST.key).number == 1
