"""A small office with one procedure whose forms hold every kind of field; its server can be killed and started
again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from modeler_api.auth import passwords
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, units
from modeler_api.wiring import open_door
from tests.demo import PASSWORD
from tests.modeler_api.office import KEY, form, procedure
from tests.services.process import free_port, wait_until
from tests.services.web_server import is_up

ROOT = Path(__file__).resolve().parents[2]

APPLICATION = form(
    {"type": "text", "text": "## Сатуу түйүнүнө уруксат\n\nTyped answers are **kept** while you work."},
    {"type": "textfield", "key": "name", "label": "Name of the applicant", "validate": {"required": True}},
    {"type": "pin", "key": "pin", "label": "PIN of the applicant", "validate": {"required": True}},
    {"type": "address", "key": "home", "label": "Address of the applicant"},
    {
        "type": "group",
        "label": "The shop",
        "components": [
            {
                "type": "radio",
                "key": "kind",
                "label": "Kind",
                "values": [
                    {"value": "shop", "label": "Shop"},
                    {"value": "stall", "label": "Stall at the market"},
                ],
                "validate": {"required": True},
            },
            {
                "type": "textfield",
                "key": "market",
                "label": "Which market",
                "conditional": {"hide": '=kind != "stall"'},
                "validate": {"required": True},
            },
            {"type": "number", "key": "area", "label": "Area", "appearance": {"suffixAdorner": "m²"}},
            {"type": "text", "text": "For **{{if area = null then 0 else area}} m²** in {{market}}."},
            {
                "type": "select",
                "key": "stand",
                "label": "Stand of {{name}}",
                "valuesExpression": '=if area > 20 then ["A", "B"] else ["C"]',
            },
            {"type": "money", "key": "rent", "label": "Rent a month", "currencies": ["KGS", "USD"]},
            {
                "type": "expression",
                "key": "fee",
                "label": "Fee to pay",
                "expression": "=if area = null then 0 else area * 12",
            },
        ],
    },
    {
        "type": "dynamiclist",
        "path": "partners",
        "label": "Partners",
        "defaultRepetitions": 1,
        "components": [
            {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True}},
            {"type": "number", "key": "share", "label": "Share", "appearance": {"suffixAdorner": "%"}},
        ],
    },
    {
        "type": "filepicker",
        "key": "plan",
        "label": "Plan of the rooms",
        "accept": ".pdf,image/*",
        "multiple": True,
    },
    {
        "type": "taglist",
        "key": "goods",
        "label": "Goods",
        "values": [{"value": v, "label": v} for v in ("bread", "meat", "cloth")],
    },
)

DECISION = form(
    {
        "type": "radio",
        "key": "answer",
        "label": "Decision",
        "values": [{"value": "grant", "label": "Grant the permit"}, {"value": "refuse", "label": "Refuse"}],
        "validate": {"required": True},
    },
    {
        "type": "textarea",
        "key": "why",
        "label": "Reason of the refusal",
        "conditional": {"hide": '=answer != "refuse"'},
        "validate": {"required": True},
    },
    {
        "type": "lookup",
        "key": "owner",
        "label": "Owner of the building",
        "service": "KG/GOV/70000001/cadastre/owner",
        "about": "=pin",
        "purpose": "Art. 12 of the Land Code",
    },
    {"type": "signature", "key": "signed", "label": "Signature", "validate": {"required": True}},
    letter={
        "language": "ky",
        "title": {"ky": "Чечим", "ru": "Решение", "en": "Decision"},
        "to": "=name",
        "paragraphs": [{"ky": "Урматтуу {{name}}! Арызыңыз каралды."}],
        "fields": {
            "Арыз ээси": "{{name}}",
            "Жообу": '=if answer = "grant" then "берилди" else "баш тартылды"',
        },
        "basis": {"ky": "«Административдик иш-аракеттин негиздери» мыйзамы, 2015-ж. № 210"},
        "appeal": {"ky": "30 иш күндүн ичинде жогорку органга даттанса болот."},
    },
)


def prepare(folder: Path) -> None:
    """Fill a fresh folder with the procedure and its people."""
    door = open_door(Settings(data=folder))
    migrate(door)
    names = {"ky": "Орок айыл өкмөтү", "ru": "Айыл өкмөтү Орок", "en": "Orok aiyl okmotu"}
    agency = units.add(door.store, kind="agency", names=names, code="orok")
    hashed = passwords.hashed(PASSWORD)
    for name, full_name, role in (
        ("officer", "Айгүл Сапарова", "officer"),
        ("auditor", "Бакыт Осмонов", "auditor"),
    ):
        groups = ["clerks"] if role == "officer" else []
        accounts.add(
            door.store,
            name=name,
            full_name=full_name,
            password_hash=hashed,
            role=role,
            groups=groups,
            agency=agency.id,
        )
    door.engine.deploy(procedure(start=APPLICATION, work=DECISION), by="officer")
    door.engine.dispose()
    door.store.close()


class Server:
    """The product on a folder of its own, as a process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[Any] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {
            **os.environ,
            "KYZMAT_DATA": str(self.folder),
            "KYZMAT_PORT": str(self.port),
            "KYZMAT_DEMO": "false",
            "KYZMAT_LOGIN_ATTEMPTS": "1000 per minute",
        }
        log = (self.folder / "server.log").open("a", encoding="utf-8")
        command = [sys.executable, "-m", "modeler_api.cli", "serve"]
        self._process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        log.close()
        wait_until(lambda: is_up(self.address), self._process, log=self.folder / "server.log", seconds=90)

    def kill(self) -> None:
        """End it, and everything it started, without a word of warning."""
        if self._process is not None:
            os.killpg(self._process.pid, 9)
            self._process.wait(30)
            self._process = None


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))

__all__ = ["KEY", "PASSWORD", "Server", "prepare"]
