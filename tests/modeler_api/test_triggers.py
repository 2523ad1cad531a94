"""What starts a procedure by itself is seen with its next runs, and other procedures are started and paused."""

from __future__ import annotations

import datetime as dt
import re

from modeler_api.store import models
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import SMALL

DAILY = SMALL.replace(
    b'<startEvent id="begin"/>',
    b'<startEvent id="begin" name="Every morning"><timerEventDefinition><timeCycle>R3/P1D</timeCycle>'
    b"</timerEventDefinition></startEvent>",
)
OTHER = SMALL.replace(b'<process id="permit" name="A small permit"', b'<process id="shop" name="A shop"')


def in_force(door: Door, source: bytes) -> str:
    model = read_model(source)
    version = models.save(door.store, key=model.key, name=model.name, source=source, author="analyst")
    door.engine.deploy(model, by="analyst")
    models.publish(door.store, version.id, definition_key=model.key)
    return model.key


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_a_clock_is_seen_with_its_next_runs(sign_in: SignIn, door: Door) -> None:
    key = in_force(door, DAILY)
    [start] = door.engine.scheduled_starts(key)
    assert len(start.runs) == 3
    assert start.runs[1] - start.runs[0] == dt.timedelta(days=1)
    page = words(sign_in("analyst").get(f"/procedures/{key}/triggers").text)
    assert "Every morning" in page
    assert "after 1 day" in page


def test_a_procedure_starts_another_until_it_is_paused(sign_in: SignIn, door: Door) -> None:
    first, second = in_force(door, SMALL), in_force(door, OTHER)
    analyst = sign_in("analyst")
    assert (
        analyst.post(f"/procedures/{first}/triggers", data={"target": second, "on": "completed"}).status_code
        == 303
    )

    def done() -> int:
        case = door.engine.start(first, by="x")
        [item] = door.engine.work_items(case)
        door.engine.claim(item, by="ana")
        door.engine.complete(item, by="ana")
        return door.engine.count_instances(definition=second)

    assert done() == 1
    [trigger] = door.engine.triggers()
    assert analyst.post(f"/procedures/{first}/triggers/{trigger.id}/pause").status_code == 303
    assert done() == 1
    assert "paused" in words(analyst.get(f"/procedures/{second}/triggers").text)
    analyst.post(f"/procedures/{first}/triggers/{trigger.id}/remove")
    assert door.engine.triggers() == []


def test_what_makes_no_sense_is_refused(sign_in: SignIn, door: Door) -> None:
    key = in_force(door, SMALL)
    analyst = sign_in("analyst")
    for data in (
        {"target": key, "on": "completed"},
        {"target": "nowhere", "on": "completed"},
        {"target": key},
    ):
        assert analyst.post(f"/procedures/{key}/triggers", data=data).status_code == 422
    assert analyst.post(f"/procedures/{key}/triggers/unknown/pause").status_code == 404
    assert analyst.get("/procedures/nowhere/triggers").status_code == 404


def test_one_clock_pauses_while_people_go_on_opening_cases(sign_in: SignIn, door: Door) -> None:
    key = in_force(door, DAILY)
    analyst = sign_in("analyst")
    address = f"/procedures/{key}/starts/pause"
    refused = analyst.post(address, data={"element": "begin", "reason": " "})
    assert refused.status_code == 422
    assert 'href="#field-reason-begin"' in refused.text
    assert analyst.post(address, data={"element": "begin", "reason": "Holidays."}).status_code == 303
    assert [one.rests for one in door.engine.scheduled_starts(key)] == [True]
    page = words(analyst.get(f"/procedures/{key}/triggers").text)
    assert re.search(r"paused since \d+ \w+ \d{4}, [^:]+: Holidays\. ", page)
    assert analyst.post(address, data={"element": "begin"}).status_code == 303
    assert [one.rests for one in door.engine.scheduled_starts(key)] == [False]
    assert analyst.post(address, data={"element": "nowhere", "reason": "x"}).status_code == 404


def test_a_procedure_that_is_disabled_says_why(sign_in: SignIn, door: Door) -> None:
    key = in_force(door, DAILY)
    analyst = sign_in("analyst")
    analyst.post(f"/procedures/{key}/disable", data={"reason": "The law is changed."})
    for address in (f"/procedures/{key}/triggers", f"/procedures/{key}?tab=versions"):
        assert re.search(
            r"Nothing starts from it\. since [^:]+: The law is changed\.", words(analyst.get(address).text)
        )


LISTENING = DAILY.replace(
    b'<process id="permit"', b'<message id="m" name="complaint"/><process id="permit"'
).replace(
    b'<startEvent id="begin"',
    b'<startEvent id="told" name="A complaint comes"><messageEventDefinition messageRef="m"/></startEvent>'
    b'<sequenceFlow id="told_flow" sourceRef="told" targetRef="check"/><startEvent id="begin"',
)


def drafted(door: Door, source: bytes) -> str:
    model = read_model(source)
    models.save(door.store, key=model.key, name=model.name, source=source, author="analyst")
    return model.key


def test_a_draft_says_that_nothing_starts_it_and_what_would(sign_in: SignIn, door: Door) -> None:
    key = drafted(door, LISTENING)
    answer = sign_in("analyst").get(f"/procedures/{key}/triggers")
    assert answer.status_code == 200
    page = words(answer.text)
    assert "No version of this procedure is in force, so nothing starts it" in page
    assert "What is drawn in version 1" in page
    assert "Every morning Clock R3/P1D" in page
    assert "A complaint comes Message complaint whenever it comes" in page
    rows = answer.text.split("<tr>")
    [clock] = [row for row in rows if "Every morning" in row]
    assert clock.count("<br>") == 2, "three runs are told"
    assert "Pause" not in page


def test_a_draft_without_clocks_says_who_opens_its_cases(sign_in: SignIn, door: Door) -> None:
    key = drafted(door, SMALL)
    page = words(sign_in("analyst").get(f"/procedures/{key}/triggers").text)
    assert "No clock and no message: its cases are opened by people" in page


def test_a_draft_whose_clock_is_worked_out_says_so(sign_in: SignIn, door: Door) -> None:
    key = drafted(door, DAILY.replace(b"R3/P1D", b"=when to begin"))
    page = words(sign_in("analyst").get(f"/procedures/{key}/triggers").text)
    assert "Not known before: its time is worked out when it begins." in page
