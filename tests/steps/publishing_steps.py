"""Sentences about putting versions in force: reviews, what becomes of running cases, days to come."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when
from werkzeug.test import TestResponse

from engine.errors import Suspended
from modeler_api.auth import passwords
from modeler_api.clockwork import turn
from modeler_api.store import accounts, models, reviews
from processes import read_model
from tests.steps.door_steps import SECRET, signs_in, visitor

FIRST = read_model(b"Register @clerks -> Check @clerks -> Decide @clerks", dialect="sketch")
WITHOUT = read_model(b"Register @clerks -> Decide @clerks", dialect="sketch")
NAME = "Permit"


@pytest.fixture
def desk() -> SimpleNamespace:
    return SimpleNamespace(clients={}, answer=None)


@given("the analysts Aigul and Bakyt, and a permit by Aigul")
def analysts(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    for name in ("Aigul", "Bakyt"):
        accounts.add(
            entrance.door.store,
            name=name.lower(),
            full_name=name,
            password_hash=passwords.hashed(SECRET),
            role="analyst",
        )
        desk.clients[name] = visitor(entrance)
        assert signs_in(desk.clients[name], name.lower()) == 302
    models.save(entrance.door.store, key=FIRST.key, name=NAME, source=FIRST.source, author="aigul")


def reviewed(desk: SimpleNamespace, name: str, number: int = 1, **said: str) -> TestResponse:
    answer: TestResponse = desk.clients[name].post(
        f"/procedures/{FIRST.key}/versions/{number}/review", data=said
    )
    desk.answer = answer
    return answer


def typed(desk: SimpleNamespace, number: int = 1, **more: str) -> TestResponse:
    answer: TestResponse = desk.clients["Aigul"].post(
        f"/procedures/{FIRST.key}/versions/{number}/publish", data={"name": NAME, **more}
    )
    return answer


@when(parsers.parse("{name} approves the permit"))
def approves(desk: SimpleNamespace, name: str) -> None:
    reviewed(desk, name, kind="approval")


@when("Aigul asks for a second look")
def asks_for_look(desk: SimpleNamespace) -> None:
    for _twice in range(2):
        answer = desk.clients["Aigul"].post(f"/procedures/{FIRST.key}/versions/1/review/ask")
        assert answer.status_code == 303


@then("the permit stands on Bakyt's first page, and not on Aigul's")
def waits(desk: SimpleNamespace) -> None:
    address = f"/procedures/{FIRST.key}/versions/1/review"
    assert desk.clients["Bakyt"].get("/").text.count(address) == 1
    assert address not in desk.clients["Aigul"].get("/").text


@then("the permit stands on nobody's first page")
def waits_no_more(desk: SimpleNamespace) -> None:
    for client in desk.clients.values():
        assert "Waiting for a second look" not in client.get("/").text


@when("Bakyt asks for a change of the check")
def asks_for_change(desk: SimpleNamespace) -> None:
    assert reviewed(desk, "Bakyt", kind="change", element="check", text="By whom?").status_code == 303


@when("Aigul settles it")
def settles(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    version = models.versions(entrance.door.store, FIRST.key)[0]
    [wanted] = [one for one in reviews.of(entrance.door.store, version.id) if one.is_open]
    address = f"/procedures/{FIRST.key}/versions/1/review/{wanted.id}/settle"
    assert desk.clients["Aigul"].post(address).status_code == 303


@when("Aigul types the name of the permit")
def types_name(desk: SimpleNamespace) -> None:
    assert typed(desk).status_code == 303


@when("Aigul types the name of the permit and the first of next month")
def types_day(desk: SimpleNamespace, entrance: SimpleNamespace) -> None:
    today = dt.datetime.now(dt.UTC).date()
    desk.day = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    assert typed(desk, **{"from": desk.day.isoformat()}).status_code == 303


@given("the permit is in force and two cases are under way, one at the check")
def under_way(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    approves(desk, "Bakyt")
    types_name(desk)
    engine = entrance.door.engine
    for number in range(2):
        case = engine.start(FIRST.key, by="x", business_key=f"P-{number}")
        if number:
            [item] = engine.work_items(case)
            engine.claim(item, by="ana")
            engine.complete(item, by="ana")


@when("a version without the check is reviewed")
def without_check(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    models.save(entrance.door.store, key=FIRST.key, name=NAME, source=WITHOUT.source, author="aigul")
    desk.answer = desk.clients["Aigul"].get(f"/procedures/{FIRST.key}/versions/2/publish")


@given("a version without the check is in force")
def without_in_force(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    models.save(entrance.door.store, key=FIRST.key, name=NAME, source=WITHOUT.source, author="aigul")
    assert reviewed(desk, "Bakyt", 2, kind="approval").status_code == 303
    assert typed(desk, 2).status_code == 303


@when("Aigul moves the cases that can, and takes them back")
def moves_and_back(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    page = f"/procedures/{FIRST.key}/move-cases"
    assert desk.clients["Aigul"].post(page, data={"reason": "The law changed."}).status_code == 303
    engine = entrance.door.engine
    assert sorted(case.version for case in engine.instances(FIRST.key)) == [1, 2]
    [move] = engine.migrations(FIRST.key)
    assert desk.clients["Aigul"].post(f"{page}/{move.batch}/back").status_code == 303


@when("Aigul disables the permit")
def disables(desk: SimpleNamespace) -> None:
    answer = desk.clients["Aigul"].post(
        f"/procedures/{FIRST.key}/disable", data={"reason": "The law changes."}
    )
    assert answer.status_code == 303


@then("she is told that a second person has to")
def told(desk: SimpleNamespace) -> None:
    assert desk.answer.status_code == 422
    assert "A second person has to approve it" in desk.answer.text


@then("the permit does not come into force")
def not_in_force(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    answer = typed(desk)
    assert answer.status_code == 422
    assert "A second person has looked at it" in answer.text
    assert models.published(entrance.door.store, FIRST.key) is None
    assert entrance.door.engine.definitions() == []


@then("the permit is in force")
def in_force(entrance: SimpleNamespace) -> None:
    live = models.published(entrance.door.store, FIRST.key)
    assert live is not None
    assert entrance.door.engine.definition(FIRST.key).version == 1


@then("one case can move and one stays because of the check")
def impact(desk: SimpleNamespace) -> None:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.answer.text))
    assert "2 cases are under way: 1 can move, 1 stays." in words
    assert "Check" in words.partition("Why cases stay")[2]


@then("the two cases follow the first version")
def both_first(entrance: SimpleNamespace) -> None:
    assert [case.version for case in entrance.door.engine.instances(FIRST.key)] == [1, 1]


@then("the list of moves says that one was taken back")
def one_back(desk: SimpleNamespace) -> None:
    page = desk.clients["Aigul"].get(f"/procedures/{FIRST.key}/move-cases").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "from version 1 to version 2" in words
    assert "1 taken back" in words
    assert "Take them back" not in words


@then("nothing has moved")
def nothing_moved(entrance: SimpleNamespace) -> None:
    [definition] = entrance.door.engine.definitions(latest=False)
    assert entrance.door.engine.count_instances(definition=definition, status="running") == 2


@then("the permit is not in force today")
def not_today(entrance: SimpleNamespace) -> None:
    turn(entrance.door)
    assert models.published(entrance.door.store, FIRST.key) is None


@then("it is in force on the first of next month")
def on_the_day(entrance: SimpleNamespace, desk: SimpleNamespace) -> None:
    entrance.clock.move_to(dt.datetime.combine(desk.day, dt.time(3), dt.UTC))
    turn(entrance.door)
    assert models.published(entrance.door.store, FIRST.key) is not None


@then("no case of the permit starts")
def starts_nothing(entrance: SimpleNamespace) -> None:
    with pytest.raises(Suspended):
        entrance.door.engine.start(FIRST.key, by="x")


@then("the two cases are still under way")
def still_under_way(entrance: SimpleNamespace) -> None:
    assert entrance.door.engine.count_instances(definition=FIRST.key, status="running") == 2
