"""Sentences about being told of what happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api import notices as telling
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, notices
from modeler_api.store import tables as t
from modeler_api.wiring import open_door
from processes import read_model


@pytest.fixture
def told_hall(tmp_path: Path) -> Iterator[SimpleNamespace]:
    door = open_door(Settings(data=tmp_path / "var"))
    migrate(door)
    yield SimpleNamespace(door=door, people={}, item=None, case=None)
    door.engine.dispose()
    door.store.close()


def _look(told_hall: SimpleNamespace) -> None:
    """Let the clock look twice, as one does that was killed before it noted how far it had read."""
    for _turn in range(2):
        with told_hall.door.store.begin() as connection:
            beat = t.heartbeat.update().where(t.heartbeat.c.name == telling.READ)
            connection.execute(beat.values(at=t.now() - dt.timedelta(minutes=1)))
        telling.tell(told_hall.door)


def _told(told_hall: SimpleNamespace, name: str) -> list[notices.Notice]:
    _look(told_hall)
    return notices.of_account(told_hall.door.store, told_hall.people[name], limit=10)


@given(parsers.parse("a town hall where {one} and {two} check applications"))
def town_hall(told_hall: SimpleNamespace, one: str, two: str) -> None:
    for name in (one, two):
        told_hall.people[name] = accounts.add(
            told_hall.door.store,
            name=name.lower(),
            full_name=name,
            password_hash="-",
            role="officer",
            groups=["clerks"],
        ).id
    told_hall.door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="x")
    told_hall.case = told_hall.door.engine.start("sketch", by="x")
    [told_hall.item] = told_hall.door.engine.work_items(told_hall.case)
    told_hall.door.engine.claim(told_hall.item, by=one.lower(), groups=["clerks"])


@given(parsers.parse("{one} has passed her application on to {other}"))
@when(parsers.parse("{one} passes her application on to {other}"))
def passed_on(told_hall: SimpleNamespace, one: str, other: str) -> None:
    told_hall.door.engine.reassign(
        told_hall.item, to=other.lower(), by=one.lower(), reason="You know the street.", groups=["clerks"]
    )


@given(parsers.parse("{name} watches the application of {owner}"))
def watches_application(told_hall: SimpleNamespace, name: str, owner: str) -> None:
    assert told_hall.door.engine.work_item(told_hall.item).holder == owner.lower()
    told_hall.door.engine.watch(told_hall.case, by=name.lower())


@when(parsers.parse("{name} completes her application"))
def completes_hers(told_hall: SimpleNamespace, name: str) -> None:
    told_hall.door.engine.complete(told_hall.item, by=name.lower())


@when(parsers.parse("{name} marks the news as read"))
def marks_read(told_hall: SimpleNamespace, name: str) -> None:
    assert _told(told_hall, name)
    notices.see(told_hall.door.store, told_hall.people[name])


@then(parsers.parse('{name} is told once: "{words}"'))
def is_told_once(told_hall: SimpleNamespace, name: str, words: str) -> None:
    told = [str(telling.KINDS[notice.kind]) for notice in _told(told_hall, name)]
    assert set(told) == {words}
    sources = [notice.source for notice in _told(told_hall, name)]
    assert len(sources) == len(set(sources)) == len(told)


@then(parsers.parse("{name} is told nothing"))
def is_told_nothing(told_hall: SimpleNamespace, name: str) -> None:
    assert _told(told_hall, name) == []


@then(parsers.parse("{name} has nothing unread, however often the clock looks"))
def nothing_unread(told_hall: SimpleNamespace, name: str) -> None:
    _look(told_hall)
    assert notices.count(told_hall.door.store, told_hall.people[name], unseen=True) == 0
