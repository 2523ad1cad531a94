"""Revisions of the door's tables, down and up again with something in them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from modeler_api.shelf import glanced, read_ahead
from modeler_api.store import Store, glances, models, version_decisions
from modeler_api.store.unit_of_work import MIGRATIONS
from modeler_api.store.version_decisions import KeptDecision
from tests.modeler_api.studies import WORKABLE


@pytest.fixture
def store(engine_url: str) -> Iterator[Store]:
    opened = Store(engine_url)
    opened.migrate()
    yield opened
    opened.close()


def down(store: Store, revision: str) -> None:
    with store.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_what_stands_in_models_is_read_again(store: Store) -> None:
    version = models.save(store, key="permit", name="Permit", source=WORKABLE, author="ana")
    assert read_ahead(store) == 1
    assert read_ahead(store) == 0
    known = glances.places(store, [version.digest])
    assert ("element", "Check the plan", "check the plan") in [
        (place.kind, place.name, place.plain) for place in known[version.digest]
    ]
    facts = glances.facts(store, [version.digest])[version.digest]
    assert facts["steps"] == {"check": ["Check the plan", {}]}
    down(store, "0020")
    assert models.by_id(store, version.id) == version
    store.migrate()
    assert glances.facts(store, [version.digest]) == {}
    assert read_ahead(store) == 1
    assert glances.facts(store, [version.digest])[version.digest] == facts
    down(store, "0019")
    with store.begin() as connection:
        assert "door_model_glance" not in sa.inspect(connection).get_table_names()
    assert models.by_id(store, version.id) == version
    store.migrate()
    assert glances.of(store, [version.digest]) == {}
    assert glanced(store, [version])[version.digest].titles == {}
    assert glances.places(store, [version.digest]) == known


def test_without_decisions_beside_them_versions_stay(store: Store) -> None:
    decision = KeptDecision(name="fee.dmn", source=b"<definitions/>")
    version = models.save(
        store, key="permit", name="Permit", source=WORKABLE, author="ana", decisions=[decision]
    )
    assert version_decisions.of(store, version.id) == (decision,)
    down(store, "0018")
    assert models.by_id(store, version.id) == version
    store.migrate()
    assert models.by_id(store, version.id) == version
    assert version_decisions.of(store, version.id) == ()
