from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import NotALog, read_log
from processes.log.object_log import LogObject, ObjectEvent, ObjectLog, Relation, Value
from processes.log.reading import read_objects

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=6).filter(
    lambda t: t == t.strip()
)
scalars = st.one_of(
    st.integers(-9, 9), st.booleans(), st.floats(0.25, 9.75), st.sampled_from(["a", "ү", "<&>"])
)
FORMS = [".jsonocel", ".xmlocel", ".sqlite"]


@st.composite
def object_logs(draw: st.DrawFn) -> ObjectLog:
    ids = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    # One type of value an attribute: the forms declare it.
    value = draw(scalars)
    objects = {
        id_: LogObject(
            id=id_,
            type=draw(st.sampled_from(["permit", "Parcel", "order item"])),
            values=tuple(
                Value("limit", value, NOON + timedelta(days=day))
                for day in draw(st.sets(st.integers(0, 2), max_size=2))
            ),
            relations=tuple(
                Relation(other, "of") for other in draw(st.sets(st.sampled_from(ids), max_size=2))
            ),
        )
        for id_ in ids
    }
    events = tuple(
        ObjectEvent(
            id=f"e{n}",
            activity=draw(st.sampled_from(["Register", "Ачуу", "register"])),
            time=NOON + timedelta(hours=n),
            values={"amount": value} if draw(st.booleans()) else {},
            relations=tuple(
                Relation(o, draw(words)) for o in draw(st.sets(st.sampled_from(ids), max_size=3))
            ),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    return ObjectLog(events=events, objects=objects)


def told(log: ObjectLog) -> Any:
    return (
        [(e.id, e.activity, e.time, dict(e.values), sorted(map(str, e.relations))) for e in log.events],
        {
            o.id: (o.type, sorted(o.values, key=lambda v: v.time), sorted(map(str, o.relations)))
            for o in log.objects.values()
        },
    )


@pytest.mark.parametrize("ending", FORMS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=object_logs())
def test_an_object_log_written_and_read_is_the_same(tmp_path: Path, ending: str, log: ObjectLog) -> None:
    path = tmp_path / f"log{ending}"
    log.write(path)
    assert told(read_objects(path)) == told(log)


def example() -> ObjectLog:
    objects = {
        "P-1": LogObject(id="P-1", type="permit", values=(Value("fee", 50), Value("fee", 60, NOON))),
        "P-2": LogObject(id="P-2", type="permit"),
        "7": LogObject(id="7", type="parcel"),
        "Ann": LogObject(id="Ann", type="employee"),
    }
    both = (Relation("P-1"), Relation("P-2"), Relation("7"), Relation("Ann", "does"))
    return ObjectLog(
        events=(
            ObjectEvent(id="e1", activity="Register", time=NOON, relations=(Relation("P-1"),)),
            ObjectEvent(
                id="e2", activity="Inspect", time=NOON, values={"lifecycle": "started"}, relations=both
            ),
        ),
        objects=objects,
    )


def test_flattened_an_event_about_two_cases_is_in_both() -> None:
    log = example().flatten("permit", resource="employee")
    assert [(r["case"], r["activity"]) for r in log.events.to_pylist()] == [
        ("P-1", "Register"),
        ("P-1", "Inspect"),
        ("P-2", "Inspect"),
    ]
    inspect = log.events.to_pylist()[-1]
    assert inspect["resource"] == "Ann"
    assert inspect["parcel"] == "7"
    assert inspect["lifecycle"] == "started"
    assert log.cases.to_pylist()[0]["fee"] == 60, "the last value counts"


def test_the_case_is_named_when_several_types_could_be_meant() -> None:
    with pytest.raises(NotALog, match="permit, parcel, employee"):
        example().flatten()
    with pytest.raises(NotALog, match="no objects of the type 'house'"):
        example().flatten("house")


def test_an_event_without_a_time_cannot_be_said_in_ocel(tmp_path: Path) -> None:
    from processes import EventLog

    log = EventLog.from_records([{"case": "1", "activity": "A", "timestamp": None}])
    with pytest.raises(NotALog, match="has no time"):
        log.write(tmp_path / "log.jsonocel")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"ocel:global-log": {}, "ocel:events": {}}', "OCEL 1.0"),
        ('{"events": [], "objects": []}', "no events"),
        ('{"events": [{"id": "e"}], "objects": []}', "lacks"),
        ('{"events": [{"id": "e", "type": "A", "time": "yesterday"}], "objects": []}', "cannot be read"),
        (
            '{"events": [{"id": "e", "type": "A", "time": "2026-03-02T09:00:00"}], "objects": []}',
            "without a zone",
        ),
        ('{"events": 1, "objects": []}', "lists"),
        ('{"events": [', "no JSON"),
        ("<log><objects><object type='x'/></objects></log>", "no id"),
        ("<log><events><event id='e' type='A'/></events></log>", "no time"),
        ("<!DOCTYPE log><log><objects/></log>", "document type"),
        ('{"events": ' + "[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotALog, match=reason):
        read_log(text.encode())


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE people (name TEXT)")
    base.close()
    with pytest.raises(NotALog, match="lacks the tables"):
        read_log(path)


def test_a_view_in_the_place_of_a_table_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    example().write(path)
    with sqlite3.connect(path) as base:
        base.execute("DROP TABLE event_object")
        base.execute(
            "CREATE VIEW event_object AS SELECT 1 AS ocel_event_id, 2 AS ocel_object_id, 3 AS ocel_qualifier"
        )
    base.close()
    with pytest.raises(NotALog, match="event_object"):
        read_log(path)


def test_json_declares_the_types_of_its_attributes(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonocel"
    example().write(path)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["objectTypes"][0] == {"name": "permit", "attributes": [{"name": "fee", "type": "integer"}]}
