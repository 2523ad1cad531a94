"""The report: its numbers are those of the log, what it rests on always stands there, findings come and go."""

from __future__ import annotations

import analytics as an
from modeler_api import event_logs
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.quantities import quantity, working_length
from modeler_api.store import logs, models
from modeler_api.study_report import StudyReport, findings_in
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import (
    CERTIFICATE,
    SMALL,
    WORKABLE,
    put_in_force,
    saved,
    simulated,
    with_library,
)


def as_is(door: Door) -> str:
    """The id of the certificate's version in force."""
    version = models.published(with_library(door).store, CERTIFICATE)
    assert version is not None
    return version.id


def test_without_a_log_the_model_alone_speaks(sign_in: SignIn, door: Door) -> None:
    """No number is made up: the page says that nobody knows, and offers a simulation."""
    with_library(door)
    page = sign_in("analyst").get(f"/procedures/{CERTIFICATE}/report/").text
    assert "nobody knows where the time goes" in page
    assert "Simulate some thousand cases" in page
    assert "Half of the cases are done within" not in page


def test_the_numbers_are_those_of_the_log(sign_in: SignIn, door: Door) -> None:
    """The page shows what the measures say of the stored log, marked as simulated."""
    analyst = sign_in("analyst")
    page = analyst.get(simulated(analyst, door, CERTIFICATE, as_is(door))).text
    row = logs.newest(door.store, CERTIFICATE)
    assert row is not None
    log = event_logs.stored(door, row).log
    with analyst.application.test_request_context():
        expected = quantity(an.throughput_time(log).rows[0].median, "working days")
        waits = [working_length(r.median) for r in an.waiting_time(log, level="activity")]
    assert expected in page
    assert all(wait in page for wait in waits)
    assert "simulated" in page
    assert "seed 3" in page
    assert "no case left out" in page


def test_the_same_seed_gives_the_same_log(sign_in: SignIn, door: Door) -> None:
    """Two simulations asked for with one seed agree case by case."""
    analyst, version = sign_in("analyst"), as_is(door)
    for _again in range(2):
        simulated(analyst, door, CERTIFICATE, version)
    first, second = logs.of_procedure(door.store, CERTIFICATE)
    assert event_logs.stored(door, first).log == event_logs.stored(door, second).log


def test_a_simulated_log_goes_out_with_its_mark(sign_in: SignIn, door: Door) -> None:
    """Every form of the download says that it was simulated."""
    analyst = sign_in("analyst")
    simulated(analyst, door, CERTIFICATE, as_is(door))
    row = logs.newest(door.store, CERTIFICATE)
    assert row is not None
    for form in ("xes", "csv", "parquet"):
        answer = analyst.get(f"/procedures/{CERTIFICATE}/simulations/{row.id}.{form}")
        assert answer.status_code == 200
        assert "simulated" in answer.headers["Content-Disposition"]
    assert analyst.get(f"/procedures/{CERTIFICATE}/simulations/{row.id}.exe").status_code == 404


def test_a_finding_is_set_aside_with_a_reason_and_brought_back(sign_in: SignIn, door: Door) -> None:
    """Without a reason nothing happens; set aside it stands at the end with who and why."""
    version = models.by_id(door.store, as_is(door))
    assert version is not None
    finding = findings_in(version.source, None).by("saving")[0]
    address = f"/procedures/{CERTIFICATE}/report/findings/{finding.fingerprint}"
    reformer = sign_in("reformer")
    refused = reformer.post(f"{address}/dismiss", data={"reason": ""})
    assert refused.status_code == 422
    assert "Say why the finding is set aside." in refused.text
    reformer.post(f"{address}/dismiss", data={"reason": "The law asks for it"})
    page = reformer.get(f"/procedures/{CERTIFICATE}/report/").text
    assert "The law asks for it" in page
    assert "The reformer" in page
    reformer.post(f"{address}/restore")
    assert "The law asks for it" not in reformer.get(f"/procedures/{CERTIFICATE}/report/").text


def test_a_finding_is_an_auditors_to_read_only(sign_in: SignIn, door: Door) -> None:
    """Reading is allowed, setting aside is not."""
    with_library(door)
    auditor = sign_in("auditor")
    assert auditor.get(f"/procedures/{CERTIFICATE}/report/").status_code == 200
    assert auditor.post(f"/procedures/{CERTIFICATE}/report/findings/x/dismiss").status_code == 403


def test_wrong_amounts_are_told_apart(sign_in: SignIn, door: Door) -> None:
    """More than 50,000 cases, no version and a word for a seed are three errors."""
    analyst, _version = sign_in("analyst"), as_is(door)
    typed = {"cases": "60000", "replications": "1", "seed": "luck", "world": "library", "version": "x"}
    answer = analyst.post(f"/procedures/{CERTIFICATE}/simulations/", data=typed)
    assert answer.status_code == 422
    for told in ("from 1 to 50,000", "Enter the seed", "Choose the version"):
        assert told in answer.text
    assert 'value="60000"' in answer.text


def test_a_model_that_says_no_length_cannot_be_simulated_and_the_page_says_why(
    sign_in: SignIn, door: Door
) -> None:
    """Nothing is made up: the job's page names the step and what to do."""
    analyst = sign_in("analyst")
    saved(analyst, SMALL)
    version = models.versions(door.store, "permit")[0]
    asked = {"cases": 5, "replications": 1, "seed": 1, "world": "model", "version": version.id}
    job = analyst.post("/procedures/permit/simulations/", data=asked).headers["Location"]
    run_waiting_jobs(door)
    assert "Nobody has said how long “Check the plan” takes." in analyst.get(job).text


def test_a_model_without_a_scenario_is_simulated_with_its_assumptions(sign_in: SignIn, door: Door) -> None:
    """Whatever had to be assumed stands on the report."""
    analyst = sign_in("analyst")
    saved(analyst, WORKABLE)
    version = models.versions(door.store, "permit")[0]
    page = analyst.get(simulated(analyst, door, "permit", version.id, world="model")).text
    assert "assumption" in page
    assert "one an hour is assumed" in page


def test_measured_is_what_ran_here(sign_in: SignIn, door: Door) -> None:
    """A case that was worked to its end is measured, a running one is left out and counted."""
    analyst = sign_in("analyst")
    saved(analyst, WORKABLE)
    put_in_force(sign_in)
    done = door.engine.start("permit", by="x")
    [item] = door.engine.work_items(done)
    door.engine.claim(item, by="ana")
    door.engine.complete(item, by="ana")
    door.engine.start("permit", by="x")
    source = event_logs.measured(door, "permit")
    assert source is not None
    assert (source.cases, source.excluded, source.is_simulated) == (1, 1, False)
    page = analyst.get("/procedures/permit/report/").text
    assert "measured" in page
    assert "1 case left out because it still runs" in page


def test_heat_and_table_say_the_same(sign_in: SignIn, door: Door) -> None:
    """The value printed on a shape is the value of its row."""
    analyst = sign_in("analyst")
    simulated(analyst, door, CERTIFICATE, as_is(door))
    source = event_logs.choose(door, CERTIFICATE, None)
    version = models.published(door.store, CERTIFICATE)
    assert source is not None
    assert version is not None
    from modeler_api.repository import Kept

    with analyst.application.test_request_context():
        report = StudyReport(Kept(door, version), source)
        shown = {o["element"]: o["text"] for o in report.heat("wait")["overlays"] if "text" in o}
        assert shown
        assert shown == {element: report.value_words(element, "wait") for element in shown}
