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
from tests.modeler_api.office import form, procedure

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


def refusing(schema: dict[str, Any], **declared: object) -> Model:
    model = procedure(work=schema)
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


def test_a_refusal_is_read_once_more_before_it_counts_and_a_grant_is_not(
    clerk: FlaskClient, door: Door
) -> None:
    work = waiting(door, form(ANSWER, WHY))
    clerk.get(f"/work/{work.id}")
    asked = clerk.post(f"/work/{work.id}", data={"f.answer": "no", "f.why": "Art. 12"})
    assert asked.location == f"/work/{work.id}/check"
    assert door.engine.work_item(work.id).status == "open"
    page = clerk.get(asked.location).text
    assert "This refuses what was asked for" in page
    assert "The applicant reads the reason: Art. 12" in page
    assert "Refuse, and tell the applicant why" in page
    [version] = re.findall(r'name="draft" value="(\d+)"', page)
    assert clerk.post(asked.location, data={"draft": version}).location == f"/work/{work.id}/done"
    assert door.engine.work_item(work.id).status == "completed"
    other = door.engine.work_items(door.engine.start("shop_permit", by="officer"))[0]
    clerk.get(f"/work/{other.id}")
    granted = clerk.post(f"/work/{other.id}", data={"f.answer": "yes"})
    assert granted.location == f"/work/{other.id}/done"


def test_a_program_and_many_at_once_are_held_to_it_too(clerk: FlaskClient, door: Door) -> None:
    work = waiting(door, form(ANSWER, WHY))
    clerk.post(f"/api/v1/work-items/{work.id}/claim")
    answer = clerk.post(f"/api/v1/work-items/{work.id}/complete", json={"data": {"answer": "no"}})
    assert answer.status_code == 422
    asked = clerk.post("/work/bulk/", data={"act": "complete", "item": work.id})
    assert "A refusal counts only with its legal reason" in asked.text
    result = clerk.post(
        "/work/bulk/complete", data={"item": work.id, "f.answer": "no"}, follow_redirects=True
    )
    assert "A refusal needs its legal reason" in result.text
    assert door.engine.work_item(work.id).status == "open"


def test_its_letter_carries_the_reason_and_the_appeal_in_its_own_language(
    clerk: FlaskClient, door: Door
) -> None:
    work = waiting(door, form(ANSWER, WHY, letter=LETTER))
    clerk.get(f"/work/{work.id}")
    assert clerk.post(f"/work/{work.id}", data={"f.answer": "no"}).status_code == 422
    page = clerk.get(clerk.post(f"/work/{work.id}", data={"f.answer": "no", "f.why": "Статья 12"}).location)
    [version] = re.findall(r'name="draft" value="(\d+)"', page.text)
    clerk.post(f"/work/{work.id}/check", data={"draft": version})
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
