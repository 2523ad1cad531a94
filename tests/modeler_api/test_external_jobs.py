"""Programs outside fetch work and answer it, each with a service account."""

from __future__ import annotations

from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn


def _case(door: Door) -> str:
    model = read_model(b":service Ask -> Decide @clerks", dialect="sketch")
    return door.engine.start(door.engine.deploy(model, by="ana"), by="citizen", data={"parcel": "44/2"}).id


def test_a_program_fetches_a_job_and_completes_it(sign_in: SignIn, door: Door) -> None:
    case = _case(door)
    program = sign_in("service")
    [job] = program.post("/api/v1/external-jobs/fetch", json={"topics": ["ask"]}).json or []
    assert job["data"] == {"parcel": "44/2"}
    assert (
        program.post(f"/api/v1/external-jobs/{job['id']}/extend", json={"lock_seconds": 60}).status_code
        == 200
    )
    done = program.post(f"/api/v1/external-jobs/{job['id']}/complete", json={"data": {"owner": "Asanova"}})
    assert done.status_code == 204
    assert door.engine.instance(case).data["owner"] == "Asanova"
    again = program.post(f"/api/v1/external-jobs/{job['id']}/complete", json={})
    assert again.status_code == 409


def test_a_failure_says_why_in_the_incident(sign_in: SignIn, door: Door) -> None:
    case = _case(door)
    program = sign_in("service")
    [job] = program.post("/api/v1/external-jobs/fetch", json={"topics": ["ask"]}).json or []
    failed = {"reason": "closed for inventory", "retries": 0}
    assert program.post(f"/api/v1/external-jobs/{job['id']}/fail", json=failed).status_code == 204
    [incident] = door.engine.incidents(case)
    assert "inventory" in incident.message


def test_only_service_accounts_may(sign_in: SignIn, door: Door) -> None:
    assert sign_in("officer").post("/api/v1/external-jobs/fetch", json={"topics": ["ask"]}).status_code == 403
    assert sign_in("service").get("/api/v1/models").status_code == 403
    nothing = sign_in("service").post("/api/v1/external-jobs/nowhere/fail", json={"reason": "x"})
    assert nothing.status_code == 409
