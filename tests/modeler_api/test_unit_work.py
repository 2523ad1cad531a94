"""A head's view: sums of the unit, the law about figures by person, work that is offered to nobody."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from engine import Engine, WorkItem
from engine.testing import Clock
from engine.workload import Workload, together
from modeler_api.app import create_app
from modeler_api.auth.session import SESSION
from modeler_api.settings import Settings
from modeler_api.store import absences, accounts, audit, holdings, positions, sessions, units
from modeler_api.store import tables as t
from modeler_api.unit_work import UnitWork
from modeler_api.wiring import Door
from processes import WorkingCalendar, read_model
from processes.shifts import Shift
from tests.engine.test_unaddressed import MODEL
from tests.modeler_api.conftest import SignIn

DATED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="dated" isExecutable="true">
  <startEvent id="s"/><userTask id="check" name="Check"><extensionElements>
  <zeebe:assignmentDefinition candidateGroups="surveyors"/><zeebe:taskSchedule dueDate="UNTIL"/>
  </extensionElements></userTask><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="check"/>
  <sequenceFlow id="b" sourceRef="check" targetRef="e"/></process></definitions>"""
NAMES = ("ana", "bek", "cem", "dan", "eva")


@pytest.fixture
def unit(door: Door) -> units.Unit:
    """A unit of five clerks with a head, one item late with ana, one done in time by bek, one nobody took."""
    officer = accounts.by_name(door.store, "officer")
    head = accounts.by_name(door.store, "head")
    assert officer is not None
    assert head is not None
    assert officer.agency is not None
    place = units.add(door.store, kind="unit", names={"ky": "Жер бөлүмү"}, parent=officer.agency, code="land")
    post = positions.add(door.store, unit=place.id, names={"ky": "Адис"}, groups=["surveyors"])
    chief = positions.add(door.store, unit=place.id, names={"ky": "Башчы"}, is_head=True)
    for name in NAMES:
        person = accounts.add(
            door.store, name=name, full_name=name.title(), password_hash="-", role="officer"
        )
        holdings.appoint(door.store, account=person.id, position=post.id, by="x")
    holdings.appoint(door.store, account=head.id, position=chief.id, by="x")
    clock = Clock(dt.datetime.now(dt.UTC) - dt.timedelta(days=10))
    engine = Engine(door.settings.store_url, clock=clock)
    until = (clock.now() + dt.timedelta(days=3)).isoformat()
    definition = engine.deploy(read_model(DATED.replace("UNTIL", until).encode()), by="x")
    for number, name in enumerate(("ana", "bek", None)):
        case = engine.start(definition, by="x", business_key=f"N-{number}")
        [item] = engine.work_items(case)
        if name:
            engine.claim(item, by=name)
        if name == "bek":
            engine.complete(item, by=name)
    engine.dispose()
    return place


def test_sums_are_by_holder_and_over_the_period(door: Door, unit: units.Unit) -> None:
    moment = dt.datetime.now(dt.UTC)
    days = dt.timedelta(days=1)
    loads = door.engine.workload(["surveyors"], since=moment - 30 * days, soon=2 * days)
    assert [load.holder for load in loads] == [None, "ana", "bek"]
    nobody, ana, bek = loads
    assert (nobody.open, ana.open, bek.open, bek.done) == (1, 1, 0, 1)
    assert (ana.overdue, bek.done_with_term, bek.met) == (1, 1, 1.0)
    assert together(loads) == Workload(
        holder=None, open=2, overdue=2, due_soon=0, done=1, done_with_term=1, done_in_time=1
    )
    assert door.engine.workload(["surveyors"], since=moment, soon=days)[-1].done == 0
    assert door.engine.workload(["strangers"], since=moment, soon=days) == []
    assert Workload(holder=None).met is None


