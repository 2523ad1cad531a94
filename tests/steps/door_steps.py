"""Sentences about the door itself: signing in, sessions, and what a head sees of the unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, then, when

from engine import Engine
from engine.testing import Clock
from modeler_api.app import create_app
from modeler_api.auth import oidc, passwords
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, audit, holdings, positions, units
from modeler_api.wiring import Door, open_door
from processes import read_model

SECRET = "a-password-of-the-steps-1"
PROVIDER = oidc.Provider(
    name="esi", title="ESI", issuer="https://esi.example", client_id="x", client_secret=""
)
DATED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="dated" isExecutable="true">
  <startEvent id="s"/><userTask id="check" name="Check"><extensionElements>
  <zeebe:assignmentDefinition candidateGroups="surveyors"/><zeebe:taskSchedule dueDate="UNTIL"/>
  </extensionElements></userTask><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="check"/>
  <sequenceFlow id="b" sourceRef="check" targetRef="e"/></process></definitions>"""


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[SimpleNamespace]:
    settings = Settings(data=tmp_path / "var", default_locale="en")
    door = open_door(settings)
    migrate(door)
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        yield SimpleNamespace(door=door, settings=settings, clock=clock, client=None, page="", unit=None)
    door.engine.dispose()
    door.store.close()


def visitor(entrance: SimpleNamespace) -> FlaskClient:
    app = create_app(entrance.settings, door=Door(entrance.settings, entrance.door.store))
    app.config["WTF_CSRF_ENABLED"] = False
    made: FlaskClient = app.test_client()
    return made


def signs_in(client: FlaskClient, name: str, *, target: str = "") -> int:
    return client.post("/sign-in", data={"name": name, "password": SECRET, "next": target}).status_code


@given(parsers.parse('a door with the account of {name}, whose address is "{email}"'))
def account(entrance: SimpleNamespace, name: str, email: str) -> None:
    accounts.add(
        entrance.door.store,
        name=name.lower(),
        full_name=name,
        password_hash=passwords.hashed(SECRET),
        role="administrator",
        email=email,
    )
    entrance.client = visitor(entrance)


@when(parsers.parse("somebody guesses the password of {name} {times:d} times"))
def guesses(entrance: SimpleNamespace, name: str, times: int) -> None:
    for number in range(times):
        data = {"name": name, "password": f"guess-{number}"}
        assert entrance.client.post("/sign-in", data=data).status_code == 422


@then(parsers.parse("the right password of {name} has to wait"))
def has_to_wait(entrance: SimpleNamespace, name: str) -> None:
    assert signs_in(visitor(entrance), name) == 429


@given(parsers.parse("{name} has signed in"))
def signed_in(entrance: SimpleNamespace, name: str) -> None:
    assert signs_in(entrance.client, name) == 302
    assert entrance.client.get("/").status_code == 200


@when(parsers.parse("{minutes:d} minutes pass without a request"))
def pass_by(entrance: SimpleNamespace, minutes: int) -> None:
    entrance.clock.shift(dt.timedelta(minutes=minutes))


@then(parsers.parse("{name} is asked to sign in again"))
def asked_again(entrance: SimpleNamespace, name: str) -> None:
    assert entrance.client.get("/").location.startswith("/sign-in")


@when(parsers.parse('{name} sends a form with "{words}"'))
def sends_form(entrance: SimpleNamespace, name: str, words: str) -> None:
    answer = entrance.client.post("/accounts/new", data={"full_name": words})
    entrance.page = answer.location.partition("next=")[2].replace("%2F", "/")


@when(parsers.parse("{name} signs in again"))
def signs_in_again(entrance: SimpleNamespace, name: str) -> None:
    assert signs_in(entrance.client, name, target=entrance.page) == 302


@then(parsers.parse('the form with "{words}" is offered again'))
def offered_again(entrance: SimpleNamespace, words: str) -> None:
    page = entrance.client.get(entrance.page).text
    assert f'name="full_name" value="{words}"' in page
    assert 'action="/accounts/new"' in page


