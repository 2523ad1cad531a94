"""Signing in and out.

A password may be pasted and a password manager may fill it in; guessing is slowed down by address and by account, and
the answer never says which of name and password was wrong.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth import oidc, passwords, throttle
from modeler_api.auth.policy import allowed, public
from modeler_api.auth.session import account_or_none, current_session, enter, leave, note
from modeler_api.store import accounts, audit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("sign_in", __name__)


def safe_target(target: str | None) -> str:
    """A place on this site to go on to; anything that could lead away becomes the home page."""
    # Browsers drop tabs and line ends before they read an address: "/<tab>/example.org" leads away as "//" does.
    is_plain = target is not None and target.isprintable()
    if target and is_plain and target.startswith("/") and not target.startswith(("//", "/\\")):
        return target
    return url_for("home.show")


@blueprint.get("/sign-in")
@public
def form() -> ResponseReturnValue:
    """The form, or the home page for somebody who is signed in already."""
    if account_or_none() is not None:
        return redirect(safe_target(request.args.get("next")))
    return render_template("pages/sign_in.html", errors={}, name="", after=request.args.get("next", ""))


@blueprint.post("/sign-in")
@public
def submit() -> ResponseReturnValue:
    """Sign the person in, or show the form again with what was typed."""
    store = door().store
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    errors = {}
    if not name:
        errors["name"] = text(_("Enter your account name"))
    if not password:
        errors["password"] = text(_("Enter your password"))
    if not errors:
        throttle.attempt(name)
        found = accounts.by_name(store, name)
        right = passwords.matches(found.password_hash if found else None, password)
        if found is not None and right and found.is_active:
            throttle.held(name)
            if passwords.is_outdated(found.password_hash):
                accounts.set_password_hash(store, found.id, passwords.hashed(password))
            enter(found, method="password")
            return redirect(safe_target(request.form.get("next")))
        audit.note(store, who=name, role="", action="sign-in", outcome="refused")
        errors["name"] = text(_("The account name or the password is not right"))
    page = render_template("pages/sign_in.html", errors=errors, name=name, after=request.form.get("next", ""))
    return page, 422


@blueprint.post("/sign-out")
@allowed("own.sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session and say so."""
    note("sign-out", own=True)
    here = current_session()
    leave()
    return redirect(oidc.goodbye(door(), here.method if here else "") or url_for("sign_in.signed_out"))


@blueprint.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """The page that says the session has ended."""
    return render_template("pages/signed_out.html")
