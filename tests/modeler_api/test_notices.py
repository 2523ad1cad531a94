"""Notices: told once however often the clock looks, counted in the header, and mailed as links only."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from engine.connections import MailServer
from modeler_api import notices as telling
from modeler_api.store import Store, accounts, holdings, jobs, notices, positions, tables
from modeler_api.store.accounts import Account
from modeler_api.wiring import Door
from processes import read_model
from tests.engine.outside import Letters, mail
from tests.modeler_api.conftest import SignIn

APPLICANT = "Asanov Bakyt"


@pytest.fixture
def mailbox(door: Door) -> Iterator[Letters]:
    with mail() as box:
        server = MailServer(host="127.0.0.1", port=box.port, sender="office@kyzmat.example", security="none")
        shop = door.engine._shop
        shop.connections = replace(shop.connections, mail=server)
        yield box


@pytest.fixture
def officer(door: Door) -> Account:
    found = accounts.by_name(door.store, "officer")
    assert found is not None
    accounts.change(
        door.store, found.id, full_name=found.full_name, email="officer@kyzmat.example", role=found.role
    )
    accounts.set_locale(door.store, found.id, "ru")
    accounts.set_groups(door.store, found.id, ["clerks"])
    return found


@pytest.fixture
def given(door: Door, officer: Account) -> str:
    """A piece of work that somebody has given to the officer."""
    door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="analyst")
    case = door.engine.start("sketch", business_key="A-1", data={"applicant": APPLICANT}, by="citizen:1")
    [item] = door.engine.work_items(case)
    door.engine.reassign(item, to="officer", by="somebody", reason=f"{APPLICANT} waits.")
    return item.id


def look(door: Door) -> int:
    """Let the clock look as if it had looked a while ago."""
    with door.store.begin() as connection:
        long_ago = tables.now() - dt.timedelta(minutes=1)
        connection.execute(
            tables.heartbeat.update().where(tables.heartbeat.c.name == telling.READ).values(at=long_ago)
        )
    return telling.tell(door)


def test_what_happened_is_told_once(door: Door, officer: Account, given: str) -> None:
    assert look(door) == 1
    # As if a process had been killed before it noted how far it had read.
    assert look(door) == 0
    [notice] = notices.of_account(door.store, officer.id, limit=10)
    assert (notice.kind, notice.item) == ("reassigned", given)
    assert jobs.last_beat(door.store, telling.READ) is not None


def test_nobody_is_told_of_what_they_did_themselves(door: Door, officer: Account, given: str) -> None:
    door.engine.watch(door.engine.work_item(given).instance, by="officer")
    door.engine.complete(given, by="officer")
    look(door)
    assert {n.kind for n in notices.of_account(door.store, officer.id, limit=10)} == {"reassigned"}


def test_the_header_counts_and_reading_ends_it(door: Door, given: str, sign_in: SignIn) -> None:
    look(door)
    client: FlaskClient = sign_in("officer")
    page = client.get("/notices/")
    assert "(1)" in page.text
    assert "Вам передали работу" in page.text
    client.post("/notices/seen", data={})
    page = client.get("/notices/")
    assert "(1)" not in page.text


def test_a_mail_holds_links_only_in_the_persons_language(
    door: Door, officer: Account, given: str, mailbox: Letters
) -> None:
    notices.choose(door.store, officer.id, mail=notices.IMMEDIATE, hour=8)
    look(door)
    assert telling.write_letters(door) == 1
    assert telling.write_letters(door) == 0
    assert telling.send_letters(door) == 1
    assert telling.send_letters(door) == 0
    [message] = mailbox.letters
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert f"/work/{given}" in text
    assert "Вам передали работу" in text
    for personal in (APPLICANT, "A-1", "Check", "somebody"):
        assert personal not in text
        assert personal not in str(message["Subject"])


def test_a_busy_server_gets_it_later_and_once(
    door: Door, officer: Account, given: str, mailbox: Letters
) -> None:
    notices.choose(door.store, officer.id, mail=notices.IMMEDIATE, hour=8)
    look(door)
    telling.write_letters(door)
    mailbox.refusal = "451 later"
    assert telling.send_letters(door) == 0
    mailbox.refusal = ""
    with door.store.begin() as connection:
        connection.execute(tables.mail.update().values(due=tables.now()))
    assert telling.send_letters(door) == 1
    assert len(mailbox.letters) == 1


def test_an_address_that_cannot_be_written_holds_up_nobody(
    door: Door, officer: Account, given: str, mailbox: Letters
) -> None:
    notices.choose(door.store, officer.id, mail=notices.IMMEDIATE, hour=8)
    look(door)
    telling.write_letters(door)
    with door.store.begin() as connection:
        connection.execute(tables.mail.update().values(receiver="officer@kyzmat.example\nBcc: all@x.example"))
    assert telling.send_letters(door) == 0
    with door.store.begin() as connection:
        letter = connection.execute(tables.mail.select()).mappings().one()
    assert letter["error"]
    # It is not tried again and again.
    assert letter["due"] is None
    assert mailbox.letters == []


def test_a_daily_mail_waits_for_its_hour_unless_a_limit_is_reached(
    door: Door, officer: Account, given: str, mailbox: Letters
) -> None:
    notices.choose(door.store, officer.id, mail=notices.DIGEST, hour=0)
    look(door)
    assert telling.write_letters(door) == 1
    for kind, letters in (("warned", 0), ("limitReached", 1)):
        notices.tell(
            door.store, officer.id, source=kind, kind=kind, instance="x", item=None, happened=tables.now()
        )
        assert telling.write_letters(door) == letters


def test_who_wants_no_mail_gets_none(door: Door, officer: Account, given: str, mailbox: Letters) -> None:
    notices.choose(door.store, officer.id, mail=notices.NONE, hour=8)
    look(door)
    assert telling.write_letters(door) == 0
    notices.choose(door.store, officer.id, mail=notices.IMMEDIATE, hour=8)
    assert telling.write_letters(door) == 0


def test_the_choice_is_checked(sign_in: SignIn) -> None:
    client = sign_in("officer")
    assert client.post("/notices/mail", data={"mail": "pigeon", "hour": "8"}).status_code == 422
    assert client.post("/notices/mail", data={"mail": "none", "hour": "24"}).status_code == 422
    assert client.post("/notices/mail", data={"mail": "none", "hour": "7"}).status_code == 303


class Died(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("was_taken", [False, True])
def test_a_process_that_dies_at_the_mail_loses_nothing(
    door: Door,
    officer: Account,
    given: str,
    mailbox: Letters,
    monkeypatch: pytest.MonkeyPatch,
    was_taken: bool,
) -> None:
    notices.choose(door.store, officer.id, mail=notices.IMMEDIATE, hour=8)
    look(door)
    telling.write_letters(door)
    send = type(door.engine).send_mail

    def dies(*given_: Any, **named: Any) -> bool:
        if was_taken:
            send(*given_, **named)
        raise Died

    monkeypatch.setattr(type(door.engine), "send_mail", dies)
    with pytest.raises(Died):
        telling.send_letters(door)
    monkeypatch.undo()
    assert telling.send_letters(door) == 0, "for a while it counts as being sent"
    with time_machine.travel(dt.datetime.now(dt.UTC) + notices.LEASE + dt.timedelta(seconds=1), tick=True):
        assert telling.send_letters(door) == 1
        assert telling.send_letters(door) == 0
    # A server that had taken it gets it once more under the same id, by which mail programs show it once.
    assert len(mailbox.letters) == 1 + was_taken
    assert len({str(letter["Message-ID"]) for letter in mailbox.letters}) == 1


def test_of_many_clocks_at_once_each_letter_is_written_and_sent_by_one(engine_url: str) -> None:
    store = Store(engine_url)
    store.migrate()
    person = accounts.add(store, name="ana", full_name="Ana", password_hash="-", role="officer")
    for number in range(4):
        told = {"kind": "given", "instance": "i", "item": f"w{number}", "happened": tables.now()}
        assert notices.tell(store, person.id, source=f"i:{number}", **told)
        assert not notices.tell(store, person.id, source=f"i:{number}", **told), "told once"
    ids = [[notice.id] for notice in notices.unmailed(store)[person.id]]
    taken: list[str] = []

    def clock() -> None:
        for some in ids:
            notices.write_letter(
                store, person.id, receiver="ana@x.example", locale="ky", notices=some, digest=tables.now()
            )
        while (letter := notices.take_letter(store)) is not None:
            taken.append(letter.id)
            notices.sent(store, letter.id)

    clocks = [threading.Thread(target=clock) for _number in range(6)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    assert len(taken) == len(set(taken)) == 4
    assert notices.unmailed(store) == {}
    store.close()


LIMITED = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t"><process id="limited" isExecutable="true">
  <startEvent id="s"/><userTask id="check" name="Check" camunda:candidateGroups="clerks"><extensionElements>
  <gov:step limit="P10D" limitUnit="working"/></extensionElements></userTask>
  <endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
  <sequenceFlow id="f2" sourceRef="check" targetRef="e"/></process></definitions>"""


