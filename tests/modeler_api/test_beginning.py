"""The first start makes everything, and the second changes nothing."""

from __future__ import annotations

import pytest

from modeler_api import beginning
from modeler_api.auth import passwords
from modeler_api.auth.policy import ROLES
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.settings import Settings
from modeler_api.store import accounts, logs, models
from modeler_api.wiring import Door, open_door
from processes import library


def test_the_library_is_saved_published_and_runnable(door: Door) -> None:
    loaded = list(beginning.load_library(door))
    assert len(loaded) == len(library)
    for name, procedure in library.items():
        version = models.published(door.store, name)
        assert version is not None
        assert version.source == procedure.as_is.source
        definition = door.engine.definition(str(version.definition_key))
        assert definition.digest == procedure.as_is.digest
        if procedure.to_be is not None:
            [to_be] = models.versions(door.store, f"{name}-to-be")
            assert (to_be.status, to_be.based_on) == ("draft", version.id)


def test_loading_again_changes_nothing_and_keeps_an_analysts_version(door: Door) -> None:
    list(beginning.load_library(door))
    name, procedure = next(iter(library.items()))
    mine = models.save(
        door.store, key=name, name="Mine", source=procedure.as_is.source + b"\n", author="analyst"
    )
    models.publish(door.store, mine.id, definition_key=procedure.as_is.key)
    assert list(beginning.load_library(door)) == []
    live = models.published(door.store, name)
    assert live is not None
    assert live.id == mine.id


def test_one_demonstration_account_a_role_is_made_once(settings: Settings) -> None:
    door = open_door(settings)
    beginning.migrate(door)
    list(beginning.load_library(door))
    made = beginning.demo_accounts(door)
    # A service account is a program's, and nobody shows it around.
    assert [one.name for one in made] == [role for role in ROLES if role != "service"]
    officer, head = accounts.by_name(door.store, "officer"), accounts.by_name(door.store, "head")
    assert officer is not None
    assert head is not None
    assert passwords.matches(officer.password_hash, made[0].password)
    assert head.groups == {"head"}
    assert {"reception", "specialist", "registrar"} <= officer.groups
    assert not officer.groups & head.groups
    assert beginning.demo_accounts(door) == ()
    door.engine.dispose()
    door.store.close()


def test_no_demonstration_accounts_where_others_can_reach_the_server(settings: Settings) -> None:
    door = open_door(settings.model_copy(update={"host": "0.0.0.0"}))
    beginning.migrate(door)
    assert beginning.demo_accounts(door) == ()
    assert beginning.needs_first_account(door)
    door.engine.dispose()
    door.store.close()


@pytest.mark.slow
def test_a_first_history_is_simulated_once(door: Door) -> None:
    list(beginning.load_library(door))
    few = len(beginning.FIRST_HISTORIES)
    assert beginning.first_histories(door) == few < len(library)
    assert beginning.first_histories(door) == few, "asking again asks for the same jobs"
    run_waiting_jobs(door)
    assert beginning.first_histories(door) == 0
    [log] = logs.of_procedure(door.store, "aiyl_okmotu_certificate")
    assert (log.cases, log.origin) == (2000, "simulated")
