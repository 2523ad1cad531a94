"""The signed-in person of a request, and the guard in front of every view.

Flask-Login keeps the account's id in a signed cookie; the guard compares the action that a view declares with the
policy before the view runs.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from modeler_api.auth import policy
from modeler_api.store import accounts, audit
from modeler_api.store.accounts import Account
from modeler_api.wiring import door

OPEN_ENDPOINTS = frozenset({"static"})


class Person(UserMixin):
    """The account behind a session, in the shape Flask-Login asks for."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """The id that is kept in the session."""
        return self.account.id

    @property
    def is_active(self) -> bool:
        """Whether the account may still be used."""
        return self.account.is_active


def account() -> Account:
    """The account that is signed in; only for views whose action is not public."""
    found = account_or_none()
    if found is None:
        raise Unauthorized
    return found


def account_or_none() -> Account | None:
    """The account that is signed in, or None."""
    return current_user.account if current_user and current_user.is_authenticated else None


def may(action: str) -> bool:
    """Whether the person at the door may do this."""
    who = account_or_none()
    return policy.permits(who.role if who else None, action)


def wants_json() -> bool:
    """Whether the caller is a program: it asked for a resource of the API, or for JSON before HTML."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"], "text/html") == "application/json"


def guard() -> ResponseReturnValue | None:
    """Refuse the request unless the policy permits the action its view declares."""
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    action = policy.declared(current_app.view_functions[request.endpoint], request.method)
    if action == policy.PUBLIC or (action is None and request.method == "OPTIONS"):
        return None
    who = account_or_none()
    if who is None:
        if wants_json():
            raise Unauthorized
        after = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.form", next=after))
    g.action = action
    if action is None or not policy.permits(who.role, action):
        audit.note(
            door().store,
            who=who.name,
            role=who.role,
            action=action or "undeclared",
            subject=request.path,
            outcome="refused",
        )
        raise Forbidden
    return None


def install(app: Flask) -> None:
    """Put the guard in front of every view of the application."""
    manager = LoginManager()
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator, unused-ignore]  # Flask-Login ships no types
    def load(account_id: str) -> Any:
        found = accounts.by_id(door().store, account_id)
        return Person(found) if found is not None and found.is_active else None

    manager.init_app(app)
    app.before_request(guard)
    app.jinja_env.globals.update(may=may, me=account_or_none)
