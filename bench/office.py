"""An office to measure on: units with their people, and cases as the engine itself has written one, many times over.

The engine runs one case to its second step; its rows are then copied with other people, dates, names and numbers, each
table with one COPY and its indexes built afterwards.  Histories are left out: no list reads them.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from engine.store.search import words_of
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, holdings, positions, units
from modeler_api.wiring import Door, open_door
from processes import read_model

SURNAMES = (
    "Асанов",
    "Бейшеев",
    "Жээнбеков",
    "Ким",
    "Молдобаев",
    "Осмонов",
    "Садыков",
    "Ташматов",
    "Үсөнов",
    "Чоров",
)
NAMES = ("Айбек", "Бакыт", "Гүлнара", "Данияр", "Жылдыз", "Кубаныч", "Нургүл", "Өмүрбек", "Салтанат", "Эркин")
FORM = {
    "type": "default",
    "id": "application",
    "components": [
        {
            "type": "textfield",
            "key": "applicant_name",
            "label": "Name of the applicant",
            "properties": {"searchable": "applicant"},
        },
        {
            "type": "textfield",
            "key": "applicant_pin",
            "label": "PIN of the applicant",
            "properties": {"searchable": "true"},
        },
        {"type": "textarea", "key": "findings", "label": "Findings"},
    ],
}
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="bench">
  <process id="permit" name="Permit" isExecutable="true">
    <extensionElements><zeebe:userTaskForm id="application">{json.dumps(FORM)}</zeebe:userTaskForm></extensionElements>
    <startEvent id="begin"/>
    <userTask id="register" name="Register"><extensionElements>
      <zeebe:assignmentDefinition candidateGroups="=[office]"/></extensionElements></userTask>
    <userTask id="check" name="Check the application"><extensionElements>
      <zeebe:assignmentDefinition candidateGroups="=[office]"/><zeebe:taskSchedule dueDate="=until"/>
      <zeebe:formDefinition formKey="camunda-forms:bpmn:application"/></extensionElements></userTask>
    <endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="register"/>
    <sequenceFlow id="f2" sourceRef="register" targetRef="check"/>
    <sequenceFlow id="f3" sourceRef="check" targetRef="end"/>
  </process>
</definitions>"""
_WORDS = ("search_word", "slice_word", "person_word")
#: Of the open items: held by somebody, past their time, due today.
HELD, LATE, TODAY = 0.2, 0.12, 0.12


@dataclass(frozen=True, kw_only=True)
class Office:
    """A filled office: its settings, a few of its people by account name, and what can be searched for."""

    settings: Settings
    officers: tuple[str, ...]
    sought: dict[str, tuple[str, str, str]]


