"""Every route declares its action, and every role of every agency meets on every route what the table says.

The table is `access.txt`: method, address, roles, and what the same roles of another agency meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from modeler_api.auth.policy import ACTIONS, OVERSEERS, PUBLIC, ROLES, allowed, declared, permits
from modeler_api.auth.session import OPEN_ENDPOINTS
from modeler_api.store import (
    absences,
    accounts,
    alerts,
    comments,
    documents,
    holdings,
    jobs,
    logs,
    models,
    plans,
    positions,
    registers,
    reports,
    units,
)
from modeler_api.store import tables as t
from modeler_api.store.belonging import give
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.papers import PDF

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LETTERS = dict(zip("OHARUMS", ROLES, strict=True))
SKETCH = b"Apply @naryn-clerk -> Decide @naryn-head"


@dataclass(frozen=True)
class Row:
    """What the table says of one address and method."""

    roles: frozenset[str] | None
    elsewhere: str


def table() -> dict[tuple[str, str], Row]:
    found = {}
    for line in (Path(__file__).parent / "access.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            method, rule, roles, elsewhere = line.split(None, 3)
            allowed_roles = (
                None if roles == "anybody" else frozenset(LETTERS[one] for one in roles if one != "-")
            )
            found[method, rule] = Row(allowed_roles, elsewhere)
    return found


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN_ENDPOINTS:
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield rule, method


def address(app: Flask, rule: Rule, things: dict[str, Any] | None = None) -> str:
    with app.test_request_context():
        values = {
            name: (things or {}).get(name, 1 if f"int:{name}" in rule.rule else "none")
            for name in rule.arguments
        }
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_the_table_has_a_row_for_every_address_and_no_other(app: Flask) -> None:
    known = {(method, rule.rule) for rule, method in routes(app)}
    missing = sorted(known - table().keys())
    assert not missing, f"tests/modeler_api/access.txt has no row for {missing}"
    assert not sorted(table().keys() - known), "rows of addresses that are gone"


def test_every_route_declares_an_action_of_the_table_or_is_public(app: Flask) -> None:
    for rule, method in routes(app):
        action = declared(app.view_functions[rule.endpoint], method)
        assert action is not None, f"{method} {rule.rule} declares no action"
        assert action == PUBLIC or action in ACTIONS


@pytest.fixture
def things(door: Door) -> dict[str, Any]:
    """A procedure of one agency with a case, its work, a log and the like, by the names addresses call them."""
    store = door.store
    naryn = units.add(store, kind="agency", names={"ky": "Нарын"}, code="naryn")
    osh = units.add(store, kind="agency", names={"ky": "Ош"}, code="osh")
    model = read_model(SKETCH, dialect="sketch")
    key, definition = model.key, door.engine.deploy(model, by="analyst")
    give(store, key, naryn.id)
    version = models.save(store, key=key, name="Permit", source=model.source, author="a")
    models.publish(store, version.id, definition_key=definition.key)
    models.save(store, key=key, name="Permit", source=model.source + b"\n", author="a")
    clerk = positions.add(store, unit=naryn.id, names={"ky": "Адис"}, groups=["naryn-clerk", "naryn-head"])
    for agency in (naryn, osh):
        for role in ROLES:
            made = accounts.add(
                store,
                name=f"{agency.code}-{role}",
                full_name=role,
                password_hash="-",
                role=role,
                agency=agency.id,
            )
            if agency == naryn and role in ("officer", "head"):
                holdings.appoint(store, account=made.id, position=clerk.id, by="admin")
    target = accounts.add(
        store, name="target", full_name="T", password_hash="-", role="officer", agency=naryn.id
    )
    held = holdings.appoint(store, account=target.id, position=clerk.id, by="admin")
    head = accounts.by_name(store, "naryn-head")
    assert head is not None
    away = absences.enter(
        store,
        account=target.id,
        substitute=head.id,
        starts=t.today(),
        ends=t.today(),
        held="unit",
        by="target",
        accepted=True,
    )
    case = door.engine.start(definition, by="naryn-officer")
    [item] = door.engine.work_items(case)
    log = logs.add(
        store, procedure=key, variant="as_is", origin="simulated", path="none", cases=1, created_by="a"
    )
    report = reports.add(store, procedure=key, kind="other", title="Permit", created_by="a", logs=[])
    job = jobs.ask(store, kind="other", subject=key, arguments={}, created_by="a")
    document = sa.table("engine_document", *(sa.column(n) for n in ("id", "instance", "name", "media_type")))
    with store.begin() as connection:
        connection.execute(
            sa.text(
                "insert into engine_document (id, instance, name, media_type, content, made)"
                " values ('paper', :case, 'Paper', 'text/plain', :content, '2026-03-02 08:00:00')"
            ),
            {"case": case.id, "content": b"x"},
        )
        assert connection.execute(sa.select(document)).one().id == "paper"
    paper = documents.keep(
        store,
        content=PDF,
        media_type="application/pdf",
        scan="clean",
        name="a.pdf",
        subject="s",
        added_by="naryn-officer",
        instance=case.id,
    )
    comment = comments.write(store, instance=case.id, text="x", audience="office", by="naryn-officer")
    entry = registers.enter(
        store,
        agency=naryn.id,
        code="NARYN",
        direction="in",
        entered_by="naryn-officer",
        title="T",
        correspondent="C",
    )
    watched = alerts.add(
        store,
        procedure=key,
        by="a",
        measure="half",
        above=True,
        threshold=1.0,
        days=30,
        told=[],
        is_on=True,
    )
    planned = plans.add(
        store,
        procedure=key,
        by="a",
        what="x",
        owner="x",
        due=None,
        acts="",
        hours=None,
        state="planned",
        note="",
    )
    return {
        "key": key,
        "number": version.number,
        "instance_id": case.id,
        "item_id": item.id,
        "document_id": "paper",
        "log_id": log.id,
        "report_id": report.id,
        "job_id": job.id,
        "account_id": target.id,
        "unit_id": naryn.id,
        "position_id": clerk.id,
        "holding_id": held.id,
        "absence_id": away.id,
        "paper_id": paper.id,
        "comment_id": comment.id,
        "entry_id": entry.id,
        "plan_id": planned.id,
        "alert_id": watched.id,
    }


def _agency(door: Door, code: str) -> str:
    found = units.by_code(door.store, code)
    assert found is not None
    return found.id


def asked(client: FlaskClient, app: Flask, rule: Rule, method: str, things: dict[str, Any]) -> int:
    return client.open(address(app, rule, things), method=method).status_code


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_on_each_route_what_the_table_says(
    role: str, app: Flask, door: Door, sign_in: SignIn, things: dict[str, Any]
) -> None:
    rows = table()
    for rule, method in routes(app):
        row = rows[method, rule.rule]
        if row.roles is None:
            continue
        for whose in ("naryn-", "osh-", ""):  # their own agency, another one, the central one
            status = asked(sign_in(whose + role), app, rule, method, things)
            may = role in row.roles and (
                (whose == "naryn-" and row.elsewhere != "central")
                or row.elsewhere in ("same", "in force")
                or (whose == "" and role in OVERSEERS)
            )
            what = f"{whose + role}: {method} {rule.rule} answered {status}"
            assert status != 401, what
            if may:
                assert status != 403, what
                assert status < 500, what
            else:
                assert status == 403, what


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"service"}))
def test_a_draft_is_seen_by_its_own_agency_and_the_central_overseers_only(
    role: str, app: Flask, sign_in: SignIn, things: dict[str, Any]
) -> None:
    draft = {**things, "number": 2}
    rows = table()
    for rule, method in routes(app):
        if rows[method, rule.rule].elsewhere != "in force" or "number" not in rule.arguments:
            continue
        assert asked(sign_in("naryn-" + role), app, rule, method, draft) == 200, rule.rule
        assert asked(sign_in("osh-" + role), app, rule, method, draft) == 403, rule.rule
        central = asked(sign_in(role), app, rule, method, draft)
        assert central == (200 if role in OVERSEERS else 403), rule.rule
    page = sign_in("osh-" + role).get(f"/procedures/{things['key']}?tab=versions").text
    assert "version 2" not in page
    assert sign_in("osh-" + role).get(f"/procedures/{things['key']}?version=2").status_code == 403


def test_lists_hold_ones_own_agency_and_all_of_them_for_overseers(
    sign_in: SignIn, things: dict[str, Any]
) -> None:
    case = things["instance_id"]
    assert case in sign_in("naryn-officer").get("/cases/").text
    for stranger in ("osh-officer", "osh-head", "osh-auditor", "officer"):
        assert case not in sign_in(stranger).get("/cases/").text
        assert case[:8] not in sign_in(stranger).get("/cases/").text
    assert case in sign_in("auditor").get("/cases/").text
    assert f"/procedures/{things['key']}/report/" not in sign_in("osh-analyst").get("/reports/").text
    assert f"/procedures/{things['key']}/report/" in sign_in("naryn-analyst").get("/reports/").text
    assert f"/procedures/{things['key']}" in sign_in("osh-analyst").get("/procedures/").text
    assert "naryn-officer" not in sign_in("osh-administrator").get("/accounts/").text
    assert "naryn-officer" in sign_in("administrator").get("/accounts/").text
    for resource in ("logs", "findings", "redesigns"):
        asked = f"/api/v1/{resource}?procedure={things['key']}"
        assert sign_in("naryn-analyst").get(asked).status_code == 200, resource
        assert sign_in("osh-analyst").get(asked).status_code == 403, resource


def test_a_case_of_another_agency_is_not_started_by_a_program_either(
    sign_in: SignIn, things: dict[str, Any]
) -> None:
    case = {"definition": things["key"], "data": {}}
    assert sign_in("osh-officer").post("/api/v1/instances", json=case).status_code == 403
    assert sign_in("naryn-officer").post("/api/v1/instances", json=case).status_code == 201


def test_a_program_fetches_jobs_of_its_own_agency_and_the_central_one_of_all(
    door: Door, sign_in: SignIn, things: dict[str, Any]
) -> None:
    model = read_model(b":service Ask -> Decide @naryn-clerk", dialect="sketch")
    give(door.store, model.key, _agency(door, "naryn"))
    case = door.engine.start(door.engine.deploy(model, by="x"), by="x")
    wanted = {"topics": ["ask"], "lock_seconds": 1}
    assert sign_in("osh-service").post("/api/v1/external-jobs/fetch", json=wanted).json == []
    [job] = sign_in("naryn-service").post("/api/v1/external-jobs/fetch", json=wanted).json or []
    assert job["instance"] == case.id
    assert sign_in("service").post(f"/api/v1/external-jobs/{job['id']}/complete", json={}).status_code == 403
    another = door.engine.start(model.key, by="x")
    [found] = sign_in("service").post("/api/v1/external-jobs/fetch", json=wanted).json or []
    assert found["instance"] == another.id


def test_a_model_of_another_agency_is_not_overwritten(sign_in: SignIn, things: dict[str, Any]) -> None:
    source = read_model(SKETCH + b" -> Archive @naryn-clerk", dialect="sketch").source.decode()
    given = {"source": source, "reason": "Mine now"}
    assert sign_in("osh-analyst").post("/api/v1/models", json=given).status_code == 403
    assert sign_in("naryn-analyst").post("/api/v1/models", json=given).status_code == 201


def test_who_has_not_signed_in_is_sent_to_the_form_or_told_so(app: Flask) -> None:
    client = app.test_client()
    for rule, method in routes(app):
        if declared(app.view_functions[rule.endpoint], method) == PUBLIC:
            continue
        answer = client.open(address(app, rule), method=method)
        if rule.rule.startswith("/api/"):
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302
            assert answer.location.startswith("/sign-in"), rule.rule


def test_a_view_that_declares_nothing_is_refused_to_everybody(app: Flask, sign_in: SignIn) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for role in ROLES:
        assert sign_in(role).get("/forgotten").status_code == 403


def test_an_address_that_names_an_unknown_thing_stops_the_start(app: Flask) -> None:
    from modeler_api.auth import reach

    app.add_url_rule("/forgotten/<secret_id>", "forgotten", lambda secret_id: "secret")
    with pytest.raises(LookupError, match="does not say whose it is"):
        reach.check(app)


def test_an_action_outside_the_table_cannot_be_declared() -> None:
    with pytest.raises(LookupError, match="knows no action"):
        allowed("everything.do")


def test_an_administrator_does_no_cases_and_an_auditor_changes_nothing() -> None:
    assert not permits("administrator", "case.read")
    changing = [
        action for action in ACTIONS if action.endswith((".do", ".start", ".publish", ".apply", ".change"))
    ]
    assert changing
    assert not any(permits("auditor", action) for action in changing)


def test_a_model_that_gives_work_to_another_agencys_group_is_not_published(
    door: Door, sign_in: SignIn, things: dict[str, Any]
) -> None:
    model = read_model(b"Look @naryn-clerk -> Sign @osh-head", dialect="sketch")
    version = models.save(door.store, key=model.key + "-osh", name="Osh", source=model.source, author="a")
    osh = units.by_code(door.store, "osh")
    assert osh is not None
    give(door.store, version.key, osh.id)
    answer = sign_in("osh-analyst").post(f"/procedures/{version.key}/versions/1/publish")
    assert answer.status_code == 422
    assert "The group “naryn-clerk” does another agency&#39;s work" in answer.text
    assert models.published(door.store, version.key) is None
