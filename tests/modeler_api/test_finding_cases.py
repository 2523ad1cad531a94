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
