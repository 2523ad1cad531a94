from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from SpiffWorkflow.util.task import TaskState

from engine import Engine
from engine.errors import OtherSchema
from engine.store import migrate
from engine.store.connect import connect
from engine.store.schema import newest, revision
from engine.store.tables import metadata
from tests.engine.drawing import drawn
from tests.engine.play import finish


def test_an_empty_database_is_set_up_at_first_use(engine_url: str) -> None:
    engine = Engine(engine_url)
    assert engine.definitions() == []
    engine.dispose()


def test_migrations_lead_to_the_tables_and_back(engine_url: str) -> None:
    migrate(engine_url)
    database = connect(engine_url)
    inspector = sa.inspect(database)
    # Asked of the database itself: the inspector passes over indexes of expressions.
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT indexname FROM pg_indexes",
    }
    with database.connect() as connection:
        indexes = set(connection.scalars(sa.text(catalogue[database.dialect.name])))
    for table in metadata.tables.values():
        there = {column["name"] for column in inspector.get_columns(table.name)}
        assert there == {column.name for column in table.columns}, table.name
        assert {index.name for index in table.indexes} <= indexes
    migrate(engine_url, to="base")
    assert not [name for name in sa.inspect(database).get_table_names() if name.startswith("engine_i")]
    migrate(engine_url)
    with database.connect() as connection:
        assert revision(connection) == newest()
    database.dispose()


@pytest.mark.parametrize(
    "back_to",
    ["0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0015"],
)
def test_what_is_stored_survives_going_back_and_forward(engine_url: str, back_to: str) -> None:
    engine = Engine(engine_url)
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    nodes = f'<serviceTask id="fee"/><boundaryEvent id="b" attachedToRef="a">{timer}</boundaryEvent>'
    nodes += '<startEvent id="s"/>'
    definition = engine.deploy(drawn(nodes, "s -> fee\nfee -> a\na -> c", users="a c"), by="ana")
    engine.service_task("fee")(lambda: None)
    case = engine.start(definition, by="ana", data={"x": 1}, idempotency_key="K")
    engine.claim(engine.work_items(case)[0], by="bek")
    engine.correlate("paid", key="X")
    engine.add_trigger("p", "p", on="cancelled", by="ana")
    engine.suspend_topic("other", by="ana")
    engine.set_retention("keys", 3, by="ana")
    engine.next_business_key("P")
    other = engine.deploy(drawn(nodes, "s -> fee\nfee -> a\na -> d\nd -> c", users="a c d"), by="ana")
    engine.migrate_instances(other, by="ana")
    records = engine.history(case)
    migrate(engine_url, to=back_to)
    migrate(engine_url)
    engine._shop.live.clear()
    again = engine.history(case)
    assert [(r.number, r.kind, r.by, r.data, r.digest) for r in again] == [
        (r.number, r.kind, r.by, r.data, r.digest) for r in records
    ]
    # Below 0005 there are no seals, so records written with them prove nothing any more.
    assert (engine.verify(case) is None) == (back_to >= "0005")
    [item] = engine.work_items(case)
    assert (item.holder, item.label) == ("bek", "a")
    engine.complete(item, by="bek")
    finish(engine, case, "d")
    finish(engine, case, "c")
    assert engine.instance(case).status == "completed"
    if back_to >= "0005":
        assert len(engine.triggers()) == len(engine.retention()) == 1
        assert list(engine.suspended("topic")) == ["other"]
    if back_to >= "0003":
        assert engine.start(definition, by="ana", idempotency_key="K").id == case.id
    engine.dispose()


def test_a_database_of_another_version_is_named_and_left_alone(engine_url: str) -> None:
    migrate(engine_url, to="0001")
    engine = Engine(engine_url)
    with pytest.raises(OtherSchema) as caught:
        engine.definitions()
    assert "0001" in str(caught.value)
    engine.migrate()
    assert engine.definitions() == []
    engine.dispose()


def test_two_engines_share_one_database(engine_url: str) -> None:
    one, two = Engine(engine_url), Engine(engine_url)
    one.deploy(drawn('<startEvent id="s"/>', "s -> a\na -> b", users="a b"), by="ana")
    case = two.start("p", by="ana")
    finish(one, case, "a")
    finish(two, case, "b")
    assert one.instance(case).status == "completed"
    one.dispose()
    two.dispose()


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_state_is_carried_forward(engine: Engine, version: int) -> None:
    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    # As it was written before states were packed.
    token = [3, 1, "a", int(TaskState.STARTED), {"flow": "f1", "begun": True}]
    written = [version, 4, [token]] if version == 1 else [version, 4, [token], {}]
    instance, item = metadata.tables["engine_instance"], metadata.tables["engine_work_item"]
    with engine._shop.store.engine.begin() as connection:
        connection.execute(sa.update(instance).values(state=json.dumps(written).encode()))
        connection.execute(sa.update(item).values(task=3))
    engine._shop.live.clear()
    finish(engine, case, "a")
    assert engine.instance(case).status == "completed"


def test_what_python_alone_knows_is_refused_by_its_name(engine: Engine) -> None:
    from engine import InvalidData

    definition = engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana")
    with pytest.raises(InvalidData) as caught:
        engine.start(definition, by="ana", data={"thing": object(), "fine": 1})
    assert list(caught.value.errors) == ["thing"]
    assert engine.count_instances() == 0
