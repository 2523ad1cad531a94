"""Lists of cases: whoever looks finds what is or was theirs, whichever way the database goes, from its slice alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CaseQuery, CaseReader, Engine, Instance, WorkItem
from engine.store import case_lists
from engine.store.schema import migrate_connection
from engine.store.tables import instance, work_item
from processes import read_model

GROUPS = ("a", "b", "c")
PERSONS = ("ana", "bek", "dan")
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t"><process id="{key}" isExecutable="true"><startEvent id="s"/>
  <userTask id="first" name="First" camunda:candidateGroups="{first}"/>
  <userTask id="second" name="Second" camunda:candidateGroups="{second}">
    <extensionElements><gov:step assignment="fairQueue"/></extensionElements></userTask><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="first"/><sequenceFlow id="f2" sourceRef="first" targetRef="second"/>
  <sequenceFlow id="f3" sourceRef="second" targetRef="e"/></process></definitions>"""


#: Cases put on hold early and late, and one that went on again.
REST = {"resting": 0, "resting later": 1, "resumed": 0}


def deployed(engine: Engine) -> list[Any]:
    """Three procedures, each of two groups; the second step is given out in turn."""
    pairs = (("p", "a", "b"), ("q", "b", "c"), ("r", "c,a", "a"))
    models = (MODEL.format(key=key, first=first, second=second) for key, first, second in pairs)
    return [engine.deploy(read_model(text.encode()), by="x") for text in models]


def played(engine: Engine, procedures: list[Any], moves: list[tuple[int, str, str]]) -> None:
    """Open a case for each move, and let it go as far as the move says."""
    for which, person, far in moves:
        case = engine.start(procedures[which], business_key=f"N-{which}", by=person)
        for step in range(
            {"open": 0, "taken": 0, "turn": 1, "given": 1, "done": 2, "withdrawn": 1, **REST}[far]
        ):
            [item] = engine.work_items(case)
            person = PERSONS[(which + step) % 3]
            engine.reassign(item, to=person, by="x", reason="Their turn")
            engine.complete(item, by=person)
        if far in ("taken", "given"):
            [item] = engine.work_items(case)
            if far == "taken":
                engine.claim(item, by="dan", groups=GROUPS)
            else:
                engine.reassign(item, to="ana", by="dan", reason="Her turn")
        if far == "withdrawn":
            engine.cancel(case, by="x")
        if far in REST:
            engine.suspend(case, by="x")
        if far == "resumed":
            engine.resume(case, by="x")


def by_hand(known: list[tuple[Instance, list[WorkItem]]], query: CaseQuery) -> list[str]:
    """The same list, made by asking each case for its work."""

    def is_theirs(case: Instance, work: list[WorkItem], reader: CaseReader) -> bool:
        if case.started_by == reader.person:
            return True
        for item in work:
            queued = item.status == "open" and item.holder is None and item.assignment == "fairQueue"
            if item.holder == reader.person or set(reader.leads) & set(item.candidates):
                return True
            if set(reader.groups) & set(item.candidates) and not queued:
                return True
        return False

    return [
        case.id
        for case, work in known
        if (query.within is None or case.key in query.within)
        and query.definition in (None, case.key, case.definition)
        and query.status in (None, case.status)
        and query.number in (None, case.business_key)
        and (query.reader is None or is_theirs(case, work, query.reader))
    ]


def with_work(engine: Engine) -> list[tuple[Instance, list[WorkItem]]]:
    """Every case, the newest first, with all the work it has had."""
    return [(case, engine.work_items(case, status=None)) for case in engine.instances(limit=1000)]


#: By few that lead, by slices, by many slices together, by the newest one after another.
WAYS = ((500, 40, 50_000), (0, 40, 50_000), (0, 0, 50_000), (0, 0, 0))

moves = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(PERSONS),
        st.sampled_from(["open", "taken", "turn", "given", "done", "withdrawn", *REST]),
    ),
    min_size=1,
    max_size=8,
)
readers = st.builds(
    CaseReader,
    person=st.sampled_from((*PERSONS, "nobody")),
    groups=st.sets(st.sampled_from(GROUPS)).map(lambda names: tuple(sorted(names))),
    leads=st.sets(st.sampled_from(GROUPS)).map(lambda names: tuple(sorted(names))),
)
queries = st.builds(
    CaseQuery,
    reader=st.none() | readers,
    within=st.none()
    | st.sets(st.sampled_from(["p", "q", "r", "none"])).map(lambda keys: tuple(sorted(keys))),
    definition=st.sampled_from([None, "p", "q"]),
    status=st.sampled_from([None, "running", "completed", "cancelled", "suspended"]),
    number=st.sampled_from([None, "N-1"]),
)


