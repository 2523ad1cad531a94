"""Sentences about numbers that are watched and the people who are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api import alerting
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, alerts, notices
from modeler_api.store import tables as t
from modeler_api.wiring import open_door
from processes import read_model


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[SimpleNamespace]:
    door = open_door(Settings(data=tmp_path / "var"))
    migrate(door)
    yield SimpleNamespace(door=door, people={})
    door.engine.dispose()
    door.store.close()


def _look(watching: SimpleNamespace) -> None:
    """Let the clock look twice, as one does that was killed before it noted that it had looked."""
    for _turn in range(2):
        with watching.door.store.begin() as connection:
            beat = t.heartbeat.update().where(t.heartbeat.c.name == alerting.LOOKED)
            connection.execute(beat.values(at=t.now() - dt.timedelta(hours=1)))
        alerting.watch(watching.door)


def _person(watching: SimpleNamespace, name: str, role: str) -> str:
    made = accounts.add(
        watching.door.store,
        name=name.lower(),
        full_name=name,
        password_hash="-",
        role=role,
        agency=watching.agency,
    )
    watching.people[name] = made.id
    return made.id


def _end(watching: SimpleNamespace, count: int) -> None:
    for _case in range(count):
        case = watching.door.engine.start("sketch", by="x")
        [item] = watching.door.engine.work_items(case)
        watching.door.engine.claim(item, by="ann", groups=["clerks"])
        watching.door.engine.complete(item, by="ann", groups=["clerks"])


def _notices(watching: SimpleNamespace, name: str) -> list[str]:
    found = notices.of_account(watching.door.store, watching.people[name], limit=10)
    return [notice.kind for notice in found]


@given(
    parsers.parse(
        "an office whose reformer {name} watches that more than {count:d} cases end in {days:d} days"
    )
)
def watched_office(watching: SimpleNamespace, name: str, count: int, days: int) -> None:
    from modeler_api.store import units
    from modeler_api.store.belonging import give

    agency = units.add(watching.door.store, kind="agency", names={"en": "Registry"}, code="registry")
    watching.agency = agency.id
    watching.door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="x")
    give(watching.door.store, "sketch", agency.id)
    watching.alert = alerts.add(
        watching.door.store,
        procedure="sketch",
        by=name.lower(),
        measure="ended",
        above=True,
        threshold=float(count),
        days=days,
        told=[_person(watching, name, "reformer")],
        is_on=True,
    )


@given(parsers.parse("the officer {name} is to be told too"))
def told_too(watching: SimpleNamespace, name: str) -> None:
    told = [*watching.alert.told, _person(watching, name, "officer")]
    alerts.change(watching.door.store, watching.alert.id, told=told)


@when(parsers.parse("{count:d} cases have ended"))
def cases_have_ended(watching: SimpleNamespace, count: int) -> None:
    _end(watching, count)
    _look(watching)


@given(parsers.parse("{count:d} cases have ended and Dana was told"))
def already_told(watching: SimpleNamespace, count: int) -> None:
    cases_have_ended(watching, count)
    assert _notices(watching, "Dana") == ["alert"]


@when(parsers.parse("the threshold is raised to {count:d}, and {more:d} more cases end"))
def raised(watching: SimpleNamespace, count: int, more: int) -> None:
    alerts.change(watching.door.store, watching.alert.id, threshold=float(count))
    _look(watching)
    assert len(_notices(watching, "Dana")) == 1
    _end(watching, more)
    _look(watching)


@then(parsers.parse("{name} is told of the number once, however often the clock looks"))
def told_of_the_number_once(watching: SimpleNamespace, name: str) -> None:
    _look(watching)
    assert _notices(watching, name) == ["alert"]
    found = alerts.by_id(watching.door.store, watching.alert.id)
    assert found is not None
    assert (found.is_over, found.crossings) == (True, 1)


@then(parsers.parse("{name} is not told of the number"))
def not_told_of_the_number(watching: SimpleNamespace, name: str) -> None:
    assert _notices(watching, name) == []


@then(parsers.parse("{name} is told nothing of the number"))
def told_nothing_of_the_number(watching: SimpleNamespace, name: str) -> None:
    assert _notices(watching, name) == []
    assert _notices(watching, "Dana") == ["alert"]


@then(parsers.parse("{name} is told of the number a second time"))
def told_twice(watching: SimpleNamespace, name: str) -> None:
    assert _notices(watching, name) == ["alert", "alert"]
