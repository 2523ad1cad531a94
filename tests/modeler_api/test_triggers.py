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
    assert "paused" in words(analyst.get(f"/procedures/{key}/triggers").text)
    assert analyst.post(address, data={"element": "begin"}).status_code == 303
    assert [one.rests for one in door.engine.scheduled_starts(key)] == [False]
    assert analyst.post(address, data={"element": "nowhere", "reason": "x"}).status_code == 404
