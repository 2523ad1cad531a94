"""Decisions, documents and lookups over the API."""

from __future__ import annotations

from modeler_api.store import models, version_decisions
from modeler_api.wiring import Door
from processes import read_decisions, read_model
from tests.engine.tables import Cells, table
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import WORKABLE, put_in_force

FEES = table(Cells("fee", [["area", "fee"], ["<= 100", "250"], ["> 100", "400"]])).decode()


def decided(door: Door, source: str) -> None:
    door.engine.deploy_decisions(read_decisions(source.encode()), by="analyst")


def test_a_decision_is_looked_at_and_tried_out(sign_in: SignIn, door: Door) -> None:
    decided(door, FEES)
    analyst = sign_in("analyst")
    tried = analyst.post("/api/v1/decisions/fee/evaluate", json={"data": {"area": 120}})
    assert tried.json is not None
    assert tried.json["value"] == 400
    assert tried.json["trace"][0]["tables"][0]["rules"][0]["number"] == 2
    assert [each["key"] for each in analyst.get("/api/v1/decisions").json or []] == ["fee"]


def test_what_cannot_be_decided_is_refused_with_the_reason(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    assert analyst.post("/api/v1/decisions/nowhere/evaluate", json={}).status_code == 404
    decided(door, table(Cells("fee", [["area", "fee"], ["-", "250"], ["> 100", "400"]])).decode())
    refused = analyst.post("/api/v1/decisions/fee/evaluate", json={"data": {"area": 120}})
    assert refused.status_code == 422
    assert "1, 2" in refused.text


def test_a_program_brings_decisions_with_a_model_and_a_second_person_with_them(
    sign_in: SignIn, door: Door
) -> None:
    """No way leads round the review: a decision comes into force with its version, not by itself."""
    analyst = sign_in("analyst")
    assert analyst.post("/api/v1/decisions", json={"sources": [FEES]}).status_code == 405
    given = {"source": WORKABLE.decode(), "reason": "A new fee."}
    broken = analyst.post(
        "/api/v1/models", json={**given, "decisions": [{"name": "fee.dmn", "source": "<nothing/>"}]}
    )
    assert broken.status_code == 422
    made = analyst.post("/api/v1/models", json={**given, "decisions": [{"name": "fee.dmn", "source": FEES}]})
    assert made.status_code == 201
    assert door.engine.decisions() == []
    [version] = models.versions(door.store, "permit")
    assert [each.name for each in version_decisions.of(door.store, version.id)] == ["fee.dmn"]
    again = analyst.post(
        "/api/v1/models", json={**given, "source": WORKABLE.decode() + "<!-- -->", "name": "A small permit"}
    )
    put_in_force(sign_in, again.json["number"] if again.json else 0)
    assert [each.key for each in door.engine.decisions()] == ["fee"]


def test_documents_are_for_who_may_read_the_case(sign_in: SignIn, door: Door) -> None:
    model = read_model(b"Register @clerks -> Decide @head", dialect="sketch")
    case = door.engine.start(door.engine.deploy(model, by="ana"), by="officer")
    from engine.connecting import means

    made = means(door.engine._shop, case.id).keep_document("job", "a.pdf", "application/pdf", b"%PDF-")
    officer = sign_in("officer")
    [listed] = officer.get(f"/api/v1/documents/of/{case.id}").json or []
    assert listed["id"] == made["id"]
    got = officer.get(f"/api/v1/documents/{made['id']}/file")
    assert (got.data, got.headers["Content-Disposition"]) == (b"%PDF-", "attachment; filename=a.pdf")
    assert sign_in("analyst").get(f"/api/v1/documents/{made['id']}/file").status_code == 403
    assert officer.get("/api/v1/documents/nowhere/file").status_code == 404


def test_who_asked_about_whom_is_for_auditors(sign_in: SignIn) -> None:
    assert sign_in("auditor").get("/api/v1/lookups?about=123").json == []
    assert sign_in("officer").get("/api/v1/lookups").status_code == 403
