"""Comments: who sees them is said and unmistakable, colleagues are mentioned, earlier wordings stay for the auditor."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask.testing import FlaskClient
from lxml import html

from engine import Instance
from modeler_api.store import accounts, comments
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import form, procedure


@pytest.fixture
def case(door: Door) -> Instance:
    door.engine.deploy(procedure(work=form()), by="x")
    return door.engine.start("shop_permit", by="officer")


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in("officer")


def test_whom_a_comment_is_for_must_be_said_and_shows(clerk: FlaskClient, case: Instance, door: Door) -> None:
    unsaid = clerk.post(f"/comments/of/{case.id}", data={"text": "Is the plan signed?"})
    assert unsaid.status_code == 422
    assert "Say who sees the comment." in unsaid.text
    assert "Is the plan signed?" in unsaid.text
    for audience in ("office", "applicant"):
        clerk.post(f"/comments/of/{case.id}", data={"text": f"For the {audience} <b>", "audience": audience})
    page = html.fromstring(clerk.get(f"/cases/{case.id}?tab=comments").text)
    shown = {one.get("class"): one.text_content() for one in page.xpath("//li[contains(@class, 'comment')]")}
    assert "Only the office sees this" in shown["comment office"]
    assert "The applicant sees this" in shown["comment applicant"]
    assert "<b>" in shown["comment office"]
    assert "Comments (2)" in clerk.get(f"/cases/{case.id}").text


def test_a_colleague_is_mentioned_when_they_may_read_the_case(
    clerk: FlaskClient, case: Instance, door: Door, sign_in: SignIn
) -> None:
    def say(text: str) -> str:
        return clerk.post(f"/comments/of/{case.id}", data={"text": text, "audience": "office"}).text

    assert "There is no colleague called @nobody" in say("Ask @nobody.")
    assert "@head may not read this case" in say("Ask @head")
    assert comments.of_instance(door.store, case.id) == []
    say("Look at this, @auditor. Mail: a@b.kg")
    auditor = accounts.by_name(door.store, "auditor")
    assert auditor is not None
    assert comments.unseen(door.store, auditor.id) == 1
    client = sign_in("auditor")
    assert "Look at this" in client.get("/comments/mentions").text
    client.get(f"/cases/{case.id}?tab=comments")
    assert comments.unseen(door.store, auditor.id) == 0


def test_a_comment_can_be_changed_for_a_while_and_what_it_said_stays_for_the_auditor(
    clerk: FlaskClient, case: Instance, door: Door, sign_in: SignIn
) -> None:
    clerk.post(f"/comments/of/{case.id}", data={"text": "First wording", "audience": "office"})
    [one] = comments.of_instance(door.store, case.id)
    address = f"/comments/{one.id}/change"
    clerk.post(address, data={"text": "Second wording"})
    officer, auditor = (
        role.get(f"/cases/{case.id}?tab=comments").text for role in (clerk, sign_in("auditor"))
    )
    assert "Second wording" in officer
    assert "First wording" not in officer
    assert "First wording" in auditor
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16), tick=True):
        clerk.post(address, data={"text": "Too late"})
        clerk.post(address, data={"act": "withdraw"})
    [one] = comments.of_instance(door.store, case.id)
    assert (one.text, one.withdrawn) == ("Second wording", None)
    clerk.post(address, data={"act": "withdraw"})
    assert "Second wording" not in clerk.get(f"/cases/{case.id}?tab=comments").text
    assert "Second wording" in sign_in("auditor").get(f"/cases/{case.id}?tab=comments").text


def test_another_unit_writes_and_reads_nothing(case: Instance, sign_in: SignIn, door: Door) -> None:
    other = sign_in("head")
    assert other.post(f"/comments/of/{case.id}", data={"text": "x", "audience": "office"}).status_code == 403
    assert sign_in("auditor").post(f"/comments/of/{case.id}").status_code == 403
    assert comments.of_instance(door.store, case.id) == []
