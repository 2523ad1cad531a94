"""The comparison: both simulated with one seed, the differences those of `analytics.compare`, in words."""

from __future__ import annotations

import analytics as an
from modeler_api import event_logs
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.store import logs, models
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, with_library


def test_the_differences_are_those_of_the_study(sign_in: SignIn, door: Door) -> None:
    """The page's first sentence and its table come from comparing the two stored logs."""
    with_library(door)
    reformer = sign_in("reformer")
    after = models.versions(door.store, f"{CERTIFICATE}-to-be")[0]
    asked = {"after": after.id, "cases": "40", "replications": "4", "seed": "7", "world": "library"}
    job = reformer.post(f"/procedures/{CERTIFICATE}/comparison/", data=asked).headers["Location"]
    run_waiting_jobs(door)
    address = reformer.get(job).headers["Location"]
    page = reformer.get(address)
    assert page.status_code == 200
    rows = {row.variant: row for row in logs.of_procedure(door.store, CERTIFICATE)}
    found = an.compare(*(event_logs.stored(door, rows[v]).log for v in ("as_is", "to_be")), seed=7)
    assert found["throughput_median"].is_sure
    assert "sure: less than today" in page.text
    assert "Paired by replication" in page.text
    assert "No case has finished here yet" in page.text
    table = reformer.get(f"{address}/differences.csv").text
    assert str(found["throughput_median"].before) in table


def test_without_a_redesign_there_is_nothing_to_compare(sign_in: SignIn, door: Door) -> None:
    """The page says what to do first."""
    with_library(door)
    for version in models.versions(door.store, f"{CERTIFICATE}-to-be"):
        models.retire(door.store, version.id)
    page = sign_in("reformer").get(f"/procedures/{CERTIFICATE}/comparison/").text
    assert "There is no redesign to compare with" in page


def test_a_job_run_twice_makes_one_comparison(sign_in: SignIn, door: Door) -> None:
    """The clock may run a job again after a crash; nothing is doubled."""
    from modeler_api.jobs import kinds
    from modeler_api.store import jobs, reports

    with_library(door)
    before = models.published(door.store, CERTIFICATE)
    after = models.versions(door.store, f"{CERTIFICATE}-to-be")[0]
    assert before is not None
    amounts = {"cases": 20, "replications": 2, "seed": 1, "world": "model"}
    job = jobs.ask(
        door.store,
        kind="compare",
        subject=CERTIFICATE,
        arguments={"before": before.id, "after": after.id, **amounts},
        created_by="x",
    )
    for _again in range(2):
        kinds["compare"](door, job, lambda **_said: None)
    assert len(reports.of_procedure(door.store, CERTIFICATE, kind="comparison")) == 1
    assert len(logs.of_procedure(door.store, CERTIFICATE)) == 2
