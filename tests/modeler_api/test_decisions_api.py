"""Decisions, documents and lookups over the API."""

from __future__ import annotations

from modeler_api.wiring import Door
from processes import read_model
from tests.engine.tables import Cells, table
from tests.modeler_api.conftest import SignIn

FEES = table(Cells("fee", [["area", "fee"], ["<= 100", "250"], ["> 100", "400"]])).decode()


def test_a_table_is_deployed_and_tried_out(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    [made] = analyst.post("/api/v1/decisions", json={"sources": [FEES]}).json or []
    assert (made["key"], made["version"]) == ("fee", 1)
    tried = analyst.post("/api/v1/decisions/fee/evaluate", json={"data": {"area": 120}})
    assert tried.json is not None
    assert tried.json["value"] == 400
    assert tried.json["trace"][0]["tables"][0]["rules"][0]["number"] == 2
    assert [each["key"] for each in analyst.get("/api/v1/decisions").json or []] == ["fee"]


def test_what_cannot_be_is_refused_with_the_reason(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    assert sign_in("officer").post("/api/v1/decisions", json={"sources": [FEES]}).status_code == 403
    assert analyst.post("/api/v1/decisions", json={"sources": ["<nothing/>"]}).status_code == 422
    assert analyst.post("/api/v1/decisions/nowhere/evaluate", json={}).status_code == 404
    both = table(Cells("fee", [["area", "fee"], ["-", "250"], ["> 100", "400"]])).decode()
    analyst.post("/api/v1/decisions", json={"sources": [both]})
    refused = analyst.post("/api/v1/decisions/fee/evaluate", json={"data": {"area": 120}})
    assert refused.status_code == 422
    assert "1, 2" in refused.text


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
