"""The town hall where Aigul decides about shops: its door, its people, the case of a scenario."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given

from modeler_api.app import create_app
from modeler_api.auth import passwords
from modeler_api.auth.session import SESSION
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, sessions
from modeler_api.wiring import Door, open_door
from tests.modeler_api.office import form, procedure

SECRET = "words-for-a-feature-1"
ANSWER = {
    "type": "radio",
    "key": "answer",
    "label": "Decision",
    "values": [{"value": "grant", "label": "Grant"}, {"value": "refuse", "label": "Refuse"}],
}
WHY = {"type": "textarea", "key": "why", "label": "Why"}
SHOP = (
    {"type": "money", "key": "rent", "label": "Rent"},
    {"type": "pin", "key": "pin", "label": "PIN"},
    {"type": "address", "key": "address", "label": "Address"},
    {"type": "number", "key": "area", "label": "Area"},
    {
        "type": "expression",
        "key": "fee",
        "label": "Fee",
        "expression": "=if area = null then 0 else area * 12",
    },
    {
        "type": "dynamiclist",
        "path": "partners",
        "label": "Partners",
        "defaultRepetitions": 0,
        "components": [{"type": "textfield", "key": "name", "label": "Name"}],
    },
    WHY,
)


class Hall:
    """The town hall: its door, its people, the case and the piece of work of a scenario."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(data=folder, port=0, default_locale="en")
        self.door: Door = open_door(settings)
        migrate(self.door)
        hashed = passwords.hashed(SECRET)
        people = (
            ("aigul", "officer", ["clerks"]),
            ("bek", "officer", ["clerks"]),
            ("other", "officer", ["others"]),
        )
        for name, role, groups in (*people, ("auditor", "auditor", [])):
            accounts.add(
                self.door.store,
                name=name,
                full_name=name.title(),
                password_hash=hashed,
                role=role,
                groups=groups,
            )
        self.app = create_app(settings, door=self.door)
        self.app.config.update(WTF_CSRF_ENABLED=False)
        self.page: Any = None
        self.typed: dict[str, str] = {}
        self.schema = form(*SHOP)
        self._item: Any = None

    def enter(self, name: str) -> FlaskClient:
        client, account = self.app.test_client(), accounts.by_name(self.door.store, name)
        assert account is not None
        token = sessions.begin(
            self.door.store, account=account.id, method="password", lasts=dt.timedelta(hours=1)
        )
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"], session[SESSION] = account.id, True, token
        return client

    @property
    def item(self) -> Any:
        """The piece of work, of a case that is opened when it is first asked for."""
        if self._item is None:
            self.door.engine.deploy(procedure(work=self.schema), by="x")
            case = self.door.engine.start("shop_permit", by="aigul")
            [self._item] = self.door.engine.work_items(case)
            self.enter("aigul").get(f"/work/{self._item.id}")
        return self._item

    @property
    def address(self) -> str:
        return f"/work/{self.item.id}"

    @property
    def data(self) -> dict[str, Any]:
        return self.door.engine.instance(self.item.instance).data

    def send(self, **more: str) -> None:
        self.page = self.enter("aigul").post(self.address, data={**self.typed, **more})

    def version(self) -> str:
        [found] = re.findall(
            r'name="draft" value="(\d+)"', self.enter("aigul").get(f"{self.address}/check").text
        )
        return str(found)

    def sign(self, password: str, version: str | None = None) -> None:
        sent = {"draft": version or self.version(), "f.signed.name": "Aigul", "f.signed.password": password}
        self.page = self.enter("aigul").post(f"{self.address}/check", data=sent)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Hall]:
    opened = Hall(tmp_path / "var")
    yield opened
    opened.door.engine.dispose()
    opened.door.store.close()


@given("a town hall where Aigul decides about shops")
def town_hall(town: Hall) -> None:
    assert town.door.engine.definitions() == []
