"""One's own account: who I am here, and a new password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth import passwords, throttle
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, current_session, idle, note
from modeler_api.store import accounts, holdings, identities, positions, sessions
from modeler_api.store import tables as t
from modeler_api.translation import chosen_locale, text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("own_account", __name__, url_prefix="/account")


@blueprint.get("/")
@allowed("own.account")
def show() -> ResponseReturnValue:
    """What is known about the person, and the form for a new password."""
    return _page()


@blueprint.post("/")
@allowed("own.account")
def change_password() -> ResponseReturnValue:
    """Replace the password when the old one is right and the new one is long enough."""
    who = account()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    errors: dict[str, Message] = {}
    throttle.attempt(who.name)
    if passwords.matches(who.password_hash, old):
        throttle.held(who.name)
    else:
        errors["old"] = _("Enter the password you use now")
    if len(new) < passwords.LEAST_LENGTH:
        errors["new"] = _("Choose a new password of at least {length} characters").format(
            length=passwords.LEAST_LENGTH
        )
    if errors:
        return _page(errors), 422
    accounts.set_password_hash(door().store, who.id, passwords.hashed(new))
    here = current_session()
    sessions.end_all(door().store, who.id, but=here.id if here else None)
    note("own.account", "password", own=True)
    flash(text(_("Your password has been changed.")), "good")
    return redirect(url_for("own_account.show"))


@blueprint.post("/links/remove")
@allowed("own.account")
def unlink() -> ResponseReturnValue:
    """Be known no longer by a provider of identities; the last way in is not taken away."""
    who, store = account(), door().store
    ways = len(identities.links(store, who.id)) + len(identities.passkeys(store, who.id))
    if who.password_hash == accounts.NO_PASSWORD and ways < 2:
        flash(text(_("This is your only way in. Make a passkey first.")), "late")
        return redirect(url_for("own_account.show") + "#links", 303)
    provider, subject = request.form.get("provider", ""), request.form.get("subject", "")
    if identities.unlink(store, provider, subject, account=who.id):
        note("own.account", f"unlinked {provider}", own=True)
        flash(text(_("You are no longer known by this provider.")), "good")
    return redirect(url_for("own_account.show") + "#links", 303)


def _page(errors: dict[str, Message] | None = None) -> str:
    store, today = door().store, t.today()
    held = (h for h in holdings.of_account(store, account().id) if h.holds_on(today))
    posts = [positions.by_id(store, holding.position) for holding in held]
    names = [post.name(chosen_locale()) for post in posts if post is not None]
    return render_template(
        "pages/own_account.html",
        errors=errors or {},
        positions=names,
        passkeys=identities.passkeys(store, account().id),
        links=identities.links(store, account().id),
        sessions=sessions.of_account(store, account().id, idle=idle()),
        this_session=current_session(),
        idle_minutes=door().settings.session_idle_minutes,
    )