def build(
    url: str, folder: Path, *, items: int, busy_units: int, people: int, unit_count: int, measured: int
) -> Office:
    """Fill the database at `url`: open `items` lie in `busy_units` of the units, the first with most.

    `measured` officers are drawn, those of busy units more often; for each, one case of their unit to search for.
    """
    chance = random.Random(7)
    door = open_door(Settings(data=folder, database_url=url, demo=False))
    migrate(door)
    groups = _people(door, url, people=people, unit_count=unit_count)
    now = dt.datetime.now(dt.UTC)
    seeds = _seeds(door, groups, now)
    weights = [1 / (5 + number) ** 0.7 for number in range(busy_units)]
    places = chance.choices(range(busy_units), weights=weights, k=items)
    per_unit = people // unit_count
    sought: dict[int, tuple[str, str, str]] = {}

    def cases() -> Iterator[tuple[str, int, dict[str, Any]]]:
        draw = random.Random(11)
        for number, place in enumerate(places):
            name = f"{draw.choice(SURNAMES)} {draw.choice(NAMES)}"
            pin = f"039021999{number:08d}"
            sought[place] = (f"PERMIT-2026-{number:07d}", name, pin)
            yield f"bench{number:035d}", place, {"applicant_name": name, "applicant_pin": pin}

    def opened(number: int) -> dt.datetime:
        return now - dt.timedelta(minutes=240 + number * 7919 % 60_000)

    def person(place: int, draw: random.Random) -> str:
        return f"officer{place * per_unit + draw.randrange(per_unit):05d}"

    def instances() -> Iterator[dict[str, Any]]:
        for number, (id_, place, data) in enumerate(cases()):
            values = json.dumps({**seeds["variables"], **data, "office": groups[place]}, ensure_ascii=False)
            yield {
                "id": id_,
                "business_key": f"PERMIT-2026-{number:07d}",
                "variables": values,
                "started": opened(number),
                "status": "suspended" if number % 50 == 0 else "running",
            }

    def work() -> Iterator[dict[str, Any]]:
        draw = random.Random(13)
        for number, (id_, place, _data) in enumerate(cases()):
            common = {
                "instance": id_,
                "business_key": f"PERMIT-2026-{number:07d}",
                "candidates": json.dumps([groups[place]]),
                "audience": seeds["audiences"][place],
                "opened": opened(number),
                "standing": "suspended" if number % 50 == 0 else None,
            }
            done = opened(number) + dt.timedelta(hours=3)
            who, holder = hands(place, draw)
            yield (
                seeds["done"]
                | common
                | {
                    "id": f"done{number:036d}",
                    "holder": who,
                    "offered_at": done - dt.timedelta(hours=3),
                    "claimed_at": done - dt.timedelta(hours=1),
                    "completed_at": done,
                }
            )
            yield (
                seeds["open"]
                | common
                | {
                    "id": f"open{number:036d}",
                    "holder": holder,
                    "claimed_at": now if holder else None,
                    "offered_at": done,
                    "due": _due(draw, now),
                }
            )

    def hands(place: int, draw: random.Random) -> tuple[str, str | None]:
        done_by = person(place, draw)
        return done_by, person(place, draw) if draw.random() < HELD else None

    def words() -> Iterator[dict[str, Any]]:
        for id_, _place, data in cases():
            for word in words_of(data["applicant_name"]):
                yield {"instance": id_, "field": "@applicant_name", "word": word}
            yield {"instance": id_, "field": "applicant_pin", "word": data["applicant_pin"]}

    def heard() -> Iterator[dict[str, Any]]:
        for id_, place, data in cases():
            audience = {"instance": id_, "audience": seeds["audiences"][place]}
            for word in words_of(data["applicant_name"]):
                yield audience | {"field": "@applicant_name", "word": word}
            yield audience | {"field": "applicant_pin", "word": data["applicant_pin"]}

    def handed() -> Iterator[dict[str, Any]]:
        draw = random.Random(13)
        for id_, place, data in cases():
            told = [("@applicant_name", word) for word in words_of(data["applicant_name"])]
            for who in dict.fromkeys(hands(place, draw)):
                for field, word in [*told, ("applicant_pin", data["applicant_pin"])] if who else ():
                    yield {"instance": id_, "person": who, "field": field, "word": word}
            _due(draw, now)  # so that both draw alike

    with psycopg.connect(_plain(url), autocommit=True) as connection:
        filled = tuple(f"engine_{name}" for name in ("instance", "work_item", *_WORDS))
        with WithoutIndexes(connection, filled):
            _copy(connection, "engine_instance", seeds["instance"], instances())
            _copy(connection, "engine_work_item", {}, work())
            _copy(connection, "engine_search_word", {}, words())
            _copy(connection, "engine_slice_word", {}, heard())
            _copy(connection, "engine_person_word", {}, handed())
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    door.engine.dispose()
    door.store.close()
    chosen = chance.choices(list(sought), weights=[weights[p] for p in sought], k=measured)
    officers = [f"officer{place * per_unit + chance.randrange(per_unit):05d}" for place in chosen]
    return Office(
        settings=door.settings,
        officers=tuple(officers),
        sought={who: sought[place] for who, place in zip(officers, chosen, strict=True)},
    )


