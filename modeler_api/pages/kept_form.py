"""What was sent after a session had ended: shown again after signing in, to send it on or to leave it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.store import kept_forms
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("kept_form", __name__, url_prefix="/kept")


@blueprint.get("/<kept_id>")
@allowed("own.account")
def show(kept_id: str) -> ResponseReturnValue:
    """The form with a button that sends it where it was meant to go."""
    kept = kept_forms.find(door().store, kept_id, account=account().id) or abort(404)
    shown = [
        (name.removeprefix("f."), value)
        for name, values in kept.data.items()
        for value in values
        if value.strip()
    ]
    return render_template("pages/kept_form.html", kept=kept, shown=[s for s in shown if s[0] != "once"])


@blueprint.post("/<kept_id>/drop")
@allowed("own.account")
def drop(kept_id: str) -> ResponseReturnValue:
    """Forget the form."""
    kept_forms.drop(door().store, kept_id, account=account().id)
    flash(text(_("It was not sent and is forgotten.")), "good")
    return redirect(url_for("home.show"), 303)
