"""Every route declares its action, and every role meets on every route what the table says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from modeler_api.auth.policy import ACTIONS, PUBLIC, ROLES, allowed, declared, permits
from modeler_api.auth.session import OPEN_ENDPOINTS
from tests.modeler_api.conftest import SignIn

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN_ENDPOINTS:
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield rule, method


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        values = dict.fromkeys(rule.arguments, 1 if "int:" in rule.rule else "none")
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_route_declares_an_action_of_the_table_or_is_public(app: Flask) -> None:
    for rule, method in routes(app):
        action = declared(app.view_functions[rule.endpoint], method)
        assert action is not None, f"{method} {rule.rule} declares no action"
        assert action == PUBLIC or action in ACTIONS


def test_public_are_only_the_doorstep_and_the_help(app: Flask) -> None:
    found = {
        rule.endpoint.partition(".")[0]
        for rule, method in routes(app)
        if declared(app.view_functions[rule.endpoint], method) == PUBLIC
    }
    assert found <= {"sign_in", "language", "health", "help", "api-docs", "api_messages"}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_on_each_route_what_the_table_says(role: str, app: Flask, sign_in: SignIn) -> None:
    for rule, method in routes(app):
        action = declared(app.view_functions[rule.endpoint], method)
        client = sign_in(role)  # signing out is one of the routes
        answer = client.open(address(app, rule), method=method)
        what = f"{role}: {method} {rule.rule} answered {answer.status_code}"
        if permits(role, str(action)):
            assert answer.status_code != 403, what
            assert answer.status_code < 500, what
        else:
            assert answer.status_code == 403, what


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
