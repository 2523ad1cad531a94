"""Decisions beside a procedure: written in plain tables or by the drawing program, tried, saved, compared, in force."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from modeler_api.decisions.questions import NotAValue, Question, value_of
from modeler_api.store import decision_drafts, models, version_decisions
from modeler_api.wiring import Door
from processes import library, read_decisions
from tests.modeler_api.conftest import SignIn

KEY = "id_card_renewal"
FEE = "/procedures/id_card_renewal/decisions/id_card_fee"
ASKED = {"title": "Fee of a shop", "inputs": "area: number\nkind: string", "outputs": "fee: number"}
SHOP = "/procedures/id_card_renewal/decisions/fee_of_a_shop"


@pytest.fixture
def analyst(sign_in: SignIn, door: Door) -> FlaskClient:
    """An analyst with a procedure whose step decides by a table that is in force."""
    [fees] = library[KEY].decisions
    door.engine.deploy_decisions(fees, by="library")
    source = library[KEY].to_be.source
    models.save(door.store, key=KEY, name="ID card", source=source, author="library", reason="x")
    return sign_in("analyst")


def written(door: Door, name: str) -> Any:
    draft = decision_drafts.find(door.store, KEY, name)
    assert draft is not None
    return read_decisions(draft.source).content["decisions"][0]["logic"]


def test_the_decision_in_force_stands_beside_the_step_that_names_it(analyst: FlaskClient, door: Door) -> None:
    page = analyst.get("/procedures/id_card_renewal/decisions").text
    assert "Fee of the ID card by speed" in page and "In force, not changed here" in page
    answer = analyst.post(
        FEE + "/table", data={"decision": "id_card_fee", "revision": 0, "c.1.output.0": "600"}
    )
    assert answer.status_code == 303
    assert written(door, "id_card_fee")["rules"][0]["outputs"] == ["600", "12"]
    assert door.engine.evaluate("id_card_fee", {"speed": "days_12"}).value["fee"] == 510


def test_an_empty_table_is_filled_without_any_script(analyst: FlaskClient, door: Door) -> None:
    assert analyst.post("/procedures/id_card_renewal/decisions", data=ASKED).status_code == 303
    form = {"decision": "fee_of_a_shop", "revision": 1, "do": "add"}
    assert analyst.post(SHOP + "/table", data=form).status_code == 303
    cells = {"c.1.input.0": "< 50", "c.1.input.1": '"stall"', "c.1.output.0": "100", "c.1.note.0": "Order 3"}
    assert analyst.post(SHOP + "/table", data=cells | form | {"revision": 2}).status_code == 303
    rules = written(door, "fee_of_a_shop")["rules"]
    assert (rules[0]["tests"], rules[0]["outputs"], rules[0]["note"]) == (
        ["< 50", '"stall"'],
        ["100"],
        "Order 3",
    )
    page = analyst.get(SHOP).text
    assert "Gap" not in page  # the second rule lets everything pass
    assert "Rules 1 and 2 both match" in page
    form = {"decision": "fee_of_a_shop", "revision": 3, "do": "remove:2"}
    assert analyst.post(SHOP + "/table", data=form).status_code == 303
    page = analyst.get(SHOP).text
    gap = re.search(r'name="do" value="(gap:[^"]*)"', page)
    assert gap is not None
    form = {"decision": "fee_of_a_shop", "revision": 4, "do": unescape(gap[1])}
    assert analyst.post(SHOP + "/table", data=form).status_code == 303
    assert len(written(door, "fee_of_a_shop")["rules"]) == 2


def test_a_broken_cell_is_marked_and_kept(analyst: FlaskClient) -> None:
    analyst.post(FEE + "/table", data={"decision": "id_card_fee", "revision": 0, "c.2.input.0": "1 +"})
    page = analyst.get(FEE).text
    assert 'aria-describedby="wrong-id_card_fee-2-input-0"' in page
    assert "is not FEEL" in page


def test_whoever_is_second_is_told_and_overwrites_nothing(analyst: FlaskClient, door: Door) -> None:
    form = {"decision": "id_card_fee", "revision": 0, "c.1.output.0": "600"}
    analyst.post(FEE + "/table", data=form)
    again = analyst.post(FEE + "/table", data=form | {"c.1.output.0": "700"})
    assert again.status_code == 409 and "changed this decision at" in again.text
    assert written(door, "id_card_fee")["rules"][0]["outputs"][0] == "600"
    draft = decision_drafts.find(door.store, KEY, "id_card_fee")
    assert draft is not None
    source = draft.source.decode().replace(">600<", ">800<")
    sent = {"source": source, "seen": 0, "window": "w2"}
    assert analyst.post(FEE, json=sent).status_code == 409
    apart = analyst.post(FEE + "/apart", json={"source": source}).json
    assert apart["address"].endswith("/id_card_fee_2")
    kept = analyst.post(FEE, json=sent | {"seen": 1})
    assert kept.status_code == 200 and kept.json["revision"] == 2
    assert set(kept.json["parts"]) == {"said", "tables", "samples"}
    # The answer was lost on the way: the same window sends again.
    assert analyst.post(FEE, json=sent | {"seen": 1}).status_code == 200


def test_a_trial_says_which_rules_match(analyst: FlaskClient) -> None:
    page = analyst.post(FEE + "/try", data={"decision": "id_card_fee", "g.speed": "days_8"}).text
    assert "<strong>1300</strong>" in page and 'class="matched"' in page
    told = analyst.post(
        FEE + "/try",
        data={"decision": "id_card_fee", "g.speed": "days_8"},
        headers={"Accept": "application/json"},
    ).json
    assert told["rules"] == ["id_card_fee_rule_2"]


def sampled(analyst: FlaskClient, expected: str) -> str:
    analyst.post(FEE + "/samples", data={"decision": "id_card_fee", "revision": 0, "do": "add"})
    form = {
        "decision": "id_card_fee",
        "revision": 1,
        "s.0.title": "Within a week",
        "s.0.g.speed": "days_4",
        "s.0.e.fee": expected,
    }
    assert analyst.post(FEE + "/samples", data=form).status_code == 303
    return analyst.get(FEE).text


def test_a_sample_is_green_or_red(analyst: FlaskClient) -> None:
    assert "As expected" in sampled(analyst, "1640")


def test_a_sample_that_is_otherwise_keeps_the_version_from_coming_into_force(
    analyst: FlaskClient, door: Door
) -> None:
    assert "Otherwise" in sampled(analyst, "99")
    draft = decision_drafts.find(door.store, KEY, "id_card_fee")
    assert draft is not None
    form = {"name": "ID card", "reason": "A fee", "revision": 0, "decisions": f"id_card_fee:{draft.revision}"}
    answer = analyst.post("/procedures/id_card_renewal/edit/version", data=form)
    assert answer.status_code == 303
    newest = models.versions(door.store, KEY)[0]
    assert [each.name for each in version_decisions.of(door.store, newest.id)] == ["id_card_fee"]
    assert newest.makers >= {"analyst"} and decision_drafts.of(door.store, KEY) == ()
    page = analyst.get(f"/procedures/id_card_renewal/versions/{newest.number}/publish").text
    assert "1 sample is otherwise" in page
    # An upload that brings no decision keeps those there are.
    source = newest.source + b"\n"
    later = models.save(door.store, key=KEY, name="ID card", source=source, author="other", reason="y")
    assert version_decisions.of(door.store, later.id) == version_decisions.of(door.store, newest.id)


def test_two_versions_are_compared_rule_by_rule(analyst: FlaskClient, door: Door) -> None:
    for revision, fee in ((0, "600"), (0, "700")):
        form = {"decision": "id_card_fee", "revision": revision, "c.1.output.0": fee}
        assert analyst.post(FEE + "/table", data=form).status_code == 303
        saved = {"name": "ID card", "reason": fee, "revision": 0, "decisions": "id_card_fee:1"}
        assert analyst.post("/procedures/id_card_renewal/edit/version", data=saved).status_code == 303
    page = analyst.get("/procedures/id_card_renewal/changes?from=2&to=3").text
    assert "Rule 1" in page and "600 · 12" in page and "700 · 12" in page


def test_a_decision_goes_with_the_next_version_and_stays_with_the_last(
    analyst: FlaskClient, door: Door
) -> None:
    analyst.post("/procedures/id_card_renewal/decisions", data=ASKED)
    saved = {"name": "ID card", "reason": "x", "revision": 0, "decisions": "fee_of_a_shop:1"}
    analyst.post("/procedures/id_card_renewal/edit/version", data=saved)
    assert analyst.post(SHOP + "/remove", data={"revision": 0}).status_code == 303
    assert analyst.get(SHOP).status_code == 404
    analyst.post("/procedures/id_card_renewal/edit/version", data=saved)
    newest, before, *_rest = models.versions(door.store, KEY)
    assert version_decisions.of(door.store, newest.id) == ()
    assert len(version_decisions.of(door.store, before.id)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Enter what the decision is called"),
        ({"inputs": ""}, "Name one column at least"),
        ({"inputs": "area: acres"}, "names no column"),
        ({"title": "id card fee"}, "stands here already"),
    ],
    ids=["no name", "no input", "no type", "twice"],
)
def test_a_decision_that_cannot_begin_says_why(analyst: FlaskClient, sent: dict[str, str], said: str) -> None:
    answer = analyst.post("/procedures/id_card_renewal/decisions", data=ASKED | sent)
    assert answer.status_code == 422 and said in answer.text


def test_a_file_is_brought_or_refused(analyst: FlaskClient, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.dmn", tmp_path / "shop fees.dmn"
    bad.write_bytes(b"<definitions/>")
    good.write_bytes(library["building_permit"].decisions[0].source)
    with bad.open("rb") as file:
        answer = analyst.post("/procedures/id_card_renewal/decisions", data={"file": (file, bad.name)})
    assert answer.status_code == 422 and "not the &lt;definitions&gt; of DMN" in answer.text
    with good.open("rb") as file:
        answer = analyst.post("/procedures/id_card_renewal/decisions", data={"file": (file, good.name)})
    assert answer.location.endswith("/shop_fees")
    assert analyst.get(answer.location).status_code == 200
    file = analyst.get("/procedures/id_card_renewal/decisions/shop_fees.dmn")
    assert file.data == library["building_permit"].decisions[0].source


def test_what_is_typed_is_a_value_or_says_why_not() -> None:
    assert value_of(Question(name="a", label="A", kind="feel"), '{b: "c"}') == {"b": "c"}
    assert value_of(Question(name="a", label="A", kind="boolean"), "true") is True
    for kind, typed in (("number", "many"), ("feel", "1 +")):
        with pytest.raises(NotAValue):
            value_of(Question(name="a", label="A", kind=kind), typed)
