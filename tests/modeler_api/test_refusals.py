"""A refusal on the page: its rule is read before the work starts, it needs its reason, and its letter tells it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine import InvalidData, NotExecutable, WorkItem
from modeler_api import letters as writing
from modeler_api import refusals
from modeler_api.wiring import Door
from processes import Model
from processes.model.edits_of_annotations import set_step
from processes.model.reading import model_of
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import confirmed, form, procedure

ANSWER = {
    "type": "radio",
    "key": "answer",
    "label": "Answer",
    "values": [{"value": v} for v in ("yes", "no")],
}
WHY = {"type": "textarea", "key": "why", "label": "Reason by law"}
#: Its own words tell neither the reason nor the appeal.
LETTER = {"language": "ru", "title": {"ru": "Ответ"}, "to": "Асан", "paragraphs": [{"ru": "Вам отказано."}]}
RULE = {"refuses_when": 'answer = "no"', "refusal_reason": "why"}


def refusing(schema: dict[str, Any], *, start: dict[str, Any] | None = None, **declared: object) -> Model:
    model = procedure(start=start, work=schema)
    element = next(e for e in model.elements.values() if e.type == "UserTask")
    declared = {**RULE, **declared}
    model = set_step(model, element.id, **declared)
    appeal = (
        '<gov:procedure appeal="The ministry" appealDays="30">'
        '<gov:appeal lang="ru">Министерство</gov:appeal></gov:procedure>'
    )
    source = re.sub(r"(<process\b[^>]*>\s*<extensionElements>)", rf"\1{appeal}", model.source.decode())
    return model_of(source.encode())


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in("officer")


def waiting(door: Door, schema: dict[str, Any]) -> WorkItem:
    door.engine.deploy(refusing(schema), by="x")
    return door.engine.work_items(door.engine.start("shop_permit", by="officer"))[0]


def test_the_rule_is_read_before_the_work_starts_and_holds_beyond_the_form(
    clerk: FlaskClient, door: Door
) -> None:
    work = waiting(door, form(ANSWER, WHY))
    page = clerk.get(f"/work/{work.id}").text
    assert "A refusal counts only with its legal reason, in “Reason by law”" in page
    assert "appeal to: The ministry. Within 30 days" in page
    refused = clerk.post(f"/work/{work.id}", data={"f.answer": "no"})
    assert refused.status_code == 422
    assert "A refusal needs its legal reason" in refused.text
    assert door.engine.work_item(work.id).status == "open"
    assert clerk.post(f"/work/{work.id}", data={"f.answer": "no", "f.why": "Art. 12"}).status_code == 303


def test_a_decision_is_read_once_more_before_it_counts(clerk: FlaskClient, door: Door) -> None:
    work = waiting(door, form(ANSWER, WHY))
    clerk.get(f"/work/{work.id}")
    asked = clerk.post(f"/work/{work.id}", data={"f.answer": "no", "f.why": "Art. 12"})
    assert asked.location == f"/work/{work.id}/check"
    assert door.engine.work_item(work.id).status == "open"
    page = clerk.get(asked.location).text
    assert "This refuses what was asked for" in page
    assert "The applicant reads the reason: Art. 12" in page
    assert "Refuse, and tell the applicant why" in page
    assert confirmed(clerk, asked).location == f"/work/{work.id}/done"
    assert door.engine.work_item(work.id).status == "completed"
    other = door.engine.work_items(door.engine.start("shop_permit", by="officer"))[0]
    clerk.get(f"/work/{other.id}")
    granted = clerk.post(f"/work/{other.id}", data={"f.answer": "yes"})
    assert granted.location == f"/work/{other.id}/check"
    assert door.engine.work_item(other.id).status == "open"
    page = clerk.get(granted.location).text
    assert "This refuses what was asked for" not in page
    assert confirmed(clerk, granted).location == f"/work/{other.id}/done"


def test_where_nothing_is_granted_or_refused_the_answers_count_at_once(
    clerk: FlaskClient, door: Door
) -> None:
    door.engine.deploy(procedure(work=form(ANSWER)), by="x")
    [work] = door.engine.work_items(door.engine.start("shop_permit", by="officer"))
    assert "Go on: check your answers" not in clerk.get(f"/work/{work.id}").text
    assert clerk.post(f"/work/{work.id}", data={"f.answer": "yes"}).location == f"/work/{work.id}/done"


def test_one_decision_for_many_is_read_once_more_and_may_be_changed(clerk: FlaskClient, door: Door) -> None:
    first = waiting(door, form(ANSWER, WHY))
    second = door.engine.work_items(door.engine.start("shop_permit", by="officer", business_key="B-2"))[0]
    chosen = [first.id, second.id]
    sent = {"item": chosen, "f.answer": "no", "f.why": "Art. 12 & <13>"}
    shown = clerk.post("/work/bulk/complete", data=sent)
    assert shown.status_code == 200
    assert "Nothing has been sent yet" in shown.text
    assert "This refuses what was asked for in 2 cases" in shown.text
    assert "The applicant reads the reason: Art. 12 &amp; &lt;13&gt;" in shown.text
    assert "Within 30 days" in shown.text
    assert "B-2" in shown.text
    assert {door.engine.work_item(id_).status for id_ in chosen} == {"open"}
    asked = clerk.post("/work/bulk/check", data={**sent, "change": "yes"}).text
    assert "Art. 12 &amp; &lt;13&gt;</textarea>" in asked
    assert {door.engine.work_item(id_).status for id_ in chosen} == {"open"}
    [once] = re.findall(r'name="once" value="(\w+)"', shown.text)
    for _twice in range(2):
        told = clerk.post("/work/bulk/check", data={**sent, "once": once}, follow_redirects=True).text
        assert "2 done" in told
        assert "not done" not in told
    assert {door.engine.work_item(id_).status for id_ in chosen} == {"completed"}


def test_a_grant_for_many_is_read_once_more_too(clerk: FlaskClient, door: Door) -> None:
    work = waiting(door, form(ANSWER, WHY))
    shown = clerk.post("/work/bulk/complete", data={"item": work.id, "f.answer": "yes"})
    assert "Refuses nothing" in shown.text
    assert "Complete 1 piece of work" in shown.text
    assert door.engine.work_item(work.id).status == "open"


def test_what_each_case_knows_may_refuse_in_one_and_not_in_another(clerk: FlaskClient, door: Door) -> None:
    start = form({"type": "textfield", "key": "zone", "label": "Zone"})
    model = refusing(form(ANSWER, WHY), start=start, refuses_when='zone = "red"')
    door.engine.deploy(model, by="x")
    chosen = [
        door.engine.work_items(door.engine.start("shop_permit", by="officer", data={"zone": zone}))[0].id
        for zone in ("red", "green")
    ]
    without = clerk.post("/work/bulk/complete", data={"item": chosen, "f.answer": "yes"}).text
    assert "Cannot be given here" in without
    shown = clerk.post(
        "/work/bulk/complete", data={"item": chosen, "f.answer": "yes", "f.why": "Art. 1"}
    ).text
    assert "This refuses what was asked for in 1 case" in shown
    assert "Refuses nothing" in shown
    assert "Refuse 1 case, and tell the applicant why" in shown


def test_a_program_and_many_at_once_are_held_to_it_too(clerk: FlaskClient, door: Door) -> None:
    work = waiting(door, form(ANSWER, WHY))
    clerk.post(f"/api/v1/work-items/{work.id}/claim")
    answer = clerk.post(f"/api/v1/work-items/{work.id}/complete", json={"data": {"answer": "no"}})
    assert answer.status_code == 422
    asked = clerk.post("/work/bulk/", data={"act": "complete", "item": work.id})
    assert "A refusal counts only with its legal reason" in asked.text
    result = clerk.post("/work/bulk/complete", data={"item": work.id, "f.answer": "no"})
    assert result.status_code == 422
    assert "A refusal needs its legal reason" in result.text
    assert door.engine.work_item(work.id).status == "open"


def test_its_letter_carries_the_reason_and_the_appeal_in_its_own_language(
    clerk: FlaskClient, door: Door
) -> None:
    work = waiting(door, form(ANSWER, WHY, letter=LETTER))
    clerk.get(f"/work/{work.id}")
    assert clerk.post(f"/work/{work.id}", data={"f.answer": "no"}).status_code == 422
    confirmed(clerk, clerk.post(f"/work/{work.id}", data={"f.answer": "no", "f.why": "Статья 12"}))
    found = writing.of_work_item(door, work.id)
    assert found is not None
    said = found[0].content["data"]
    assert said["fields"] == {"Правовое основание отказа": "Статья 12"}
    assert "Министерство" in said["appeal"]
    assert "30" in said["appeal"]


def test_what_the_letter_says_by_itself_is_not_said_twice(door: Door, clerk: FlaskClient) -> None:
    own = {**LETTER, "paragraphs": [{"ru": "Отказано: {{why}}"}], "appeal": {"ru": "В суд."}}
    work = waiting(door, form(ANSWER, WHY, letter=own))
    refusal = door.engine.refusal(work, {"answer": "no", "why": "Статья 12"})
    assert refusal is not None
    content: dict[str, Any] = {
        "language": "ru",
        "data": {"paragraphs": ["Отказано: Статья 12"], "appeal": "В суд."},
    }
    refusals.into_letter(refusal, content)
    assert content["data"] == {"paragraphs": ["Отказано: Статья 12"], "appeal": "В суд."}


def test_an_officer_may_word_the_appeal_where_the_step_says_so(door: Door) -> None:
    appeal = {"type": "textarea", "key": "appeal", "label": "Appeal"}
    engine = door.engine
    engine.deploy(refusing(form(ANSWER, WHY, appeal), refusal_appeal="appeal"), by="x")
    [work] = engine.work_items(engine.start("shop_permit", by="officer"))
    with pytest.raises(InvalidData) as lacking:
        engine.complete(work, by="officer", data={"answer": "no", "why": "Art. 12"})
    assert list(lacking.value.errors) == ["appeal"]
    engine.complete(work, by="officer", data={"answer": "no", "why": "Art. 12", "appeal": "To the court."})


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ({"refusal_reason": "wny"}, "Did you mean “why”?"),
        ({"refusal_reason": None}, "does not say which answer is the legal reason"),
        ({"refuses_when": None}, "says when it refuses"),
        ({"refusal_appeal": "court"}, "takes how to appeal from “court”"),
        ({"refuses_when": "answer = (3"}, "“answer = (3”"),
    ],
)
def test_a_rule_that_could_not_be_kept_is_not_published(
    door: Door, declared: dict[str, object], words: str
) -> None:
    with pytest.raises(NotExecutable) as refused:
        door.engine.deploy(refusing(form(ANSWER, WHY), **declared), by="x")
    assert any(words in problem.message for problem in refused.value.problems)
