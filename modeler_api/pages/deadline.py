"""The deadline of a piece of work: how much time is left, the clock stopped and going on, and more time, once."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError, WorkItem
from modeler_api import passing_on
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.deadlines import deadline_of
from modeler_api.formats import TimeLeft
from modeler_api.procedures import Procedures
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("deadline", __name__, url_prefix="/work")

DONE: dict[str, Message] = {
    "stop": _("The clock stands still."),
    "restart": _("The clock goes on. The new date stands everywhere."),
    "extend": _("There is more time now. The new date stands everywhere."),
}


@blueprint.get("/<item_id>/deadline")
@allowed("work.do")
def show(item_id: str) -> ResponseReturnValue:
    """The deadline with everything that became of it."""
    return _page(_item(item_id))


@blueprint.post("/<item_id>/deadline")
@allowed("work.do")
def change(item_id: str) -> ResponseReturnValue:
    """Stop the clock, let it go on, or give more time."""
    item, who, act = _item(item_id), account(), request.form.get("act", "")
    reason = request.form.get(f"{act}-reason", "")[:2000]
    engine, groups = door().engine, sorted(who.groups)
    if act not in DONE:
        abort(400)
    if act != "restart" and not reason.strip():
        return _page(item, {f"{act}-reason": _("Say why; the applicant reads it")}), 422
    try:
        if act == "stop":
            engine.stop_clock(item, by=who.name, reason=reason, groups=groups)
        elif act == "restart":
            engine.restart_clock(item, by=who.name, groups=groups)
        else:
            typed = request.form.get("days", "").strip()
            if not typed.isdecimal() or not 1 <= int(typed) <= 366:
                return _page(item, {"days": _("Enter the number of days, from 1 to 366")}), 422
            more = dt.timedelta(days=int(typed))
            engine.extend_term(item, by=who.name, amount=more, reason=reason, groups=groups)
    except EngineError as refused:
        return _page(item, {f"{act}-reason": refused.message}), 422
    flash(text(DONE[act]), "good")
    return redirect(url_for("deadline.show", item_id=item_id), 303)


def _item(item_id: str) -> WorkItem:
    item = door().engine.work_item(item_id)
    refused = passing_on.refusal(door(), account(), item)
    if refused is not None:
        abort(403, refused)
    return item


def _page(item: WorkItem, errors: dict[str, Message] | None = None) -> str:
    case = Case(door(), door().engine.instance(item.instance), account())
    found = deadline_of(door(), item)
    return render_template(
        "pages/deadline.html",
        item=item,
        case=case,
        label=Procedures(door()).label(item.definition, item.element, item.label),
        deadline=found,
        left=TimeLeft(item.due, door().settings.calendar, is_stopped=item.stopped is not None),
        errors=errors or {},
        typed=request.form,
    )