def test_a_head_sees_the_unit_and_what_is_late_and_nobody_by_name(
    door: Door, unit: units.Unit, sign_in: SignIn
) -> None:
    head = sign_in("head")
    assert head.get("/units/").location == f"/units/{unit.id}"
    home = head.get("/").text
    assert re.search(r"nobody has taken it yet</a></dt>\s*<dd class=\"figure-value\">1<", home), (
        "as the unit's page"
    )
    assert "Offered to me, not taken yet" in home
    assert "Offered to me" not in sign_in("officer").get("/").text
    page = head.get(f"/units/{unit.id}").text
    assert "What is overdue" in page
    assert "N-0" in page
    assert "Figures by person are switched off" in page
    assert "By person" not in page
    assert head.get(f"/units/{unit.id}?days=7").status_code == 200
    assert sign_in("officer").get(f"/units/{unit.id}").status_code == 403
    [agency] = units.agencies(door.store)
    assert head.get(f"/units/{agency.id}").status_code == 404, "the agency is not the head's"
    late = next(item for item in door.engine.work_items(definition=None) if item.business_key == "N-0")
    answer = head.post(f"/work/{late.id}/pass-on", data={"to": "cem", "reason": "Ana is ill"})
    assert answer.status_code == 303
    assert door.engine.work_item(late.id).holder == "cem"


def test_who_stands_in_for_some_procedures_is_named_the_late_work_of_these(
    door: Door, unit: units.Unit
) -> None:
    def late(*within: str) -> list[WorkItem]:
        return [item for item, *_told in UnitWork(door, unit, within=within).late()]

    assert late()
    key = door.engine.definition(late()[0].definition).key
    assert late(key) == late()
    assert late("another") == []


def test_the_figures_of_who_stands_in_are_those_of_the_procedures_agreed(
    door: Door, unit: units.Unit, sign_in: SignIn
) -> None:
    """A second procedure of the same unit: the head counts both, who stands in for one of them counts that one."""
    source = DATED.replace('id="dated"', 'id="other"').replace("UNTIL", "2020-01-01T00:00:00Z")
    other = door.engine.deploy(read_model(source.encode()), by="x")
    nobodys = door.engine.deploy(read_model(MODEL), by="x")
    for number in range(3):
        door.engine.start(other, by="x", business_key=f"O-{number}")
    [lost] = door.engine.work_items(door.engine.start(nobodys, by="x"))
    head, standby = accounts.by_name(door.store, "head"), accounts.by_name(door.store, "ana")
    assert head is not None
    assert standby is not None
    today = t.today()
    absence = absences.enter(
        door.store,
        account=head.id,
        substitute=standby.id,
        starts=today,
        ends=today,
        held="unit",
        by="head",
        accepted=True,
        procedures=[other.key],
    )
    table = {
        # who looks: open, overdue, done, not taken yet, a case that is named, one that is not
        "head": (5, 5, 1, 4, "N-0", "X-0"),
        "ana": (3, 3, 0, 3, "O-0", "N-0"),
    }
    client = sign_in("ana")
    client.post(f"/absences/{absence.id}/act")
    for who, (opened, overdue, done, untaken, named, unnamed) in table.items():
        page = (client if who == "ana" else sign_in(who)).get(f"/units/{unit.id}").text
        told = [
            re.sub("<[^>]*>", "", cell).strip()
            for cell in re.findall(r'<td class="numeric"[^>]*>(.*?)</td>', page)
        ]
        assert told[:2] + told[3:4] == [str(opened), str(overdue), str(done)], who
        assert f"not taken yet: {untaken}" in page, who
        assert (named in page, unnamed in page) == (True, False), who
        assert ("You stand in for some procedures only" in page) == (who == "ana")
        assert ("offered to nobody" in page) == (who == "head"), who
    give = client.post(f"/units/offered-to-nobody/{lost.id}", data={"person": "ana", "reason": "Mine"})
    assert give.status_code == 403
    assert "You do not stand in for this procedure" in give.text
    assert door.engine.work_item(lost.id).holder is None
    assert lost.id not in client.get("/units/offered-to-nobody").text
    assert lost.id in sign_in("head").get("/units/offered-to-nobody").text


