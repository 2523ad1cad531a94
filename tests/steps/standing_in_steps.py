"""Sentences about absences: who is away, who stands in, and where the work goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api import absences as standing_in
from modeler_api.absences import hand_over_begun, take_back
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import absences, accounts
from modeler_api.store import tables as t
from modeler_api.store.refusal import Refusal
from modeler_api.wiring import open_door
from processes import read_model


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[SimpleNamespace]:
    door = open_door(Settings(data=tmp_path / "var"))
    migrate(door)
    yield SimpleNamespace(door=door, people={}, absence=None, case=None)
    door.engine.dispose()
    door.store.close()


def reread(hall: SimpleNamespace, name: str) -> accounts.Account:
    found = accounts.by_name(hall.door.store, name)
    assert found is not None
    return found


def the_item(hall: SimpleNamespace) -> object:
    [item] = hall.door.engine.work_items(hall.case, status=None)
    return item


@given(parsers.parse("a city hall where {one}, {two} and {three} check applications"))
def city_hall(hall: SimpleNamespace, one: str, two: str, three: str) -> None:
    for name in (one, two, three):
        accounts.add(
            hall.door.store,
            name=name.lower(),
            full_name=name,
            password_hash="-",
            role="officer",
            groups=["clerks"],
        )
    model = hall.door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="x")
    hall.case = hall.door.engine.start(model, by="x")


@given(parsers.parse("{name} holds one application"))
def holds_one(hall: SimpleNamespace, name: str) -> None:
    hall.door.engine.claim(the_item(hall), by=name.lower(), groups=["clerks"])


@given(
    parsers.re(
        r"(?P<name>\w+) is away from today for (?P<days>\d+) days, and her held work goes to (?P<where>.+)"
    )
)
def is_away(hall: SimpleNamespace, name: str, days: str, where: str) -> None:
    today = t.today()
    hall.absence = absences.enter(
        hall.door.store,
        account=reread(hall, name).id,
        substitute=reread(hall, "erkin").id,
        starts=today,
        ends=today + dt.timedelta(days=int(days) - 1),
        held="unit" if where == "the unit" else "substitute",
        by=name.lower(),
        accepted=False,
    )


@given(parsers.parse("{name} has agreed to stand in"))
def agreed(hall: SimpleNamespace, name: str) -> None:
    absences.set_state(hall.door.store, hall.absence.id, "accepted")


@when("the day begins")
def day_begins(hall: SimpleNamespace) -> None:
    hand_over_begun(hall.door)
    assert hand_over_begun(hall.door) == 0, "a second turn of the clock gives nothing away"


@when(parsers.parse("{name} acts for {absent} and completes the application"))
def acts_and_completes(hall: SimpleNamespace, name: str, absent: str) -> None:
    absence = absences.by_id(hall.door.store, hall.absence.id)
    assert absence is not None
    who = standing_in.acting(hall.door, reread(hall, name), absence)
    assert who is not None
    item = hall.door.engine.claim(the_item(hall), by=who.name, groups=sorted(who.groups))
    hall.door.engine.complete(item, by=who.name, groups=sorted(who.groups))


@when(parsers.parse("{name} comes back early"))
def comes_back(hall: SimpleNamespace, name: str) -> None:
    absence = absences.by_id(hall.door.store, hall.absence.id)
    assert absence is not None
    take_back(hall.door, absence, by=name.lower())


@then(parsers.parse("{name} holds the application"))
def holds(hall: SimpleNamespace, name: str) -> None:
    assert the_item(hall).holder == name.lower()


@then(parsers.parse("{name} is given no new work"))
def given_none(hall: SimpleNamespace, name: str) -> None:
    from modeler_api.roster import Roster

    assert Roster(hall.door.store).members(["clerks"]) == ["bakyt", "erkin"]


@then(parsers.parse("the history says that {name} did it for {absent}"))
def history_says(hall: SimpleNamespace, name: str, absent: str) -> None:
    done = [r for r in hall.door.engine.history(hall.case) if r.kind == "completed" and r.type == "UserTask"]
    assert [(record.by, record.on_behalf_of) for record in done] == [(name.lower(), absent.lower())]


@then(parsers.parse("{name} cannot act for {absent}"))
def cannot_act(hall: SimpleNamespace, name: str, absent: str) -> None:
    assert absences.standing_in(hall.door.store, reread(hall, name).id) == ()


@then(parsers.parse("{name} cannot name {substitute} for these days"))
def cannot_name(hall: SimpleNamespace, name: str, substitute: str) -> None:
    today = t.today()
    for away, stands_in in ((name, substitute), (substitute, name)):
        with pytest.raises(Refusal, match="away at that time"):
            absences.enter(
                hall.door.store,
                account=reread(hall, away).id,
                substitute=reread(hall, stands_in).id,
                starts=today,
                ends=today,
                held="unit",
                by=away,
                accepted=True,
            )
