"""The report's other pages: every number leads to its cases, what is left out is said, files hold what is on screen."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import analytics as an
from analytics.journey import journey
from analytics.procedure_report import Section
from modeler_api import event_logs
from modeler_api.measured_log import recorded
from modeler_api.report_charts import Chart, trend_of
from modeler_api.store import findings as dismissals
from modeler_api.store import logs, models
from modeler_api.study_report import findings_in
from modeler_api.summary_card import percent
from modeler_api.wiring import Door
from processes import EventLog, read_log, read_model
from processes.model import edits
from processes.text import _
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, WORKABLE, put_in_force, saved, simulated, with_library

REPORT = f"/procedures/{CERTIFICATE}/report/"
PARTS = ("", "ways/", "conformance/", "time/", "units/", "journey/", "change/", "cases/")


@pytest.fixture
def analyst(sign_in: SignIn, door: Door) -> FlaskClient:
    """An analyst with the certificate simulated."""
    client = sign_in("analyst")
    with_library(door)
    version = models.published(door.store, CERTIFICATE)
    assert version is not None
    simulated(client, door, CERTIFICATE, version.id)
    return client


def log_in(door: Door) -> EventLog:
    row = logs.newest(door.store, CERTIFICATE)
    assert row is not None
    return event_logs.stored(door, row).log


def chart(page: str, name: str) -> dict[str, object]:
    """What a chart of a page is drawn from."""
    found = re.search(rf'<script type="application/json" id="{name}"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_each_part_says_what_it_rests_on(analyst: FlaskClient) -> None:
    for part in PARTS:
        answer = analyst.get(REPORT + part)
        assert answer.status_code == 200, part
        for told in ("simulated", "60 cases", "no case left out", "working time", "as of"):
            assert told in answer.text, (part, told)
    assert analyst.get(REPORT + "nothing/").status_code == 404


def test_the_journey_in_a_file_is_in_the_readers_language(analyst: FlaskClient, door: Door) -> None:
    version = models.published(door.store, CERTIFICATE)
    assert version is not None
    model = read_model(version.source)
    papers = {paper.document for touch in journey(model).touches for paper in touch.papers}
    names = [model.documents[paper].names["ru"] for paper in papers]
    assert names
    analyst.get("/language/ru")
    page = analyst.get(f"{REPORT}report.html").text
    told = page[page.index('<section id="journey"') :].partition("</section>")[0]
    for name in names:
        assert name in told
    for paper in papers:
        assert model.documents[paper].name not in told
    drawn = page[page.index("<svg") : page.index("</svg>")]
    picture = analyst.get(f"{REPORT}exports/diagram/wait.svg").text
    for named in (*model.lanes.values(), *(e for e in model.elements.values() if e.is_task)):
        first = named.names["ru"].split()[0]
        assert first in drawn, named
        assert first in picture, named


def test_the_trend_compares_the_last_two_periods_of_enough_cases() -> None:
    section = Section(
        name="trend",
        title=_("How long cases took, by the moment they ended"),
        head=(_("Week"), _("Cases that ended"), _("Half take up to ({unit})").format(unit="days")),
        rows=(("1", 9, 2.0), ("2", 4, 8.0), ("3", 7, 3.0), ("4", 2, 40.0)),
    )
    drawn = Chart(name="trend", section=section, data={}, about=section.title)
    assert trend_of(drawn, 2) == "2 in 1 (n = 9), 3 in 3 (n = 7); 4 has too few cases to compare (n = 2)"
    few = Chart(name="trend", section=replace(section, rows=section.rows[:2]), data={}, about=section.title)
    assert trend_of(few, 2) == ""


def test_the_columns_of_the_spread_are_the_cases_of_the_log(analyst: FlaskClient, door: Door) -> None:
    page = analyst.get(REPORT).text
    data = chart(page, "spread")
    counts = data["counts"]
    assert isinstance(counts, list)
    lengths = [row.median for row in an.throughput_time(log_in(door), level="case")]
    step = float(str(data["step"]))
    inside = [length for length in lengths if length is not None and length < len(counts) * step]
    assert sum(counts) == len(inside)
    links = data["links"]
    assert isinstance(links, list)
    fullest = counts.index(max(counts))
    listed = analyst.get(links[fullest]).text
    assert f"{max(counts)} cases" in listed or f"{max(counts)} case" in listed


def test_a_number_of_a_step_lists_its_cases_under_pseudonyms(analyst: FlaskClient, door: Door) -> None:
    log = log_in(door)
    activity = an.frequency(log).rows[0]
    page = analyst.get(f"{REPORT}cases/", query_string={"activity": activity.key}).text
    assert f"{int(activity.total or 0)} cases" in page
    assert "under pseudonyms" in page
    assert log.cases["case"][0].as_py() not in page


def test_a_way_can_be_looked_at_alone(analyst: FlaskClient, door: Door) -> None:
    ways = analyst.get(f"{REPORT}ways/").text
    way = re.search(r"way=([0-9a-f]{12})", ways)
    assert way is not None
    often = an.variants(log_in(door)).rows[0].n
    page = analyst.get(REPORT, query_string={"way": way[1]}).text
    assert f"{often} cases" in page
    assert f"{60 - often} cases left out: went another way" in page


def test_a_period_in_which_nothing_ended_says_so(analyst: FlaskClient) -> None:
    for part in PARTS:
        page = analyst.get(REPORT + part, query_string={"to": "2001-01-01"})
        assert page.status_code == 200, part
        assert "60 cases left out: ended after the period" in page.text


def test_an_unreadable_day_is_said_at_its_field(analyst: FlaskClient) -> None:
    page = analyst.get(REPORT, query_string={"from": "soon"}).text
    assert "Write the day as year, month and day" in page
    assert 'value="soon"' in page


def test_calendar_time_is_said_and_counted(analyst: FlaskClient, door: Door) -> None:
    page = analyst.get(REPORT, query_string={"time": "calendar"}).text
    assert "calendar time, around the clock" in page
    [days] = an.throughput_time(log_in(door), unit="days")
    assert days.median is not None
    assert f"{days.median:.3g} day" in page


def test_every_mode_of_the_heat_has_its_table(analyst: FlaskClient) -> None:
    for mode in ("wait", "work", "frequency", "breach", "cost", "fee", "effort"):
        page = analyst.get(REPORT, query_string={"mode": mode})
        assert page.status_code == 200, mode
        assert "Find the specialist" in page.text


def test_the_chart_as_a_table_holds_what_is_drawn(analyst: FlaskClient) -> None:
    for name in ("trend", "spread", "queues", "dotted", "spectrum", "handovers"):
        answer = analyst.get(f"{REPORT}charts/{name}.csv")
        assert answer.status_code == 200, name
        assert "simulated" in answer.text
        assert len(list(csv.reader(io.StringIO(answer.text)))) > 8
    assert analyst.get(f"{REPORT}charts/nothing.csv").status_code == 404


def test_the_log_goes_out_under_pseudonyms_in_every_form(
    analyst: FlaskClient, door: Door, tmp_path: object
) -> None:
    from pathlib import Path

    case = log_in(door).cases["case"][0].as_py()
    for form, ending in (("xes", ".xes"), ("csv", ".csv"), ("ocel-json", ".json"), ("parquet", ".parquet")):
        answer = analyst.get(f"{REPORT}exports/log/{form}")
        assert answer.status_code == 200, form
        path = Path(str(tmp_path)) / f"log{ending}"
        path.write_bytes(answer.data)
        read = read_log(path, columns={"case": "case"} if form == "ocel-json" else None)
        assert len(read) == 60
        assert case not in read.cases["case"].to_pylist()


def test_open_data_says_its_k(analyst: FlaskClient) -> None:
    told = json.loads(analyst.get(f"{REPORT}exports/open-data/json").data)
    assert told["k"] == 10
    assert told["origin"] == "simulated"
    assert all(
        g["cases"] is None or g["cases"] >= 10
        for kind in ("all", "period", "step", "way")
        for g in told[kind]
    )
    rows = analyst.get(f"{REPORT}exports/open-data/csv").text
    assert "suppressed: fewer than 10 cases" in rows


def test_the_diagram_goes_out_as_a_picture(analyst: FlaskClient) -> None:
    assert analyst.get(f"{REPORT}exports/diagram/wait.svg").data.startswith(b"<svg")
    painted = analyst.get(f"{REPORT}exports/diagram/wait.png")
    assert (painted.mimetype, painted.data[:4]) == ("image/png", b"\x89PNG")
    assert analyst.get(f"{REPORT}exports/diagram/wait.gif").status_code == 404


def test_a_dismissed_finding_comes_back_when_its_step_changes(sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    version = models.published(door.store, CERTIFICATE)
    assert version is not None
    finding = findings_in(version.source, None).by("saving")[0]
    reformer.post(f"{REPORT}findings/{finding.fingerprint}/dismiss", data={"reason": "The law asks for it"})
    from modeler_api.repository import model_in

    model = model_in(version.source)
    assert finding.fingerprint in dismissals.in_force(door.store, CERTIFICATE, model)
    other = next(e.id for e in model.elements.values() if e.is_task and e.id not in finding.elements)
    elsewhere = edits.set_step(model, other, effort="PT77M")
    assert finding.fingerprint in dismissals.in_force(door.store, CERTIFICATE, elsewhere)
    changed = edits.set_step(model, finding.elements[0], effort="PT77M")
    assert finding.fingerprint not in dismissals.in_force(door.store, CERTIFICATE, changed)


def brought(client: FlaskClient, content: bytes, name: str, **more: str) -> TestResponse:
    data = {"file": (BytesIO(content), name), "timezone": "Asia/Bishkek", **more}
    return client.post(
        f"/procedures/{CERTIFICATE}/logs/",
        data=data,
        content_type="multipart/form-data",
        follow_redirects=True,
    )


def test_a_log_from_elsewhere_is_reported_on(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    with_library(door)
    rows = ["case,activity,timestamp,resource"]
    for case in range(12):
        rows += [
            f"Асанова {case},Find the specialist,2026-03-02T09:00:00,Гүлнара",
            f"Асанова {case},Тапшыруу,2026-03-0{3 + case % 3}T10:00:00,Гүлнара",
        ]
    page = brought(analyst, "\n".join(rows).encode(), "log.csv").text
    assert "brought from elsewhere: log.csv" in page
    assert "12 cases" in page
    assert "Тапшыруу" in page
    assert "1 step of the log is not in the model" in page
    assert "Асанова" not in page
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    log = event_logs.stored(door, row).log
    assert not any("Асанова" in case for case in log.cases["case"].to_pylist())
    # Where nothing ran here yet, it is what the report of the procedure opens on.
    assert "brought from elsewhere: log.csv" in analyst.get(f"/procedures/{CERTIFICATE}/report/").text
    assert "Гүлнара" not in str(log.events["resource"].to_pylist())


def test_a_log_of_years_no_calendar_knows_is_counted_in_calendar_time(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    with_library(door)
    rows = ["case,activity,timestamp,resource,group"]
    rows += [
        f"C{case},{activity},1960-03-{2 + case:02}T{hour}:00:00,R{case % 3},desk"
        for case in range(20)
        for activity, hour in (("Check", 10), ("Sign", 14))
    ]
    page = brought(analyst, "\n".join(rows).encode(), "old.csv").text
    why = "The calendar knows the days off of 1992–2099, and the times reach from 1960 to 1960."
    assert f"calendar time, around the clock ({why})" in page
    assert not re.search(r"detector \w+ failed", page)
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    for part in PARTS:
        answer = analyst.get(REPORT + part, query_string={"log": row.id, "all": 1})
        assert answer.status_code == 200, part
    auditor = sign_in("auditor")
    assert (
        auditor.get(f"/procedures/{CERTIFICATE}/outliers/", query_string={"log": row.id}).status_code == 200
    )


def test_a_file_that_is_no_log_is_refused_with_the_way_out(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    with_library(door)
    page = brought(analyst, b"\x00\x01 nothing", "log.bin").text
    assert "This is no event log that can be read here." in page
    assert "Export it as XES" in page
    assert logs.of_procedure(door.store, CERTIFICATE) == ()


def test_what_is_done_shows_at_the_next_look(sign_in: SignIn, door: Door) -> None:
    """Only the history that went on is read again; what was measured of the rest stays right."""
    analyst = sign_in("analyst")
    saved(analyst, WORKABLE)
    put_in_force(sign_in)

    def done() -> str:
        case = door.engine.start("permit", by="x")
        [item] = door.engine.work_items(case)
        door.engine.claim(item, by="ana")
        door.engine.complete(item, by="ana")
        return case.id

    first = [done() for _case in range(5)]
    before = recorded(door, "permit")
    assert recorded(door, "permit") is before
    assert "n = 5" in analyst.get("/procedures/permit/report/").text
    sixth = done()
    after = recorded(door, "permit")
    assert set(after.log.cases["case"].to_pylist()) == {*first, sixth}
    assert "n = 6" in analyst.get("/procedures/permit/report/").text
    whole = door.engine.event_log("permit", cases=True)
    assert sorted(map(str, whole.activities["completed"].to_pylist())) == sorted(
        map(str, after.log.activities["completed"].to_pylist())
    )


@pytest.mark.parametrize(
    ("share", "digits", "words"),
    [
        (0.0, 0, "0 %"),
        (1e-17, 0, "0 %"),
        (0.00001, 0, "<1 %"),
        (0.003, 0, "<1 %"),
        (0.003, 1, "0.3 %"),
        (0.61, 0, "61 %"),
        (0.999, 0, ">99 %"),
        (1 - 1e-12, 0, "100 %"),
        (1.0, 0, "100 %"),
    ],
)
def test_a_share_is_neither_a_false_nothing_nor_a_thousand_times_too_much(
    app: Flask, share: float, digits: int, words: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert percent(share, digits).replace("\u202f", " ") == words


@pytest.mark.parametrize("part", ["", "ways/", "conformance/", "time/", "units/"])
def test_where_there_is_no_log_a_page_leads_to_a_first_one(sign_in: SignIn, door: Door, part: str) -> None:
    with_library(door)
    page = f"/procedures/birth_registration/report/{part}"
    told = sign_in("analyst").get(page).text
    assert "No log to look at" in told
    assert "/procedures/birth_registration/simulations/" in told
    assert "Choose another log" not in told
    # Who may not simulate is told why nothing is there, without a way that would refuse them.
    told = sign_in("auditor").get(page).text
    assert "nobody has brought or simulated any" in told
    assert "Simulate cases" not in told