@then(parsers.parse('a provider that has verified "{email}" opens the door to {name}'))
def opens(entrance: SimpleNamespace, email: str, name: str) -> None:
    claims = {"sub": "1", "email": email, "email_verified": True}
    assert oidc.known_as(entrance.door, PROVIDER, claims).full_name == name


@then(parsers.parse('a provider that has not verified "{email}" opens it to nobody'))
def opens_to_nobody(entrance: SimpleNamespace, email: str) -> None:
    with pytest.raises(oidc.Unknown):
        oidc.known_as(entrance.door, PROVIDER, {"sub": "2", "email": email, "email_verified": False})


@given(
    parsers.parse(
        "a unit of {count:d} clerks with a head, in which {late} is late with one case and {done} has done one in time"
    )
)
def unit_of(entrance: SimpleNamespace, count: int, late: str, done: str) -> None:
    store = entrance.door.store
    agency = units.add(store, kind="agency", names={"en": "City"}, is_central=True)
    entrance.unit = units.add(store, kind="unit", names={"en": "Land"}, parent=agency.id)
    clerk = positions.add(store, unit=entrance.unit.id, names={"en": "Clerk"}, groups=["surveyors"])
    chief = positions.add(store, unit=entrance.unit.id, names={"en": "Chief"}, is_head=True)
    names = [late, done, *(f"Clerk {number}" for number in range(count - 3)), "Chief"]
    for name in names:
        person = accounts.add(
            store,
            name=name.lower().replace(" ", "-"),
            full_name=name,
            password_hash=passwords.hashed(SECRET) if name == "Chief" else "-",
            role="head" if name == "Chief" else "officer",
            agency=agency.id,
        )
        post = chief if name == "Chief" else clerk
        holdings.appoint(store, account=person.id, position=post.id, by="x")
    clock = Clock(dt.datetime.now(dt.UTC) - dt.timedelta(days=10))
    engine = Engine(entrance.settings.store_url, clock=clock)
    until = (clock.now() + dt.timedelta(days=3)).isoformat()
    definition = engine.deploy(read_model(DATED.replace("UNTIL", until).encode()), by="x")
    for name in (late, done):
        [item] = engine.work_items(engine.start(definition, by="x"))
        engine.claim(item, by=name.lower())
        if name == done:
            engine.complete(item, by=name.lower())
    engine.dispose()


@given(parsers.parse("the law allows figures by person from {least:d} people on"))
def law_allows(entrance: SimpleNamespace, least: int) -> None:
    entrance.settings = entrance.settings.model_copy(
        update={"people_figures": True, "people_figures_minimum": least}
    )


@when("the head looks at the unit")
def head_looks(entrance: SimpleNamespace) -> None:
    client = visitor(entrance)
    assert signs_in(client, "chief") == 302
    entrance.page = client.get(f"/units/{entrance.unit.id}").text


@then(
    parsers.parse("the head sees {count:d} open case, {late:d} of them late, and {share:d} % within the term")
)
def head_sees(entrance: SimpleNamespace, count: int, late: int, share: int) -> None:
    row = re.search(r"<tr><th scope=\"row\">Land</th>(.*?)</tr>", entrance.page, re.DOTALL)
    assert row is not None
    words = re.sub(r"<[^>]+>", " ", row[1]).split()
    assert words[:2] == [str(count), str(late)]
    assert f"{share} %" in " ".join(words)


@then("no figure of a person is shown")
def no_person(entrance: SimpleNamespace) -> None:
    assert "By person" not in entrance.page
    assert "Figures by person are" in entrance.page


@then(parsers.parse("the head sees that {name} holds {count:d} case"))
def sees_person(entrance: SimpleNamespace, name: str, count: int) -> None:
    found = rf'<th scope="row">{name}</th>\s*<td class="numeric" data-label="Open">{count}</td>'
    assert re.search(found, entrance.page)


@then("it is noted that the head looked")
def noted(entrance: SimpleNamespace) -> None:
    written = [(entry.action, entry.who) for entry in audit.entries(entrance.door.store, limit=10)]
    assert ("people.read", "chief") in written