def _people(door: Door, url: str, *, people: int, unit_count: int) -> list[str]:
    """Make an agency with units of one post each and people on it; return the units' groups."""
    agency = units.add(door.store, kind="agency", names={"en": "The state"})
    groups = [f"unit-{number:04d}" for number in range(unit_count)]
    unit = units.add(door.store, kind="unit", names={"en": "Unit"}, parent=agency.id)
    post = positions.add(door.store, unit=unit.id, names={"en": "Officer"}, groups=["unit"])
    one = accounts.add(
        door.store,
        name="officer",
        full_name="One Officer",
        password_hash="-",
        role="officer",
        agency=agency.id,
    )
    holdings.appoint(door.store, account=one.id, position=post.id, by="bench")
    per_unit = people // unit_count
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        seed = {
            table: _row(connection, table, where, {})
            for table, where in (
                ("door_unit", f"id = '{unit.id}'"),
                ("door_position", f"id = '{post.id}'"),
                ("door_candidate_group", "name = 'unit'"),
                ("door_position_group", f"position = '{post.id}'"),
                ("door_account", f"id = '{one.id}'"),
                ("door_holding", f"account = '{one.id}'"),
            )
        }
        numbers = range(unit_count)
        persons = range(per_unit * unit_count)
        _copy(
            connection,
            "door_unit",
            seed["door_unit"],
            ({"id": f"u{n:031d}", "code": f"u{n}", "name_en": f"Unit {n}"} for n in numbers),
        )
        _copy(
            connection,
            "door_position",
            seed["door_position"],
            ({"id": f"p{n:031d}", "code": f"p{n}", "unit": f"u{n:031d}"} for n in numbers),
        )
        _copy(connection, "door_candidate_group", seed["door_candidate_group"], ({"name": g} for g in groups))
        _copy(
            connection,
            "door_position_group",
            seed["door_position_group"],
            ({"position": f"p{n:031d}", "group": group} for n, group in enumerate(groups)),
        )
        _copy(
            connection,
            "door_account",
            seed["door_account"],
            (
                {"id": f"a{n:031d}", "name": f"officer{n:05d}", "full_name": f"{NAMES[n % 10]} {n}"}
                for n in persons
            ),
        )
        _copy(
            connection,
            "door_holding",
            seed["door_holding"],
            (
                {"id": f"h{n:031d}", "account": f"a{n:031d}", "position": f"p{n // per_unit:031d}"}
                for n in persons
            ),
        )
    return groups


def _seeds(door: Door, groups: Sequence[str], now: dt.datetime) -> dict[str, Any]:
    """Run one case to its second step; return its rows, and the audience of each group."""
    from engine.store import audiences

    engine = door.engine
    key = engine.deploy(read_model(MODEL.encode()), by="bench").key
    data = {"office": groups[0], "until": now.isoformat(), "applicant_name": "-", "applicant_pin": "0"}
    case = engine.start(key, data=data, business_key="SEED", by="bench")
    [first] = engine.work_items(case)
    engine.complete(first, by="officer00000")
    [second] = engine.work_items(case)
    known: set[str] = set()
    ids = engine._shop.write(lambda unit: [audiences.of(unit, [group], known=known) for group in groups])
    with psycopg.connect(_plain(door.settings.store_url), autocommit=True) as connection:
        seeds = {
            "instance": _row(connection, "engine_instance", "id = %(id)s", {"id": case.id}),
            "done": _row(connection, "engine_work_item", "id = %(id)s", {"id": first.id}),
            "open": _row(connection, "engine_work_item", "id = %(id)s", {"id": second.id}),
        }
    variables = json.loads(seeds["instance"]["variables"])
    engine.cancel(case, by="bench")
    return {**seeds, "variables": variables, "audiences": ids}


def _due(draw: random.Random, now: dt.datetime) -> dt.datetime:
    chance = draw.random()
    if chance < LATE:
        return now - dt.timedelta(minutes=draw.randrange(60, 7000))
    if chance < LATE + TODAY:
        return now + dt.timedelta(minutes=draw.randrange(30, 600))
    return now + dt.timedelta(minutes=draw.randrange(3000, 40_000))


def _row(connection: Any, table: str, where: str, values: dict[str, Any]) -> dict[str, Any]:
    # The tables and conditions are those written above.
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where} LIMIT 1", values)  # noqa: S608  # no one else's words
    return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def _copy(connection: Any, table: str, seed: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows that are the seed with some columns changed."""
    names: list[str] | None = None
    copying = None
    with connection.cursor() as cursor:
        for row in rows:
            whole = seed | row
            if copying is None:
                names = list(whole)
                columns = ", ".join(f'"{name}"' for name in names)
                manager = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
                copying = manager.__enter__()
            copying.write_row([whole[name] for name in names or ()])
        if copying is not None:
            manager.__exit__(None, None, None)


class WithoutIndexes:
    """Drops the indexes of tables, and builds them again at the end."""

    def __init__(self, connection: Any, tables: Sequence[str]) -> None:
        self._connection, self._tables, self._made = connection, tables, []

    def __enter__(self) -> None:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT LIKE '%%pkey'"
        for name, made in self._connection.execute(query, [list(self._tables)]).fetchall():
            self._made.append(made)
            self._connection.execute(f"DROP INDEX {name}")

    def __exit__(self, *_: object) -> None:
        self._connection.execute("SET maintenance_work_mem = '256MB'")
        for made in self._made:
            self._connection.execute(made)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
