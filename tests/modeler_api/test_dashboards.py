"""Dashboards and alerts: kept, shared, reckoned anew, by the right of whoever looks; reminders come once."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from analytics.watched import WATCHED, reading
from modeler_api import alerting
from modeler_api.store import accounts, alerts, dashboards, logs, notices
from modeler_api.wiring import Door
from processes import EventLog
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import WORKABLE, put_in_force, saved


@pytest.fixture
def permit(sign_in: SignIn, door: Door) -> str:
    """A procedure of which six cases have ended."""
    saved(sign_in("analyst"), WORKABLE)
    put_in_force(sign_in)
    for _case in range(6):
        case = door.engine.start("permit", by="x")
        [item] = door.engine.work_items(case)
        door.engine.claim(item, by="ana")
        door.engine.complete(item, by="ana")
    return "permit"


def board_of(sign_in: SignIn, role: str) -> str:
    answer = sign_in(role).post("/dashboards/", data={"name": "The registry"})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_dashboard_shows_numbers_and_charts_of_what_ran_here(
    sign_in: SignIn, door: Door, permit: str
) -> None:
    analyst, address = sign_in("analyst"), board_of(sign_in, "analyst")
    for what in ("ended", "half", "trend", "spread", "queues", "spectrum", "dotted", "handovers"):
        answer = analyst.post(f"{address}/tiles", data={"procedure": permit, "what": what, "days": "30"})
        assert answer.status_code == 303, what
    page = analyst.get(address).text

    assert page.count(">n = 6<") == 2
    assert 'id="tile-2"' in page
    analyst.post(f"{address}/tiles", data={"off": "0"})
    assert analyst.get(address).text.count(">n = 6<") == 1


def test_a_dashboard_is_ones_own_until_it_is_shared(sign_in: SignIn, door: Door, permit: str) -> None:
    analyst, head, address = sign_in("analyst"), sign_in("head"), board_of(sign_in, "analyst")
    assert head.get(address).status_code == 404
    analyst.post(address, data={"name": "The registry", "shared": "yes", "digest": "never"})
    assert head.get(address).status_code == 200
    assert "The registry" in head.get("/dashboards/").text
    assert head.post(address, data={"name": "Mine", "digest": "never"}).status_code == 404
    assert head.post(f"{address}/remove").status_code == 404
    assert analyst.post(f"{address}/remove").status_code == 303
    assert analyst.get(address).status_code == 404


def test_a_tile_needs_a_procedure_a_number_and_days(sign_in: SignIn, permit: str) -> None:
    analyst, address = sign_in("analyst"), board_of(sign_in, "analyst")
    answer = analyst.post(f"{address}/tiles", data={"procedure": "x", "what": "y", "days": "400"})
    assert answer.status_code == 422
    for told in ("Choose the procedure.", "Choose what is shown.", "from 1 to 366"):
        assert told in answer.text


def test_the_owner_is_reminded_once_a_day(sign_in: SignIn, door: Door, permit: str) -> None:
    address = board_of(sign_in, "analyst")
    sign_in("analyst").post(address, data={"name": "The registry", "digest": "daily"})
    owner = accounts.by_name(door.store, "analyst")
    assert owner is not None
    board = dashboards.by_id(door.store, address.rsplit("/", 1)[1])
    assert board is not None
    tomorrow = (board.created + dt.timedelta(days=1)).astimezone(door.settings.calendar.zone)
    for hour, told in ((7, 0), (9, 1), (10, 1)):
        alerting.remind(door, tomorrow.replace(hour=hour))
        found = notices.of_account(door.store, owner.id, limit=10)
        assert [notice.kind for notice in found] == ["digest"] * told
    assert "Your dashboard is ready" in sign_in("analyst").get("/notices/").text


def test_an_alert_says_where_it_stands_as_soon_as_it_is_kept(
    sign_in: SignIn, door: Door, permit: str
) -> None:
    analyst = sign_in("analyst")
    who = accounts.by_name(door.store, "analyst")
    assert who is not None
    asked = {
        "procedure": permit,
        "measure": "ended",
        "threshold": "5",
        "days": "30",
        "above": "above",
        "is_on": "yes",
        "told": [who.id],
    }
    assert analyst.post("/alerts/new", data=asked).status_code == 303
    [alert] = alerts.of_procedures(door.store, [permit])
    assert (alert.is_over, alert.value, alert.n) == (True, 6.0, 6)
    page = analyst.get("/alerts/").text
    assert "passed" in page
    assert "the threshold of 5 is passed" in analyst.get(f"/alerts/{alert.id}").text
    assert "A number you watch has passed its threshold" in analyst.get("/notices/").text
    wrong = {**asked, "threshold": "much", "days": "0", "measure": "x", "told": [], "procedure": "x"}
    answer = analyst.post("/alerts/new", data=wrong)
    assert answer.status_code == 422
    for told in ("as a number", "from 1 to 366", "Choose the number to watch", "at least one person"):
        assert told in answer.text
    rests = {key: value for key, value in asked.items() if key != "is_on"}
    analyst.post(f"/alerts/{alert.id}", data=rests)
    assert alerts.in_force(door.store) == ()


@pytest.mark.parametrize("name", sorted(WATCHED))
def test_of_too_few_cases_nothing_is_known(name: str) -> None:
    noon = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
    events = [
        {"case": str(c), "activity": a, "timestamp": noon + dt.timedelta(hours=h)}
        for c in range(6)
        for a, h in (("A", 0), ("B", 1), ("A", 2 + c))
    ]
    log = EventLog.from_records(events)
    whole, few = reading(log, name), reading(log.only(["0", "1"]), name)
    assert (whole.n, few.n) == (6, 2)
    assert few.value == (2.0 if name == "ended" else None)
    expected = {"rework": 100.0, "ended": 6.0, "waiting": None}
    if name in expected:
        assert whole.value == expected[name]
    else:
        assert whole.value is not None


def test_an_alert_that_cannot_be_reckoned_keeps_no_other_waiting(
    sign_in: SignIn, door: Door, permit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = accounts.by_name(door.store, "head")
    assert head is not None
    said = {"above": True, "threshold": 5.0, "days": 30, "told": [head.id], "is_on": True}
    alerts.add(door.store, procedure="gone", by="x", measure="ended", **said)
    alerts.add(door.store, procedure=permit, by="x", measure="ended", **said)
    found = alerting.reading_of

    def spoilt(door: Door, key: str, measure: str, *, days: int) -> object:
        if key == "gone":
            raise OSError("the log is spoilt")
        return found(door, key, measure, days=days)

    monkeypatch.setattr(alerting, "reading_of", spoilt)
    assert alerting.watch(door) == 1


def test_where_nothing_ran_here_the_log_brought_last_is_watched(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    saved(analyst, WORKABLE)
    board = board_of(sign_in, "analyst")
    for what in ("ended", "spread"):
        analyst.post(f"{board}/tiles", data={"procedure": "permit", "what": what, "days": "3"})
    assert alerting.reading_of(door, "permit", "ended", days=3).n == 0
    # Ten cases end on ten days of March; the last three days are 8 to 10 March, whatever day it is.
    bring(analyst, *(f"2026-03-{day:02}T10:00:00" for day in range(1, 11)))
    assert alerting.reading_of(door, "permit", "ended", days=3).n == 3
    page = analyst.get(board).text
    assert "up to 10 March 2026 of visits.csv, which was brought" in page
    row = logs.newest(door.store, "permit", variant="brought")
    assert row is not None
    assert f"log={row.id}" in page
    assert "from=2026-03-08" in page
    # An alert is looked at again when another log is brought.
    head = accounts.by_name(door.store, "head")
    assert head is not None
    said = {"above": True, "threshold": 5.0, "days": 3, "told": [head.id], "is_on": True}
    made = alerts.add(door.store, procedure="permit", by="x", measure="ended", **said)
    assert alerting.look(door, made) == 0
    assert "of visits.csv, which was brought" in analyst.get(f"/alerts/{made.id}").text
    bring(analyst, *["2026-04-10T10:00:00"] * 7)
    renewed = alerts.by_id(door.store, made.id)
    assert renewed is not None
    assert alerting.look(door, renewed) == 1


def test_what_ran_here_is_watched_though_a_log_was_brought(sign_in: SignIn, door: Door, permit: str) -> None:
    bring(sign_in("analyst"), *[dt.datetime.now(dt.UTC).isoformat()] * 9)
    assert len(logs.of_procedure(door.store, permit)) == 1
    assert alerting.reading_of(door, permit, "ended", days=30).n == 6


def test_what_cannot_be_measured_is_not_known(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    saved(analyst, WORKABLE)
    # The calendar knows no days off of 1960.
    bring(analyst, *["1960-03-01T10:00:00"] * 9)
    board = board_of(sign_in, "analyst")
    for what in WATCHED:
        analyst.post(f"{board}/tiles", data={"procedure": "permit", "what": what, "days": "30"})
    head = accounts.by_name(door.store, "head")
    assert head is not None
    said = {"above": True, "threshold": 5.0, "days": 30, "told": [head.id], "is_on": True}
    made = alerts.add(door.store, procedure="permit", by="x", measure="half", **said)
    assert alerting.look(door, made) == 0
    answer = analyst.get(board)
    assert answer.status_code == 200
    assert "The calendar knows the days off of 1992" in answer.text
    found = {what: alerting.reading_of(door, "permit", what, days=30) for what in WATCHED}
    assert (found["ended"].value, found["half"].value, found["half"].n) == (9.0, None, 9)
    assert "it cannot be measured" in analyst.get(f"/alerts/{made.id}").text
    assert analyst.post(f"{board}/tiles", data={"off": "0"}).status_code == 303


def bring(analyst: FlaskClient, *moments: str) -> None:
    """A log of cases of one event each."""
    lines = ["case,activity,timestamp", *(f"{n},Check,{moment}" for n, moment in enumerate(moments))]
    data = {"file": (BytesIO("\n".join(lines).encode()), "visits.csv"), "timezone": "Asia/Bishkek"}
    answer = analyst.post("/procedures/permit/logs/", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
