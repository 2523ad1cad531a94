"""What one was told: work given, deadlines near and over, mentions, watched cases; and how one is written to."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from engine import EngineError
from modeler_api import notices as words
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, account_or_none
from modeler_api.cases import Case
from modeler_api.paging import page_asked
from modeler_api.store import notices
from modeler_api.store.notices import DIGEST, IMMEDIATE, NONE, Notice
from modeler_api.translation import text
from modeler_api.wiring import Door, door
from processes.text import Message, _

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

MAIL: dict[str, Message] = {
    DIGEST: _("Once a day; at once when a limit is reached"),
    IMMEDIATE: _("At once"),
    NONE: _("Not by mail"),
}


@blueprint.get("/")
@allowed("own.account")
def index() -> ResponseReturnValue:
    """The notices, the latest first, a page at a time."""
    return _page()


@blueprint.post("/seen")
@allowed("own.account")
def seen() -> ResponseReturnValue:
    """Mark one as read, or all."""
    notices.see(door().store, account().id, request.form.get("notice") or None)
    return redirect(url_for("notices.index"), 303)


@blueprint.post("/mail")
@allowed("own.account")
def mail() -> ResponseReturnValue:
    """Say how one wants to be written to."""
    way, hour = request.form.get("mail", ""), request.form.get("hour", "").strip()
    if way not in MAIL:
        return _page({"mail": _("Choose how you are written to")}), 422
    if not hour.isdecimal() or int(hour) > 23:
        return _page({"hour": _("Enter an hour from 0 to 23")}), 422
    notices.choose(door().store, account().id, mail=way, hour=int(hour))
    flash(text(_("Your choice is kept.")), "good")
    return redirect(url_for("notices.index"), 303)


def _page(errors: dict[str, Message] | None = None) -> str:
    store, who = door().store, account()
    shown = page_asked(total=notices.count(store, who.id))
    wanted = notices.choice(store, who.id)
    rows = [
        (notice, words.KINDS[notice.kind], words.path(notice), _case_name(door(), notice))
        for notice in notices.of_account(store, who.id, limit=shown.size, offset=shown.offset)
    ]
    return render_template(
        "pages/notices.html",
        rows=rows,
        shown=shown,
        unseen=notices.count(store, who.id, unseen=True),
        ways=[(name, label, "") for name, label in MAIL.items()],
        mail=request.form.get("mail", wanted.mail),
        hour=request.form.get("hour", str(wanted.hour)),
        errors=errors or {},
        has_address=bool(who.email),
    )


def _case_name(here: Door, notice: Notice) -> str:
    """The number of the case, for whoever may read it."""
    who = account()
    try:
        case = Case(here, here.engine.instance(notice.instance), who)
    except EngineError:
        return ""  # archived since
    return case.name if case.is_open_to(who) else ""


def _unseen() -> int:
    who = account_or_none()
    return notices.count(door().store, who.id, unseen=True) if who is not None else 0


@blueprint.record_once
def _offer_count(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["unseen_notices"] = _unseen