@settings(deadline=None)
@given(moves=moves, asked=st.lists(queries, min_size=6, max_size=12))
def test_the_list_is_what_each_case_says_of_itself(
    moves: list[tuple[int, str, str]], asked: list[CaseQuery]
) -> None:
    engine = Engine("sqlite://")
    procedures = deployed(engine)
    played(engine, procedures, moves)
    known = with_work(engine)
    asked += [replace(asked[0], definition=procedures[0].id)]
    with pytest.MonkeyPatch.context() as patch:
        for way in WAYS:
            for name, value in zip(("_FEW", "_MOST_MERGED", "_MANY"), way, strict=True):
                patch.setattr(case_lists, name, value)
            for query in asked:
                wanted = by_hand(known, query)
                found = engine.find_cases(query, limit=1000)
                assert [case.id for case in found] == wanted, (way, query)
                pages = [engine.find_cases(query, limit=2, offset=start) for start in range(0, 10, 2)]
                assert [case.id for page in pages for case in page] == wanted[:10], (way, query)
                assert engine.count_cases(query).number == len(wanted), (way, query)
                assert engine.count_cases(query, up_to=1).is_more == (len(wanted) > 1), (way, query)
    engine.dispose()


def test_every_database_gives_the_same(engine_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(engine_url)
    procedures = deployed(engine)
    ways = ["open", "taken", "turn", "given", "done", "withdrawn", *REST]
    played(engine, procedures, [(n % 3, PERSONS[n % 2], ways[n % 9]) for n in range(27)])
    known = with_work(engine)
    for way in WAYS:
        for name, value in zip(("_FEW", "_MOST_MERGED", "_MANY"), way, strict=True):
            monkeypatch.setattr(case_lists, name, value)
        for person in (*PERSONS, "nobody"):
            for groups, leads in ((("a",), ()), (("a", "b"), ("c",)), ((), ("b",)), ((), ())):
                reader = CaseReader(person=person, groups=groups, leads=leads)
                for status in (None, "running", "cancelled", "suspended"):
                    for within in (None, ("p", "r")):
                        query = CaseQuery(reader=reader, status=status, within=within)  # type: ignore[arg-type]  # of these three
                        found = [case.id for case in engine.find_cases(query, limit=100)]
                        assert found == by_hand(known, query), (way, query)
                        assert engine.count_cases(query).number == len(found)
    engine.dispose()


def test_each_step_that_waits_is_named_once(engine: Engine) -> None:
    procedures = deployed(engine)
    played(engine, procedures, [(0, "ana", "open"), (1, "ana", "turn"), (2, "ana", "done")])
    cases = engine.instances(limit=10)
    steps = engine.waiting_steps(cases)
    assert sorted((one.element, one.label) for one in steps) == [("first", "First"), ("second", "Second")]
    assert {one.instance for one in steps} == {case.id for case in cases if case.status == "running"}
    assert engine.waiting_steps([]) == []


def test_a_page_and_its_count_read_only_the_slices(engine_url: str) -> None:
    engine = Engine(engine_url)
    [p, *_] = deployed(engine)
    case = engine.start(p, by="ana")
    with engine._shop.store.engine.begin() as connection:
        one = connection.execute(sa.select(instance).where(instance.c.id == case.id)).mappings().one()
        work = connection.execute(sa.select(work_item)).mappings().one()
        days = [one["started"] + dt.timedelta(minutes=number * 7 % 4999) for number in range(3000)]
        connection.execute(
            sa.insert(instance), [{**one, "id": f"i{n:06d}", "started": day} for n, day in enumerate(days)]
        )
        connection.execute(
            sa.insert(work_item),
            [
                {**work, "id": f"w{n:06d}", "instance": f"i{n:06d}", "opened": day}
                for n, day in enumerate(days)
            ],
        )
    with engine._shop.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    reader = CaseReader(person="bek", groups=("a",))
    for ask in (
        lambda: engine.find_cases(CaseQuery(reader=reader, within=("p",)), limit=25, offset=50),
        lambda: engine.count_cases(CaseQuery(reader=reader, within=("p",)), up_to=100),
    ):
        plan = _plan(engine, ask)
        assert "engine_work_item_seen" in plan, plan
        assert not [line for line in plan.splitlines() if "Seq Scan" in line or line.strip() == "SCAN"], plan
    everything = _plan(engine, lambda: engine.find_cases(CaseQuery(within=("p",)), limit=25))
    assert "engine_instance_by_key" in everything, everything
    engine.dispose()


def _plan(engine: Engine, ask: Any) -> str:
    """What the database says of how it finds the cases of a list."""
    seen: list[str] = []
    database = engine._shop.store.engine
    explain = "EXPLAIN QUERY PLAN" if database.dialect.name == "sqlite" else "EXPLAIN"
    with database.connect() as connection:

        def listen(_c: Any, _cursor: Any, text: str, values: Any, *_more: object) -> None:
            if text.startswith("SELECT") and "ORDER BY" in text and "LIMIT" in text:
                rows = connection.exec_driver_sql(f"{explain} {text}", values).fetchall()
                seen.append("\n".join(str(row[-1]) for row in rows))

        sa.event.listen(database, "before_cursor_execute", listen)
        ask()
        sa.event.remove(database, "before_cursor_execute", listen)
    assert len(seen) == 1, seen
    return seen[0]


def test_an_older_store_learns_when_the_cases_of_its_work_were_opened(engine_url: str) -> None:
    from engine.store import migrate

    engine = Engine(engine_url)
    played(engine, deployed(engine), [(0, "ana", "turn"), (1, "bek", "open")])
    query = CaseQuery(reader=CaseReader(person="nobody", groups=GROUPS))
    before = [case.id for case in engine.find_cases(query)]
    migrate(engine_url, to="0015")
    migrate(engine_url)
    assert [case.id for case in engine.find_cases(query)] == before != []
    with engine._shop.store.engine.connect() as connection:
        on = work_item.c.instance == instance.c.id
        pairs = connection.execute(sa.select(work_item.c.opened, instance.c.started).join(instance, on)).all()
    assert pairs
    assert all(opened == started for opened, started in pairs)
    engine.dispose()


def test_what_few_cases_are_is_read_by_an_index_of_its_own(engine_url: str) -> None:
    """A thousand cases beside three on hold: the plan never asks each row of a slice how its case stands."""
    engine = Engine(engine_url)
    procedures = deployed(engine)
    played(engine, procedures, [(0, "ana", "open"), (0, "ana", "resting"), (0, "ana", "resting later")])
    reader = CaseReader(person="dan", groups=("a", "b"))
    store = engine._shop.store.engine
    seeds = [row for row in _rows(store) if row["standing"] is None]
    with store.begin() as connection:
        more = [dict(seeds[0]) | {"id": f"more{n:05d}", "instance": f"case{n:05d}"} for n in range(2000)]
        connection.execute(sa.insert(work_item), more)
    with store.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE engine_work_item"))
    plans: list[str] = []
    explain = "EXPLAIN QUERY PLAN" if store.dialect.name == "sqlite" else "EXPLAIN"
    with store.connect() as beside:

        def listen(_c: Any, _cursor: Any, text: str, values: Any, *_more: object) -> None:
            if text.startswith("SELECT") and "LIMIT" in text and "started" in text:
                rows = beside.exec_driver_sql(f"{explain} {text}", values).fetchall()
                plans.append("\n".join(str(row[-1]) for row in rows))

        sa.event.listen(store, "before_cursor_execute", listen)
        found = engine.find_cases(CaseQuery(reader=reader, status="suspended"), limit=25)
        sa.event.remove(store, "before_cursor_execute", listen)
    assert len(found) == 2
    assert plans
    assert "engine_work_item_rare" in plans[0], plans[0]
    engine.dispose()


def test_work_offered_before_the_index_is_found_after_the_revision(engine_url: str) -> None:
    engine = Engine(engine_url)
    procedures = deployed(engine)
    played(engine, procedures, [(0, "ana", "resting"), (1, "ana", "withdrawn"), (2, "ana", "open")])
    before = [(row["id"], row["standing"]) for row in _rows(engine._shop.store.engine)]
    store = engine._shop.store
    with store.engine.begin() as connection:
        migrate_connection(connection, to="0016")
        assert "standing" not in {c["name"] for c in sa.inspect(connection).get_columns("engine_work_item")}
        migrate_connection(connection)
    assert [(row["id"], row["standing"]) for row in _rows(store.engine)] == before
    assert {standing for _id, standing in before} == {"suspended", "cancelled", None}
    engine.dispose()


def _rows(store: sa.Engine) -> list[Any]:
    with store.begin() as connection:
        return list(connection.execute(sa.select(work_item).order_by(work_item.c.id)).mappings())
