from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine import Engine
from engine.errors import OtherSchema
from engine.spiff import freeze
from engine.store import migrate
from engine.store.connect import connect
from engine.store.schema import newest, revision
from engine.store.tables import metadata
from tests.engine.drawing import drawn
from tests.engine.play import finish, labels


def test_an_empty_database_is_set_up_at_first_use(engine_url: str) -> None:
    engine = Engine(engine_url)
    assert engine.definitions() == []
    engine.dispose()


def test_migrations_lead_to_the_tables_and_back(engine_url: str) -> None:
    migrate(engine_url)
    database = connect(engine_url)
    inspector = sa.inspect(database)
    for table in metadata.tables.values():
        there = {column["name"] for column in inspector.get_columns(table.name)}
        assert there == {column.name for column in table.columns}, table.name
        indexes = {index["name"] for index in inspector.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes
    migrate(engine_url, to="base")
    assert not [name for name in sa.inspect(database).get_table_names() if name.startswith("engine_i")]
    migrate(engine_url)
    with database.connect() as connection:
        assert revision(connection) == newest()
    database.dispose()


def test_what_is_stored_survives_going_back_one_migration_and_forward(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    migrate(engine_url, to="0002")
    migrate(engine_url)
    assert labels(engine, case) == ["a"]
    finish(engine, case, "a")
    assert engine.instance(case).status == "completed"
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


def test_an_older_state_is_carried_forward(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    monkeypatch.setattr(freeze, "FORMAT", 2)
    monkeypatch.setitem(freeze.MIGRATIONS, 1, lambda document: [2, *document[1:]])
    finish(engine, case, "a")
    assert engine.instance(case).status == "completed"


def test_what_python_alone_knows_is_refused_by_its_name(engine: Engine) -> None:
    from engine import InvalidData

    definition = engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana")
    with pytest.raises(InvalidData) as caught:
        engine.start(definition, by="ana", data={"thing": object(), "fine": 1})
    assert list(caught.value.errors) == ["thing"]
    assert engine.count_instances() == 0
