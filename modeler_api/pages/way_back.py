"""Ways back: a case is sent back, a step just done is taken back, a conflict of interest is declared."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError, InvalidArgument, NotEntitled, NotMovable, WorkItem, WrongState
from modeler_api import letters, passing_on
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.list_place import back_to_list
from modeler_api.procedures import Procedures
from modeler_api.store import accounts
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("way_back", __name__, url_prefix="/work")


@blueprint.get("/<item_id>/send-back")
@allowed("work.do")
def show(item_id: str) -> ResponseReturnValue:
    """To which step the case goes back, and why."""
    return _page(_item(item_id), {})


@blueprint.post("/<item_id>/send-back")
@allowed("work.do")
def send_back(item_id: str) -> ResponseReturnValue:
    """Send the case back to who did an earlier step, with a reason they read."""
    who, item = account(), _item(item_id)
    reason, to = request.form.get("reason", ""), request.form.get("to") or None
    if not reason.strip():
        return _page(item, {"reason": _("Say what is missing or wrong; your colleague reads it")}), 422
    try:
        door().engine.send_back(item, by=who.name, reason=reason, to=to, groups=sorted(who.groups))
    except (NotEntitled, NotMovable, WrongState) as refused:
        return _page(item, {"to": refused.message}), 422
    flash(text(_("The case is sent back.")), "good")
    return redirect(back_to_list(item_id), 303)


@blueprint.post("/<item_id>/recall")
@allowed("work.do")
def recall(item_id: str) -> ResponseReturnValue:
    """Take back what one has just completed."""
    item = _item(item_id)
    if letters.has_gone_out(door(), item.id):
        flash(
            text(
                _(
                    "Its letter has gone out. Say in the register that it is withdrawn, and tell whoever has it."
                )
            ),
            "late",
        )
        return redirect(url_for("work_item.done", item_id=item_id), 303)
    try:
        door().engine.recall(item, by=account().name)
    except EngineError as refused:
        flash(text(refused.message), "late")
        return redirect(url_for("work_item.done", item_id=item_id), 303)
    again = [
        one
        for one in door().engine.work_items(item.instance)
        if one.element == item.element and one.holder == account().name
    ]
    flash(text(_("You have it back. What you entered is in the form.")), "good")
    return redirect(url_for("work_item.show", item_id=again[0].id) if again else url_for("inbox.index"), 303)


@blueprint.get("/<item_id>/conflict")
@allowed("work.do")
def conflict(item_id: str) -> ResponseReturnValue:
    """What it means to declare a conflict of interest."""
    return _conflict_page(_item(item_id), {})


@blueprint.post("/<item_id>/conflict")
@allowed("work.do")
def declare_conflict(item_id: str) -> ResponseReturnValue:
    """Do nothing more in this case."""
    item = _item(item_id)
    try:
        door().engine.declare_conflict(
            item.instance, by=account().name, reason=request.form.get("reason", "")[:2000]
        )
    except InvalidArgument as refused:
        return _conflict_page(item, {"reason": refused.message}), 422
    flash(text(_("You are out of this case. A colleague does the work.")), "good")
    return redirect(back_to_list(), 303)


def _item(item_id: str) -> WorkItem:
    item = door().engine.work_item(item_id)
    refused = passing_on.refusal(door(), account(), item)
    if refused is not None:
        abort(403, refused)
    return item


def _page(item: WorkItem, errors: dict[str, Message]) -> str:
    names, procedures = accounts.full_names(door().store), Procedures(door())
    steps = [
        (
            deed.element,
            procedures.label(item.definition, deed.element, deed.label),
            names.get(deed.by, deed.by),
        )
        for deed in (door().engine.earlier_steps(item) if item.status == "open" else ())
    ]
    return render_template(
        "pages/send_back.html", item=item, label=_label(item), steps=steps, errors=errors, typed=request.form
    )


def _conflict_page(item: WorkItem, errors: dict[str, Message]) -> str:
    return render_template(
        "pages/conflict.html", item=item, label=_label(item), errors=errors, typed=request.form
    )


def _label(item: WorkItem) -> str:
    return Procedures(door()).label(item.definition, item.element, item.label)
