"""One's own sessions: how long this one lasts, longer when one says so, and the ones on other devices."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, current_session, note, seconds_left
from modeler_api.store import sessions
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("own_session", __name__, url_prefix="/session")


@blueprint.get("/state")
@allowed("own.sign-out")
def state() -> ResponseReturnValue:
    """How many seconds the session still lasts; asking does not prolong it."""
    return jsonify(seconds=seconds_left())


@blueprint.post("/extend")
@allowed("own.sign-out")
def extend() -> ResponseReturnValue:
    """Go on with the session: any request does, and this one does nothing else."""
    return jsonify(seconds=door().settings.session_idle_minutes * 60)


@blueprint.post("/end")
@allowed("own.account")
def end() -> ResponseReturnValue:
    """End one of one's other sessions, or all of them."""
    which, who, here = request.form.get("session", ""), account(), current_session()
    if which == "all":
        count = sessions.end_all(door().store, who.id, but=here.id if here else None)
        note("session.end", f"{count}", own=True)
        flash(text(_("You are signed out everywhere else.")), "good")
    else:
        sessions.end(door().store, which, account=who.id)
        note("session.end", own=True)
        flash(text(_("That session has ended.")), "good")
    return redirect(url_for("own_account.show") + "#sessions", 303)
