"""A door on an empty store of its own, and people who can sign in through it."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from modeler_api.app import create_app
from modeler_api.auth import passwords
from modeler_api.auth.policy import ROLES
from modeler_api.auth.session import SESSION
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, sessions
from modeler_api.translation import compiled
from modeler_api.wiring import Door, open_door

PASSWORD = "plain-words-for-a-test-1"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One hash for everybody: making one is meant to be slow."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data folder is the test's own."""
    return Settings(data=tmp_path / "var", port=0, login_attempts="5 per minute", default_locale="en")


def furnish(opened: Door, password_hash: str) -> None:
    """Fill an empty store: its tables, and one account for each role."""
    migrate(opened)
    groups = {"officer": ["clerks", "registrar", "front_desk"], "head": ["head"]}
    for role in ROLES:
        accounts.add(
            opened.store,
            name=role,
            full_name=f"The {role}",
            password_hash=password_hash,
            role=role,
            groups=groups.get(role, ()),
        )


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, password_hash: str) -> Path:
    """A data folder with its tables, catalogues and one account for each role; each test gets a copy."""
    settings = Settings(data=tmp_path_factory.mktemp("furnished") / "var", port=0)
    settings.data.mkdir()
    compiled(settings)
    opened = open_door(settings)
    furnish(opened, password_hash)
    opened.engine.dispose()
    opened.store.close()
    return settings.data


@pytest.fixture
def door(settings: Settings, furnished: Path, password_hash: str) -> Iterator[Door]:
    """An open door with one account for each role; officer and head belong to units."""
    shutil.copytree(furnished, settings.data, dirs_exist_ok=True)
    opened = open_door(settings)
    if settings.database_url:
        furnish(opened, password_hash)
    yield opened
    opened.engine.dispose()
    opened.store.close()


@pytest.fixture(scope="session")
def translated(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as they were compiled by the first test that showed them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, door: Door, translated: FileSystemBytecodeCache) -> Flask:
    """The application, without the check of form tokens: one test turns it on."""
    made = create_app(settings, door=door)
    made.jinja_env.bytecode_cache = translated
    made.config.update(WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, door: Door) -> SignIn:
    """Makes a client whose session belongs to the account of a role."""

    def signed_in(role: str) -> FlaskClient:
        made = app.test_client()
        account = accounts.by_name(door.store, role)
        assert account is not None
        token = sessions.begin(door.store, account=account.id, method="password", lasts=dt.timedelta(hours=1))
        with made.session_transaction() as session:
            session["_user_id"] = account.id
            session["_fresh"] = True
            session[SESSION] = token
        return made

    return signed_in


@pytest.fixture
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no minute begin while a test counts how often something is tried."""
    now = int(time.time())
    monkeypatch.setattr("modeler_api.store.throttle._window", lambda seconds: now // seconds)
