"""Sentences about the applicant's page: what they see of their case, and what nobody else does."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from flask.testing import FlaskClient
from pytest_bdd import given, parsers, then, when

from modeler_api.applicants_view import code_of
from modeler_api.store import comments
from processes.model.edits_of_annotations import set_step
from processes.model.reading import model_of
from tests.modeler_api.office import form, procedure
from tests.steps.town_hall import ANSWER, WHY, Hall

NUMBER = "SHOP-2026-00001-A"


def _model() -> Any:
    asked = form({"type": "textfield", "key": "name", "label": "Name"})
    rule = {"refuses_when": 'answer = "refuse"', "refusal_reason": "why"}
    model = set_step(procedure(start=asked, work=form(ANSWER, WHY)), "decide", **rule)
    appeal = '<extensionElements><gov:procedure appeal="The ministry" appealDays="30"/>'
    source = re.sub(r"(<process\b[^>]*>\s*)<extensionElements>", rf"\1{appeal}", model.source.decode())
    return model_of(source.encode())


@given("an application of Asan with its number and code")
def application(town: Hall) -> None:
    engine = town.door.engine
    engine.deploy(_model(), by="x")
    case = engine.start("shop_permit", business_key=NUMBER, data={"name": "Asan Secretov"}, by="aigul")
    [town._item] = engine.work_items(case)


@given(parsers.parse('Aigul writes "{said}" to the applicant and "{kept}" to the office'))
def writes_both(town: Hall, said: str, kept: str) -> None:
    for text, audience in ((said, comments.APPLICANT), (kept, comments.OFFICE)):
        comments.write(
            town.door.store,
            instance=town.item.instance,
            text=text,
            audience=audience,
            by="aigul",
            mentioned=[],
        )


@given(parsers.parse('Aigul has refused it because "{why}"'))
def has_refused(town: Hall, why: str) -> None:
    clerk = town.enter("aigul")
    clerk.get(town.address)
    town.typed = {"f.answer": "refuse", "f.why": why}
    town.send()
    assert town.page.status_code == 303
    # A refusal is read once more before it counts.
    [version] = re.findall(r'name="draft" value="(\d+)"', clerk.get(town.page.location).text)
    assert clerk.post(town.page.location, data={"draft": version}).status_code == 303


def _asked(town: Hall, code: str) -> tuple[FlaskClient, Any]:
    client = town.app.test_client()
    return client, client.post("/status", data={"number": NUMBER.lower(), "code": code})


@when("Asan looks where his case is")
def looks(town: Hall) -> None:
    code = code_of(town.door, town.item.instance)
    client, answer = _asked(town, f"{code[:5]} {code[5:].lower()}")
    assert answer.status_code == 303
    town.page = client.get(answer.location)


@when("somebody tries the number with other codes")
def tries(town: Hall) -> None:
    town.page = SimpleNamespace(tried=[_asked(town, f"WRONG{number:05}")[1] for number in range(12)])


@then("he reads that the office must act")
def office_acts(town: Hall) -> None:
    assert town.page.status_code == 200
    assert "The office is working on it" in town.page.text
    assert "Clerks must act; you need do nothing." in town.page.text
    assert "The ministry" in town.page.text


@then("nothing of what was entered stands there")
def nothing_entered(town: Hall) -> None:
    assert "Secretov" not in town.page.text


@then(parsers.parse('he reads "{said}" and not "{kept}"'))
def reads_one(town: Hall, said: str, kept: str) -> None:
    assert said in town.page.text
    assert kept not in town.page.text


@then(parsers.parse('he reads "{why}" and to whom he may appeal'))
def reads_refusal(town: Hall, why: str) -> None:
    assert "What was applied for is refused" in town.page.text
    assert why in town.page.text
    assert "appeal to: The ministry. Within 30 days" in town.page.text


@then("they learn nothing, and are slowed down")
def learn_nothing(town: Hall) -> None:
    first, last = town.page.tried[0], town.page.tried[-1]
    assert first.status_code == 422
    assert "no case with this number and this code" in first.text
    assert last.status_code == 429
    assert town.app.test_client().get("/status/case").status_code == 302
