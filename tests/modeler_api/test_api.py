"""The API: described in OpenAPI 3.1, refusing in problem documents, held to its own description."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from modeler_api.clockwork import run_waiting_jobs
from modeler_api.store import accounts
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, PYTHON, SMALL, with_library


def test_the_description_is_public_and_names_every_resource(sign_in: SignIn, app: Flask) -> None:
    """Programs find the nine resources without signing in."""
    described = app.test_client().get("/api/openapi.json").json
    assert described is not None
    assert described["openapi"].startswith("3.1")
    found = {path.split("/")[3] for path in described["paths"]}
    assert found >= {
        "models",
        "definitions",
        "instances",
        "work-items",
        "logs",
        "findings",
        "redesigns",
        "simulations",
        "session",
    }


def test_nobody_gets_anything_without_signing_in(app: Flask) -> None:
    """The refusal is a problem document."""
    answer = app.test_client().get("/api/v1/models")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_what_a_role_may_not_do_is_a_problem_document(sign_in: SignIn) -> None:
    """An officer uploads no model."""
    answer = sign_in("officer").post("/api/v1/models", json={"source": SMALL.decode(), "reason": "x"})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["status"] == 403


def test_a_model_is_saved_and_comes_back_byte_for_byte(sign_in: SignIn) -> None:
    """The file of a saved version is what was sent."""
    analyst = sign_in("analyst")
    answer = analyst.post("/api/v1/models", json={"source": SMALL.decode(), "reason": "by program"})
    assert answer.status_code == 201, answer.text
    assert analyst.get("/api/v1/models/permit/versions/1/file").data == SMALL


@pytest.mark.parametrize("source", ["", "no xml", "<html/>", PYTHON.decode().replace("python", "feel")[:90]])
def test_what_is_no_model_is_refused_with_its_place(sign_in: SignIn, source: str) -> None:
    """A problem document with what to do."""
    answer = sign_in("analyst").post("/api/v1/models", json={"source": source, "reason": "x"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["hint"]


def test_a_script_in_python_is_refused(sign_in: SignIn) -> None:
    """As on the page, with its element and line."""
    answer = sign_in("analyst").post("/api/v1/models", json={"source": PYTHON.decode(), "reason": "x"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["element"] == "check"


def test_an_officer_works_a_case_to_its_end(sign_in: SignIn, door: Door) -> None:
    """Start, take, complete, all by program."""
    with_library(door)
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    accounts.set_groups(door.store, officer.id, ["specialist", "cashier", "head", "reception", "clerks"])
    client = sign_in("officer")
    data = {"applicant_name": "A", "applicant_pin": "03902199900017", "kind": "residence"}
    started = client.post("/api/v1/instances", json={"definition": CERTIFICATE, "data": data})
    assert started.status_code == 201, started.text
    [item] = client.get("/api/v1/work-items").json or []
    assert client.post(f"/api/v1/work-items/{item['id']}/claim", json={}).status_code == 200
    wrong = client.post("/api/v1/work-items/nowhere/complete", json={})
    assert wrong.status_code == 404


def test_a_simulation_is_asked_for_and_leaves_a_log(sign_in: SignIn, door: Door) -> None:
    """202 with a job; when it is done its result names a simulated log."""
    with_library(door)
    analyst = sign_in("analyst")
    asked = analyst.post(
        "/api/v1/simulations", json={"procedure": CERTIFICATE, "cases": 30, "world": "library"}
    )
    assert asked.status_code == 202, asked.text
    run_waiting_jobs(door)
    assert asked.json is not None
    job = analyst.get(f"/api/v1/simulations/{asked.json['id']}").json
    assert job is not None
    log = analyst.get(f"/api/v1/logs/{job['result']['log']}").json
    assert log is not None
    assert (log["origin"], log["cases"]) == ("simulated", 30)
    found = analyst.get(f"/api/v1/findings?procedure={CERTIFICATE}&log={log['id']}").json
    assert found


def test_a_summary_has_null_for_what_nobody_assessed(sign_in: SignIn, door: Door) -> None:
    """Never zero; and the certificate's figures are the model's."""
    analyst = sign_in("analyst")
    analyst.post("/api/v1/models", json={"source": SMALL.decode(), "reason": "x"})
    bare = analyst.get("/api/v1/models/permit/versions/1/summary").json or []
    assert {figure["amount"] for figure in bare if figure["name"] != "burden"} == {None}
    with_library(door)
    figures = analyst.get(f"/api/v1/models/{CERTIFICATE}/versions/1/summary").json or []
    assert library[CERTIFICATE].as_is.procedure is not None
    assert {f["name"]: f["amount"] for f in figures}["visits"] == 2


@pytest.mark.slow
@pytest.mark.parametrize("role", ["officer", "analyst"])
def test_the_api_keeps_to_its_description(sign_in: SignIn, app: Flask, door: Door, role: str) -> None:
    """Whatever is sent, no answer is an error of ours, and each good one has the shape that is described."""
    with_library(door)
    client = sign_in(role)
    cookie = client.get_cookie("kyzmat")
    assert cookie is not None
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=6,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.deferred(lambda operation=operation: operation.as_strategy()))
        def hold(case: schemathesis.Case) -> None:
            answer = case.call(headers={"Cookie": f"kyzmat={cookie.value}"})
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])

        hold()
