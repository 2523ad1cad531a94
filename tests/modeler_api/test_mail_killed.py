"""The process that writes to people is killed with SIGKILL in the middle of a digest: no letter is lost."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.store import accounts, notices, tables
from modeler_api.wiring import Door, open_door
from tests.engine.outside import Letters
from tests.services.process import free_port

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 12

pytestmark = pytest.mark.postgres


class Slow(Letters):
    """A mail server that holds its breath at the fifth letter: before it has taken it, or before it says so."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.count = at, 0
        self.reached, self.go_on = threading.Event(), threading.Event()

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, sender: str, _o: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """The beginning of a letter."""
        self.count += 1
        if self.at == "before" and self.count == 5:
            await self._wait()
        envelope.mail_from = sender
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a letter, and say so."""
        said = await super().handle_DATA(server, session, envelope)
        if self.at == "after" and self.count == 5:
            await self._wait()
        return said

    async def _wait(self) -> None:
        import asyncio

        self.reached.set()
        for _moment in range(600):
            if self.go_on.is_set():
                return
            await asyncio.sleep(0.05)


def office(url: str, folder: Path, port: int) -> Door:
    """Twelve people who want a digest, each with two notices, and a file that says where the mail server is."""
    reach = folder / "reach.toml"
    reach.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsender = "office@kyzmat.example"\nsecurity = "none"\n',
        encoding="utf-8",
    )
    door = open_door(Settings(data=folder, database_url=url, demo=False, connections=reach))
    migrate(door)
    for number in range(PEOPLE):
        name = f"officer{number:02d}"
        person = accounts.add(door.store, name=name, full_name=name, password_hash="-", role="officer")
        accounts.change(
            door.store, person.id, full_name=name, email=f"{name}@kyzmat.example", role=person.role
        )
        notices.choose(door.store, person.id, mail=notices.DIGEST, hour=0)
        for what in ("a", "b"):
            notices.tell(
                door.store,
                person.id,
                source=f"{name}:{what}",
                kind="reassigned",
                instance=f"case-{number}",
                item=f"item-{number}-{what}",
                happened=tables.now(),
            )
    return door


def clock(url: str, folder: Path) -> subprocess.Popen[bytes]:
    """`kyzmat clock`, the process that writes and sends letters."""
    environment = {
        **os.environ,
        "KYZMAT_DATA": str(folder),
        "KYZMAT_DATABASE_URL": url,
        "KYZMAT_CONNECTIONS": str(folder / "reach.toml"),
        "KYZMAT_DEMO": "false",
    }
    with (folder / "clock.log").open("ab") as log:
        words = [sys.executable, "-m", "modeler_api.cli", "clock"]
        return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)


def until(is_so: Any, what: str) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def all_sent(door: Door) -> bool:
    c = tables.mail.c
    with door.store.begin() as connection:
        letters = connection.execute(tables.mail.select()).mappings().all()
        assert all(row[c.error.name] is None for row in letters)
        return len(letters) == PEOPLE and all(row["sent"] is not None for row in letters)


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_killed_sender_loses_no_letter_and_doubles_none_that_was_not_taken(
    postgres_url: str, tmp_path: Path, at: str
) -> None:
    box = Slow(at)
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    door = office(postgres_url, tmp_path, port)
    sender = clock(postgres_url, tmp_path)
    try:
        assert box.reached.wait(60), (tmp_path / "clock.log").read_text(encoding="utf-8")
        sender.send_signal(signal.SIGKILL)
        sender.wait(30)
        box.go_on.set()
        # Whoever was killed holds the letter for a while; here that while is over.
        past = tables.now() - dt.timedelta(seconds=1)
        with door.store.begin() as connection:
            held = tables.mail.c.sent.is_(None)
            connection.execute(tables.mail.update().where(held).values(due=past))
        sender = clock(postgres_url, tmp_path)
        until(lambda: all_sent(door), (tmp_path / "clock.log").read_text(encoding="utf-8"))
    finally:
        sender.kill()
        sender.wait(30)
        controller.stop()
        door.engine.dispose()
        door.store.close()
    receivers = Counter(receiver for each in box.receivers for receiver in each)
    assert set(receivers) == {f"officer{number:02d}@kyzmat.example" for number in range(PEOPLE)}
    twice = [receiver for receiver, count in receivers.items() if count > 1]
    # SMTP has no way to ask whether a letter was taken whose answer was lost: that one comes again, under the same id.
    assert len(twice) == (1 if at == "after" else 0)
    assert sum(receivers.values()) == PEOPLE + len(twice)
    assert len({str(letter["Message-ID"]) for letter in box.letters}) == PEOPLE
    for letter in box.letters:
        assert letter.get_content().count("/work/item-") == 2, "a digest is one letter about all of it"