def test_the_head_is_warned_once_when_four_fifths_of_the_time_are_over(
    door: Door, officer: Account, mailbox: Letters, sign_in: SignIn
) -> None:
    head = accounts.by_name(door.store, "head")
    assert head is not None
    [unit] = accounts.by_id(door.store, officer.id).units  # type: ignore[union-attr]  # it is there
    chief = positions.add(door.store, unit=unit, names={"ky": "Башчы"}, is_head=True)
    holdings.appoint(door.store, account=head.id, position=chief.id, by="x")
    accounts.change(
        door.store, head.id, full_name=head.full_name, email="head@kyzmat.example", role=head.role
    )
    notices.choose(door.store, head.id, mail=notices.IMMEDIATE, hour=8)
    begun = dt.datetime.now(dt.UTC)
    door.engine.deploy(read_model(LIMITED.encode()), by="analyst")
    case = door.engine.start("limited", business_key="A-2", by="citizen:1")
    [item] = door.engine.work_items(case)
    door.engine.claim(item, by="officer", groups=["clerks"])
    assert item.due is not None
    for share, warnings in ((0.5, 0), (0.95, 1), (0.96, 1)):
        with time_machine.travel(begun + (item.due - begun) * share, tick=True):
            door.engine.fire_timers()
            look(door)
            told = [n for n in notices.of_account(door.store, head.id, limit=10) if n.kind == "warned"]
            assert len(told) == warnings
            telling.write_letters(door)
            telling.send_letters(door)
    [letter] = [one for one in mailbox.letters if one["To"] == "head@kyzmat.example"]
    assert f"/work/{item.id}" in letter.get_content()
    page = sign_in("head").get("/notices/").text
    assert f'href="/work/{item.id}"' in page
    # Who holds the work is told too; nobody else is.
    assert [n.kind for n in notices.of_account(door.store, officer.id, limit=10)] == ["warned"]
