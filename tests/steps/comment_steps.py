"""Sentences about comments on a case: for whom, who is mentioned, what becomes of them."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from modeler_api.store import comments
from tests.steps.town_hall import Hall


@when(parsers.parse('Aigul writes "{words}" without saying for whom'))
def writes_unsaid(town: Hall, words: str) -> None:
    town.page = town.enter("aigul").post(f"/comments/of/{town.item.instance}", data={"text": words})


@then("the comment is not kept, and she is asked for whom it is")
def not_kept(town: Hall) -> None:
    assert comments.of_instance(town.door.store, town.item.instance) == []
    assert "Say who sees the comment." in town.page.text
    assert "Is the plan signed?" in town.page.text


@when(parsers.parse('Aigul writes "{words}" for the office'))
@given(parsers.parse('Aigul has written "{words}" for the office'))
def writes(town: Hall, words: str) -> None:
    data = {"text": words, "audience": "office"}
    assert town.enter("aigul").post(f"/comments/of/{town.item.instance}", data=data).status_code == 303


@then("Bek finds it among what mentions him")
def mentioned(town: Hall) -> None:
    assert "Please look" in town.enter("bek").get("/comments/mentions").text


@then("it is marked as seen by the office only")
def marked(town: Hall) -> None:
    page = town.enter("bek").get(f"/cases/{town.item.instance}?tab=comments").text
    assert 'class="comment office"' in page
    assert 'class="comment applicant"' not in page


@when(parsers.parse('she changes it to "{words}"'))
def changes(town: Hall, words: str) -> None:
    [one] = comments.of_instance(town.door.store, town.item.instance)
    town.enter("aigul").post(f"/comments/{one.id}/change", data={"text": words})


@then(parsers.parse('colleagues read "{words}"'))
def colleagues_read(town: Hall, words: str) -> None:
    page = town.enter("bek").get(f"/cases/{town.item.instance}?tab=comments").text
    assert words in page
    assert "Frist" not in page


@then(parsers.parse('an auditor also reads "{words}"'))
def auditor_reads(town: Hall, words: str) -> None:
    assert words in town.enter("auditor").get(f"/cases/{town.item.instance}?tab=comments").text
