"""The roadmap: ranked, narrowed, planned and taken along; the auditor's trace and what stands out."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sqlalchemy as sa

import analytics as an
from engine import Instance
from modeler_api.store import models, plans
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, WORKABLE, put_in_force, saved, simulated, with_library

LINE = {
    "procedure": CERTIFICATE,
    "what": "The register is asked instead of the applicant",
    "owner": "Head of the registry",
    "due": "2027-03-31",
    "acts": "Order 12",
    "hours": "14 000",
    "state": "under_way",
}


def test_the_figures_are_those_of_the_models(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    reformer = sign_in("reformer")
    rows = list(
        csv.DictReader(io.StringIO(reformer.get("/roadmap/export/procedures.csv").text.lstrip("\ufeff")))
    )
    assert len(rows) == len(library)
    hours = [float(row["Hours of citizens in a year"]) for row in rows]
    assert hours == sorted(hours, reverse=True)
    [mine] = [row for row in rows if float(row["Cases a year"]) == 3400]
    figures = an.summary(library[CERTIFICATE].as_is)
    assert float(mine["Hours of citizens in a year"]) == pytest.approx(
        figures["applicant_time"].value.total_seconds() / 3600 * 3400
    )
    assert reformer.get("/roadmap/export/procedures.xlsx").data.startswith(b"PK")
    assert reformer.get("/roadmap/export/nothing.csv").status_code == 404


def test_an_area_narrows_the_roadmap(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = sign_in("head").get("/roadmap/?area=transport").text
    assert "Replace driving licence" in page
    assert "Register a birth" not in page


def test_who_asks_what_a_register_holds(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    page = sign_in("auditor").get("/roadmap/registers/").text
    assert "kg:population-register" in page
    rows = list(csv.reader(io.StringIO(sign_in("auditor").get("/roadmap/export/registers.csv").text)))
    assert sum(row[1] == "Passport or ID card" for row in rows) == 8


def test_a_plan_is_written_changed_and_taken_along(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    reformer = sign_in("reformer")
    assert "14167" in reformer.get(f"/roadmap/plan/new?procedure={CERTIFICATE}").text
    assert reformer.post("/roadmap/plan/new", data=LINE).status_code == 303
    page = reformer.get("/roadmap/plan/").text
    for told in ("The register is asked", "Head of the registry", "31 March 2027", "Order 12", "14,000"):
        assert told in page
    [line] = plans.of_procedures(door.store, [CERTIFICATE])
    assert line.hours == 14000
    reformer.post(f"/roadmap/plan/{line.id}", data={**LINE, "state": "done", "hours": ""})
    [line] = plans.of_procedures(door.store, [CERTIFICATE])
    assert (line.state, line.hours, line.changed_by) == ("done", None, "reformer")
    [row] = csv.DictReader(io.StringIO(reformer.get("/roadmap/export/plan.csv").text.lstrip("\ufeff")))
    assert (row["Until"], row["Hours of citizens it spares in a year"]) == ("2027-03-31", "")


def test_a_line_without_what_who_and_readable_numbers_is_not_kept(sign_in: SignIn, door: Door) -> None:
    with_library(door)
    wrong = {**LINE, "what": " ", "owner": "", "due": "soon", "hours": "many", "procedure": "nothing"}
    answer = sign_in("reformer").post("/roadmap/plan/new", data=wrong)
    assert answer.status_code == 422
    for told in (
        "Say what is to change.",
        "Say who answers for it.",
        "Write the day as year",
        "Write the hours as a number.",
        "Choose the procedure.",
    ):
        assert told in answer.text
    assert plans.of_procedures(door.store, [CERTIFICATE, "nothing"]) == ()


def test_the_trace_proves_that_it_stands_and_says_where_it_does_not(sign_in: SignIn, door: Door) -> None:
    analyst, auditor = sign_in("analyst"), sign_in("auditor")
    saved(analyst, WORKABLE)
    put_in_force(sign_in)
    case = door.engine.start("permit", by="x")
    [item] = door.engine.work_items(case)
    door.engine.claim(item, by="ana")
    door.engine.complete(item, by="ana")
    page = auditor.get(f"/cases/{case.id}/trace/").text
    records = door.engine.history(case)
    assert f"each of its {len(records)} records follows" in page
    assert all(record.digest[:12] in page for record in records)
    told = json.loads(auditor.get(f"/cases/{case.id}/trace/records.json").data)
    assert told["first_broken_record"] is None
    assert [r["digest"] for r in told["records"]] == [r.digest for r in records]
    assert auditor.get(f"/cases/{case.id}/trace/records.csv").status_code == 200
    assert analyst.get(f"/cases/{case.id}/trace/").status_code == 403
    with door.store.begin() as connection:
        connection.execute(
            sa.text("update engine_history set label = 'Other' where instance = :case and number = 3"),
            {"case": case.id},
        )
    page = auditor.get(f"/cases/{case.id}/trace/").text
    assert "The chain is broken at record 3" in page
    assert "not proven" in page


def test_applicants_of_what_ran_here_are_compared_under_marks(sign_in: SignIn, door: Door) -> None:
    auditor = sign_in("auditor")
    with_library(door)
    first, second = "01503199000111", "02008198500222"
    cases: list[Instance] = []
    for pin in [first] * 6 + [second] * 8:
        data = {"applicant_name": "Асан", "applicant_pin": pin, "kind": "residence", "purpose": "A bank"}
        cases.append(door.engine.start(CERTIFICATE, by="x", data=data))
        door.engine.cancel(cases[-1], by="x", reason="for a test")
    for erased in cases[-3:]:
        door.engine.anonymise(erased, by="archivist")
    page = auditor.get(f"/procedures/{CERTIFICATE}/outliers/").text
    assert "told apart by a keyed mark of their personal number" in page
    assert "2 applicants with at least 5 cases each were looked at." in page
    assert "Of 3 cases the applicant is not known." in page
    assert not any(told in page for told in (first, second, "Асан"))


def test_what_stands_out_is_told_as_exposure(sign_in: SignIn, door: Door) -> None:
    analyst, auditor = sign_in("analyst"), sign_in("auditor")
    with_library(door)
    version = models.published(door.store, CERTIFICATE)
    assert version is not None
    simulated(analyst, door, CERTIFICATE, version.id)
    page = auditor.get(f"/procedures/{CERTIFICATE}/outliers/").text
    assert "It says nothing about any person." in page
    assert "The log holds nothing that tells applicants apart." in page
    assert "The model knows no express fee." in page
    assert analyst.get(f"/procedures/{CERTIFICATE}/outliers/").status_code == 403
