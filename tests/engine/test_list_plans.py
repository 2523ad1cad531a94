"""How the databases read a list of work: by the index of its order, no further than the page, and nothing is sorted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import insert, select

from engine import Engine, WorkQuery
from engine.store.tables import work_item
from engine.work_query import Order
from processes import read_model

INDEX = {"time left": "waiting", "oldest": "queue", "priority": "ranked"}
NAMES = ("a", "b", "c")
ROWS = 3000
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="t"><process id="p{name}" isExecutable="true"><startEvent id="s"/>
  <userTask id="check" name="Check" camunda:candidateGroups="{name}"/><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="e"/>
</process></definitions>"""


def filled(url: str) -> Engine:
    """An office of three groups in which thousands of items wait, each with a priority and a due date of its own."""
    engine = Engine(url)
    seeds = []
    for name in NAMES:
        text = MODEL.format(name=name)
        key = engine.deploy(read_model(text.encode()), by="ana").key
        seeds += [engine.work_items(engine.start(key, by="ana"))[0].id]
    with engine._shop.store.engine.begin() as connection:
        rows = connection.execute(select(work_item).where(work_item.c.id.in_(seeds))).mappings().all()
        connection.execute(
            insert(work_item),
            [
                dict(rows[number % len(rows)])
                | {
                    "id": f"more{number:06d}",
                    "priority": number * 37 % 101,
                    "due": None
                    if number % 5 == 0
                    else rows[0]["offered_at"] + dt.timedelta(hours=number * 13 % 997),
                    "offered_at": rows[0]["offered_at"] + dt.timedelta(minutes=number * 7 % 4999),
                }
                for number in range(ROWS)
            ],
        )
    with engine._shop.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE engine_work_item"))
    return engine


def plan_of(engine: Engine, query: WorkQuery, *, offset: int) -> str:
    """What the database says of how it reads the ids of a page."""
    seen: list[str] = []
    explain = "EXPLAIN QUERY PLAN" if engine._shop.store.engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine._shop.store.engine.connect() as connection:

        def listen(_c: Any, _cursor: Any, text: str, values: Any, *_more: object) -> None:
            if text.startswith("SELECT") and "LIMIT" in text and "engine_work_item.id" in text:
                rows = connection.exec_driver_sql(f"{explain} {text}", values).fetchall()
                seen.append("\n".join(str(row[-1]) for row in rows))

        sa.event.listen(engine._shop.store.engine, "before_cursor_execute", listen)
        engine.find_work(query, limit=25, offset=offset)
        sa.event.remove(engine._shop.store.engine, "before_cursor_execute", listen)
    assert len(seen) == 1
    return seen[0]


@pytest.mark.parametrize("order", list(INDEX))
@pytest.mark.parametrize("groups", [("a",), NAMES])
def test_a_page_is_read_by_the_index_of_its_order(
    engine_url: str, order: Order, groups: tuple[str, ...]
) -> None:
    engine = filled(engine_url)
    plan = plan_of(engine, WorkQuery(offered_to=groups, order=order), offset=50)
    slices = plan.count(f"engine_work_item_{INDEX[order]}")
    assert slices == len(groups), plan
    # One slice is not sorted at all; of several only what the page may show, when they are merged.
    sorts = [line for line in plan.splitlines() if "Sort" in line.split("Key")[0] or "TEMP B-TREE" in line]
    assert len(sorts) <= (0 if len(groups) == 1 else 1), plan
    engine.dispose()


@pytest.mark.parametrize("order", list(INDEX))
def test_the_pages_follow_each_other_without_a_gap(engine_url: str, order: Order) -> None:
    engine = filled(engine_url)
    query = WorkQuery(offered_to=NAMES, order=order)
    whole = [item.id for item in engine.find_work(query, limit=500)]
    pages = [
        item.id for start in range(0, 500, 25) for item in engine.find_work(query, limit=25, offset=start)
    ]
    assert pages == whole
    found = engine.find_work(query, limit=500)
    if order == "priority":
        assert [item.priority for item in found] == sorted((i.priority for i in found), reverse=True)
        assert found[0].priority == 100
    engine.dispose()