def test_what_is_late_is_told_by_the_calendar_of_the_office(
    settings: Settings, door: Door, unit: units.Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[int]:
        return [time._days for _item, _label, _holder, time in UnitWork(door, unit).late()]

    with_sundays = WorkingCalendar(week=((Shift(dt.time(9), dt.time(18)),),) * 7)
    before = told()
    monkeypatch.setattr(Settings, "calendar", with_sundays)
    assert before
    assert all(after > one for after, one in zip(told(), before, strict=True)), "late for a week and a Sunday"


def as_head(settings: Settings, door: Door) -> FlaskClient:
    app = create_app(settings, door=Door(settings, door.store))
    client, head = app.test_client(), accounts.by_name(door.store, "head")
    assert head is not None
    with client.session_transaction() as session:
        session["_user_id"] = head.id
        session[SESSION] = sessions.begin(
            door.store, account=head.id, method="password", lasts=dt.timedelta(hours=1)
        )
    return client


def test_figures_by_person_need_the_setting_and_enough_people_and_are_noted(
    settings: Settings, door: Door, unit: units.Unit
) -> None:
    on = settings.model_copy(update={"people_figures": True})
    page = as_head(on, door).get(f"/units/{unit.id}").text
    assert "By person" in page
    assert "Bek" in page
    assert audit.entries(door.store, limit=1)[0].action == "people.read"
    many = settings.model_copy(update={"people_figures": True, "people_figures_minimum": 50})
    page = as_head(many, door).get(f"/units/{unit.id}").text
    assert "By person" not in page
    assert "from 50 people on" in page


def test_a_head_of_nothing_is_told_so(sign_in: SignIn) -> None:
    assert "You are head of no unit" in sign_in("head").get("/units/").text


def test_work_offered_to_nobody_is_given_by_an_administrator(door: Door, sign_in: SignIn) -> None:
    case = door.engine.start(door.engine.deploy(read_model(MODEL), by="x"), by="x", business_key="N-9")
    [item] = door.engine.work_items(case)
    administrator, address = sign_in("administrator"), f"/units/offered-to-nobody/{item.id}"
    assert "N-9" in administrator.get("/units/offered-to-nobody").text
    assert item.id not in sign_in("officer").get("/work/?show=unit").text
    assert sign_in("officer").get(f"/work/{item.id}").status_code == 403
    assert administrator.post(address, data={"person": "analyst", "reason": "x"}).status_code == 422
    assert administrator.post(address, data={"person": "officer", "reason": " "}).status_code == 422
    given = administrator.post(address, data={"person": "officer", "reason": "No lane in the model"})
    assert given.status_code == 303
    assert "N-9" not in administrator.get("/units/offered-to-nobody").text
    assert door.engine.incidents(case) == []
    assert sign_in("officer").get(f"/work/{item.id}").status_code == 200


def test_a_head_who_opens_work_of_their_people_is_led_to_giving_it_out(
    door: Door, unit: units.Unit, sign_in: SignIn
) -> None:
    """A notice leads to the work itself, which is not the head's to do."""
    [item] = [i for i in door.engine.work_items() if i.element == "check" and i.holder is None]
    client = sign_in("head")
    answer = client.get(f"/work/{item.id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/work/{item.id}/share")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert door.engine.work_item(item.id).holder is None


def test_who_leads_from_further_above_leaves_it_to_the_nearest_head(
    door: Door, unit: units.Unit, sign_in: SignIn
) -> None:
    below = units.add(door.store, kind="unit", names={"ky": "Участок"}, parent=unit.id, code="plots")
    positions.add(door.store, unit=below.id, names={"ky": "Адис"}, groups=["plotters"])
    post = positions.add(door.store, unit=below.id, names={"ky": "Башчы"}, is_head=True)
    near = accounts.add(door.store, name="near", full_name="Near", password_hash="-", role="head")
    holdings.appoint(door.store, account=near.id, position=post.id, by="x")
    clock = Clock(dt.datetime.now(dt.UTC) - dt.timedelta(days=10))
    engine = Engine(door.settings.store_url, clock=clock)
    until = (clock.now() + dt.timedelta(days=3)).isoformat()
    model = DATED.replace("UNTIL", until).replace("surveyors", "plotters").replace("dated", "plotted")
    engine.start(engine.deploy(read_model(model.encode()), by="x"), by="x", business_key="PLOT-1")
    [item] = [i for i in engine.work_items() if i.business_key == "PLOT-1"]
    engine.dispose()
    page = sign_in("head").get(f"/units/{unit.id}").text
    assert "PLOT-1" in page
    assert f"/work/{item.id}/share" not in page
    assert re.search(r"/work/\w+/share", page), "their own people's work they do give out"
