"""Versions for some cases, between the engine and the repository: killed anywhere, nothing is lost or doubled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from flask.testing import FlaskClient

from engine import WrongState
from modeler_api.publishing import coming_into_force
from modeler_api.publishing.coming_into_force import put_in_force, put_planned_in_force
from modeler_api.settings import Settings
from modeler_api.store import audit, models, planned_versions, reviews, scenarios
from modeler_api.store.acts import Act
from modeler_api.store.models import ModelVersion
from modeler_api.store.planned_versions import ForWhom
from modeler_api.store.version_decisions import KeptDecision
from modeler_api.wiring import Door
from processes import Model, read_model
from tests.engine.tables import Cells, table
from tests.modeler_api import studies
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import KEY, form, procedure
from tests.modeler_api.studies import WORKABLE, saved


@pytest.fixture
def settings(tmp_path: Path, engine_url: str) -> Settings:
    """Everything here holds on both databases: what is killed lies in transactions of either."""
    url = None if engine_url.startswith("sqlite") else engine_url
    return Settings(
        data=tmp_path / "var", port=0, login_attempts="5 per minute", default_locale="en", database_url=url
    )


SOME = ForWhom(share=30, reason="A trial.")


def version(door: Door, model: Model, *, key: str = KEY, reason: str = "x") -> ModelVersion:
    return models.save(
        door.store, key=key, name="Permit", source=model.source, author="analyst", reason=reason
    )


@pytest.fixture
def first(door: Door) -> ModelVersion:
    """A procedure in force."""
    return put_in_force(door, version(door, procedure()), by="analyst", role="analyst")


def asks(key: str) -> Model:
    return procedure(start=form({"type": "textfield", "key": key, "label": key.title()}))


def acts(door: Door) -> list[str]:
    return [
        entry.action for entry in audit.entries(door.store, limit=100) if entry.action.startswith("model.")
    ]


def later() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)


@pytest.mark.parametrize("whom", [ForWhom(), SOME])
@pytest.mark.parametrize("to_be", [False, True])
def test_a_kill_between_engine_and_repository_is_made_good_by_the_clock(
    door: Door, first: ModelVersion, whom: ForWhom, to_be: bool
) -> None:
    second = version(door, asks("shop"), key=f"{KEY}-to-be" if to_be else KEY)
    with (
        mock.patch.object(coming_into_force.models, "save", side_effect=KeyboardInterrupt),
        mock.patch.object(coming_into_force.models, "publish", side_effect=KeyboardInterrupt),
        mock.patch.object(coming_into_force.models, "mark_staged", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        put_in_force(door, second, by="analyst", role="analyst", whom=whom)
    assert put_planned_in_force(door) == 0  # its own request still has its minute
    with time_machine.travel(later(), tick=False):
        assert put_planned_in_force(door) == 1
        assert put_planned_in_force(door) == 0
    status = "published" if whom.is_all else "staged"
    kept = models.versions(door.store, KEY)
    assert [(each.number, each.status) for each in kept if each.status == status] == [(2, status)]
    assert len(kept) == 2
    assert acts(door).count("model.publish" if whom.is_all else "model.stage") == 1 + whom.is_all
    assert planned_versions.of(door.store, second.key) is None
    assert len(door.engine.definitions(latest=False)) == 2


@pytest.mark.parametrize(("who", "role"), [("analyst", "analyst"), ("head", "head"), ("left-long-ago", "")])
def test_who_ended_a_trial_stands_with_their_own_role(
    door: Door, first: ModelVersion, who: str, role: str
) -> None:
    put_in_force(door, version(door, asks("shop")), by="analyst", role="analyst", whom=SOME)
    door.engine.widen(KEY, by=who, reason="Enough seen.")
    assert put_planned_in_force(door) == 1
    entry = next(each for each in audit.entries(door.store, limit=100) if each.action == "model.widen")
    assert (entry.who, entry.role) == (who, role)


def test_a_version_of_other_decisions_is_not_the_one_on_trial(door: Door, first: ModelVersion) -> None:
    """Same drawing, other fees: it waits until the trial has ended, and is not widened in its place."""
    drawn = asks("shop")
    put_in_force(door, version(door, drawn), by="analyst", role="analyst", whom=SOME)
    other = models.save(
        door.store,
        key=KEY,
        name="Permit",
        source=drawn.source,
        author="analyst",
        decisions=[
            KeptDecision(name="fee.dmn", source=table(Cells("fee", [["area", "fee"], ["> 100", "400"]])))
        ],
    )
    with pytest.raises(WrongState):
        put_in_force(door, other, by="analyst", role="analyst")
    stage = door.engine.open_stage(KEY)
    assert stage is not None
    assert models.by_id(door.store, other.id) == other
    assert planned_versions.of(door.store, KEY) is None


@pytest.mark.parametrize("widened", [True, False])
def test_a_kill_while_a_trial_ends_is_made_good_by_the_clock(
    door: Door, first: ModelVersion, widened: bool
) -> None:
    put_in_force(door, version(door, asks("shop")), by="analyst", role="analyst", whom=SOME)
    (door.engine.widen if widened else door.engine.withdraw_stage)(KEY, by="analyst", reason="Enough seen.")
    assert put_planned_in_force(door) == 1
    assert put_planned_in_force(door) == 0
    said = [(each.number, each.status) for each in models.versions(door.store, KEY)]
    assert said == ([(2, "published"), (1, "retired")] if widened else [(2, "retired"), (1, "published")])
    assert acts(door).count("model.widen" if widened else "model.unstage") == 1


def test_what_cannot_come_into_force_leaves_the_plan_there_was(door: Door, first: ModelVersion) -> None:
    second, third = version(door, asks("shop")), version(door, asks("fee"))
    put_in_force(door, second, by="analyst", role="analyst", whom=SOME)
    at = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    planned_versions.plan(door.store, key=KEY, version=second.id, at=at, by="analyst", role="analyst")
    with pytest.raises(Exception, match="in force for some cases only"):
        put_in_force(door, third, by="analyst", role="analyst")
    planned = planned_versions.of(door.store, KEY)
    assert planned is not None
    assert planned.version == second.id
    with time_machine.travel(at, tick=False):
        assert put_planned_in_force(door) == 1
    # The day it was planned for widens what was for some cases until then.
    live = models.published(door.store, KEY)
    assert live is not None
    assert live.number == 2
    assert [stage.standing for stage in door.engine.stages(KEY)] == ["widened"]


def test_the_first_version_is_for_all(sign_in: SignIn, door: Door) -> None:
    made = version(door, procedure())
    reviews.say(door.store, version=made.id, kind="approval", text="", author="reformer")
    data = {"name": "Permit", "whom": "share", "share": "20", "reason": "x"}
    answer = sign_in("analyst").post(f"/procedures/{KEY}/versions/1/publish", data=data)
    assert answer.status_code == 422
    assert "The first version is for all" in answer.text


@pytest.mark.parametrize("share", ["", "0", "100", "1.5", "²", "99999999999", "-3"])
def test_a_share_that_is_none_is_said_at_its_field(
    sign_in: SignIn, door: Door, first: ModelVersion, share: str
) -> None:
    made = version(door, asks("shop"))
    reviews.say(door.store, version=made.id, kind="approval", text="", author="reformer")
    data = {"name": "Permit", "whom": "share", "share": share, "reason": ""}
    answer = sign_in("analyst").post(f"/procedures/{KEY}/versions/2/publish", data=data)
    assert answer.status_code == 422
    assert 'href="#field-share"' in answer.text
    label = answer.text[answer.text.index('<label for="field-share"') :]
    assert "optional" not in label[: label.index("</label>")]
    assert 'href="#field-reason"' in answer.text
    assert door.engine.stages() == []


def drawn_into(door: Door, officer: FlaskClient, expected: int) -> None:
    """Open cases until the next one of the officer follows the version expected."""
    for _number in range(200):
        page = officer.get(f"/start/{KEY}").text
        wanted = next(d for d in door.engine.definitions(latest=False) if d.version == expected)
        if f'name="version" value="{wanted.id}"' in page:
            return
        assert officer.post(f"/start/{KEY}", data={"f.shop": "A", "f.fee": "B"}).status_code == 303
    raise AssertionError


def test_the_form_is_that_of_the_version_the_case_will_follow(sign_in: SignIn, door: Door) -> None:
    put_in_force(door, version(door, asks("shop")), by="analyst", role="analyst")
    put_in_force(door, version(door, asks("fee")), by="analyst", role="analyst", whom=SOME)
    officer = sign_in("officer")
    drawn_into(door, officer, 2)
    page = officer.get(f"/start/{KEY}").text
    assert 'name="f.fee"' in page
    assert officer.get(f"/start/{KEY}").text.count('name="f.fee"') == page.count('name="f.fee"')
    answer = officer.post(f"/start/{KEY}", data={"f.fee": "12"})
    case = door.engine.instance(answer.location.rpartition("/")[2])
    assert (case.version, case.data["fee"]) == (2, "12")


def test_a_form_that_was_changed_meanwhile_is_shown_with_what_was_typed(sign_in: SignIn, door: Door) -> None:
    put_in_force(door, version(door, asks("shop")), by="analyst", role="analyst")
    put_in_force(door, version(door, asks("fee")), by="analyst", role="analyst", whom=SOME)
    officer = sign_in("officer")
    drawn_into(door, officer, 2)
    shown = next(d.id for d in door.engine.definitions(latest=False) if d.version == 2)
    before = door.engine.count_instances(KEY)
    door.engine.withdraw_stage(KEY, by="analyst", reason="No.")
    answer = officer.post(f"/start/{KEY}", data={"f.fee": "12", "version": shown})
    assert answer.status_code == 409
    assert "The form has changed" in answer.text
    assert 'name="f.shop"' in answer.text
    assert door.engine.count_instances(KEY) == before


def test_a_program_opens_cases_of_both_and_sees_the_trial(sign_in: SignIn, door: Door) -> None:
    put_in_force(door, version(door, procedure()), by="analyst", role="analyst")
    trial = procedure(work=form({"type": "textfield", "key": "fee", "label": "Fee"}))
    put_in_force(door, version(door, trial), by="analyst", role="analyst", whom=ForWhom(share=50, reason="x"))
    officer = sign_in("officer")
    found = {
        officer.post("/api/v1/instances", json={"definition": KEY}).json["version"] for _number in range(30)
    }
    assert found == {1, 2}
    [stage] = sign_in("analyst").get(f"/api/v1/definitions/{KEY}/stages").json
    assert (stage["version"], stage["share"], stage["standing"]) == (2, 50, "open")


def test_a_planned_version_whose_scenario_ends_otherwise_by_then_waits(sign_in: SignIn, door: Door) -> None:
    """Between the plan and its day a scenario was saved that the version does not pass."""
    client = sign_in("analyst")
    saved(client, WORKABLE)
    studies.put_in_force(sign_in)
    second = models.save(
        door.store, key="permit", name="Second", source=WORKABLE + b"<!-- -->", author="x", reason="x"
    )
    now = dt.datetime.now(dt.UTC)
    planned_versions.plan(door.store, key="permit", version=second.id, at=now, by="analyst", role="analyst")
    scenarios.keep(
        door.store,
        key="permit",
        name="Two checks",
        acts=[Act(do="start"), Act(do="complete", element="a step that is not there")],
        status="completed",
        ends=[],
        author="analyst",
    )
    assert put_planned_in_force(door) == 0
    planned = planned_versions.of(door.store, "permit")
    assert planned is not None
    assert "Two checks" in planned.failed
    live = models.published(door.store, "permit")
    assert live is not None
    assert live.number == 1


def test_a_planned_version_that_gives_work_to_another_agency_by_then_waits(
    door: Door, first: ModelVersion
) -> None:
    from modeler_api.store import positions, units

    second = version(door, asks("shop"))
    now = dt.datetime.now(dt.UTC)
    planned_versions.plan(door.store, key=KEY, version=second.id, at=now, by="analyst", role="analyst")
    with mock.patch.object(positions, "agency_of_group", return_value="elsewhere"):
        assert units.agencies(door.store)
        assert put_planned_in_force(door) == 0
    planned = planned_versions.of(door.store, KEY)
    assert planned is not None
    assert "clerks" in planned.failed


def test_other_starts_are_refused_at_their_elements(sign_in: SignIn, door: Door, first: ModelVersion) -> None:
    daily = procedure().source.replace(
        b'<startEvent id="s" name="Apply"></startEvent>',
        b'<startEvent id="s" name="Apply"/><startEvent id="t" name="Every day"><timerEventDefinition>'
        b"<timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent>"
        b'<sequenceFlow id="f3" sourceRef="t" targetRef="decide"/>',
    )
    made = version(door, read_model(daily))
    reviews.say(door.store, version=made.id, kind="approval", text="", author="reformer")
    data = {"name": "Permit", "whom": "share", "share": "20", "reason": "x"}
    answer = sign_in("analyst").post(f"/procedures/{KEY}/versions/2/publish", data=data)
    assert answer.status_code == 422
    assert "Every day" in answer.text
    assert "must start as the one in force does" in answer.text


def test_a_plan_says_for_whom(sign_in: SignIn, door: Door, first: ModelVersion) -> None:
    at = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    second = version(door, asks("shop"))
    planned_versions.plan(
        door.store, key=KEY, version=second.id, at=at, by="analyst", role="analyst", whom=SOME
    )
    analyst = sign_in("analyst")
    assert ": 30 % of new cases." in analyst.get(f"/procedures/{KEY}?tab=versions").text
    assert ": 30 % of new cases." in analyst.get(f"/procedures/{KEY}/versions/2/publish").text
    with time_machine.travel(at, tick=False):
        assert put_planned_in_force(door) == 1
    stage = door.engine.open_stage(KEY)
    assert stage is not None
    assert stage.share == 30
