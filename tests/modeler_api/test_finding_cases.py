"""Every number of a finding leads to exactly its cases and its counter-cases, on a page and as a file."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from flask.testing import FlaskClient

from modeler_api import event_logs
from modeler_api.store import logs, models
from modeler_api.study_report import findings_in
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, with_library
from tests.modeler_api.test_report_parts import REPORT, brought

RETURNED, STRAIGHT = 6, 24


def reported(sign_in: SignIn, door: Door) -> FlaskClient:
    """An analyst with a log in which some of the cases go from the desk to the head and back."""
    analyst = sign_in("analyst")
    with_library(door)
    rows = ["case,activity,timestamp,resource,group"]
    for case in range(RETURNED + STRAIGHT):
        way = [("Check", "desk"), ("Sign", "head"), ("Send", "desk")] if case < RETURNED else []
        for at, (activity, group) in enumerate(way or [("Check", "desk"), ("Send", "desk")]):
            rows.append(f"C{case},{activity},2026-03-02T{10 + at}:00:00,{group} {case % 3},{group}")
    brought(analyst, "\n".join(rows).encode(), "log.csv")
    return analyst


def numbers_of(page: str) -> dict[str, str]:
    """Each number of the finding about the desk and the head, with where it leads."""
    article = next(a for a in page.split("<article")[1:] if "gave the case to" in a)
    links = re.findall(r'<a href="([^"]*report/cases/[^"]*)">([^<]*)<', article)
    return {unescape(words).strip(): unescape(href) for href, words in links}


def test_the_numbers_of_a_finding_lead_to_its_cases(sign_in: SignIn, door: Door) -> None:
    analyst = reported(sign_in, door)
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    page = analyst.get(REPORT, query_string={"log": row.id, "all": 1}).text
    numbers = numbers_of(page)
    assert list(numbers) == ["n = 30", "6 for", "24 against"]
    log = event_logs.stored(door, row).log
    with_head = {a["case"] for a in log.activities.to_pylist() if a["activity"] == "Sign"}
    for words, expected in (
        ("6 for", with_head),
        ("24 against", set(log.cases["case"].to_pylist()) - with_head),
    ):
        listed = analyst.get(numbers[words]).text
        assert re.search(rf"\b{len(expected)} cases", listed)
        assert "gave the case to" in listed
        assert "under pseudonyms" in listed
        file = re.search(r'href="([^"]*cases\.csv[^"]*)"', listed)
        assert file is not None
        told = analyst.get(unescape(file[1]))
        assert told.mimetype == "text/csv"
        table = list(csv.reader(io.StringIO(told.data.decode("utf-8-sig"))))
        cases = table[table.index([]) + 2 :]
        shown = {cells[0] for cells in cases}
        assert len(cases) == len(shown) == len(expected)
        assert all(name in told.text for name in shown)
        assert not shown & set(log.cases["case"].to_pylist())
    assert "30 cases" in analyst.get(numbers["n = 30"]).text


def test_a_finding_that_is_no_longer_there_is_said(sign_in: SignIn, door: Door) -> None:
    analyst = reported(sign_in, door)
    gone = analyst.get(f"{REPORT}cases/", query_string={"finding": "0" * 24, "side": "against"})
    assert gone.status_code == 404
    assert "no longer there" in gone.text
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    version = models.published(door.store, CERTIFICATE)
    assert version is not None
    there = findings_in(version.source, event_logs.stored(door, row).log).of("ping_pong")[0]
    for wrong in ({"evidence": "7"}, {"evidence": "-1"}, {"evidence": "0", "to": "2001-01-01"}):
        asked = {"log": row.id, "finding": there.fingerprint, **wrong}
        assert analyst.get(f"{REPORT}cases/", query_string=asked).status_code == 404, wrong
    # An address somebody has tampered with is no error of the program.
    odd = {"log": row.id, "finding": there.fingerprint, "side": "x", "_method": "y", "endpoint": "z"}
    assert analyst.get(f"{REPORT}cases/", query_string=odd).status_code == 200


def test_a_program_reads_the_same_evidence_and_the_same_cases(sign_in: SignIn, door: Door) -> None:
    analyst = reported(sign_in, door)
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    found = analyst.get("/api/v1/findings", query_string={"procedure": CERTIFICATE, "log": row.id}).json or []
    [returned] = [one for one in found if one["detector"] == "ping_pong"]
    counted = next(one for one in returned["evidence"] if one["n"] is not None)
    assert (counted["n"], counted["bearing"], counted["against"]) == (30, RETURNED, STRAIGHT)
    assert counted["cases"] == {"counted": 30, "bearing": RETURNED, "against": STRAIGHT}
    page = analyst.get(numbers_of(analyst.get(REPORT, query_string={"log": row.id, "all": 1}).text)["6 for"])
    address = f"/api/v1/findings/{CERTIFICATE}/{returned['fingerprint']}/cases"
    asked = {"log": row.id, "evidence": returned["evidence"].index(counted), "side": "bearing"}
    told = analyst.get(address, query_string=asked).json
    assert told is not None
    assert (told["total"], told["counted"], told["claim"]) == (RETURNED, RETURNED, returned["claim"])
    # A brought log holds nobody's case of this office: pseudonyms, which the page shows too, and no way to open one.
    assert all(one["case"] in page.text and one["instance"] is None for one in told["cases"])
    second = analyst.get(address, query_string=asked | {"limit": 2, "offset": 4}).json
    assert second is not None
    assert second["cases"] == told["cases"][4:]
    assert analyst.get(address, query_string=asked | {"evidence": 99}).status_code == 404
    assert analyst.get(address, query_string=asked | {"side": "every"}).status_code == 422
    assert (
        analyst.get(address.replace(returned["fingerprint"], "0" * 24), query_string=asked).status_code == 404
    )
    # Of a part of the log the findings are those of that part.
    narrowed = {"procedure": CERTIFICATE, "log": row.id, "to": "2001-01-01"}
    of_nothing = analyst.get("/api/v1/findings", query_string=narrowed).json or []
    assert "ping_pong" not in {one["detector"] for one in of_nothing}


def test_what_only_the_model_says_has_no_cases(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    found = sign_in("analyst").get("/api/v1/findings", query_string={"procedure": CERTIFICATE}).json or []
    evidence = [one for finding in found for one in finding["evidence"]]
    assert evidence
    assert {one["origin"] for one in evidence} == {"model"}
    assert all(one["cases"] is None for one in evidence)


def test_whoever_may_open_a_case_is_told_its_instance(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    model = read_model(b"Check @hatch -> Sign @chief -> Send @hatch", dialect="sketch")
    version = models.save(door.store, key=model.key, name="Permit", source=model.source, author="ana")
    definition = door.engine.deploy(model, by="ana")
    models.publish(door.store, version.id, definition_key=definition.key)
    for _case in range(RETURNED):
        case = door.engine.start(definition, by="ana")
        while items := door.engine.work_items(case):
            door.engine.reassign(items[0], to="ana", by="ana", reason="Hers")
            door.engine.complete(items[0], by="ana")
    of = {"procedure": model.key, "log": "measured"}
    found = analyst.get("/api/v1/findings", query_string=of).json or []
    at = next(
        (finding["fingerprint"], place)
        for finding in found
        for place, one in enumerate(finding["evidence"])
        if one["cases"] and one["cases"]["counted"]
    )
    address = f"/api/v1/findings/{model.key}/{at[0]}/cases"
    asked = {"log": "measured", "evidence": at[1]}
    assert {one["instance"] for one in _cases(analyst, address, asked)} == {None}
    auditor = _cases(sign_in("auditor"), address, asked)
    assert auditor
    assert all(one["instance"] for one in auditor)


def _cases(client: FlaskClient, address: str, asked: dict[str, object]) -> list[dict[str, object]]:
    answer = client.get(address, query_string=asked).json
    assert answer is not None
    cases: list[dict[str, object]] = answer["cases"]
    return cases
