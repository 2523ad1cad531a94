"""Sharing a piece of work: passing it on for good or until it comes back, putting it off, watching its case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import InvalidArgument, NotEntitled, WorkItem
from modeler_api import list_place, passing_on
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.procedures import Procedures
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("share_work", __name__, url_prefix="/work")


@blueprint.get("/<item_id>/share")
@allowed("work.do")
def show(item_id: str) -> ResponseReturnValue:
    """What can be done with the work besides doing it."""
    return _page(_item(item_id), {})


@blueprint.post("/<item_id>/pass-on")
@allowed("work.do")
def pass_on(item_id: str) -> ResponseReturnValue:
    """Give the work to a colleague, for good or to get it back, with a reason they read."""
    who, item = account(), _item(item_id)
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    errors: dict[str, Message] = {}
    if not to:
        errors["to"] = _("Choose who gets the work")
    if not reason.strip():
        errors["reason"] = _("Say why, in a sentence the other person reads")
    if not errors:
        try:
            if request.form.get("back") == "yes":
                door().engine.delegate(item, to=to, by=who.name, reason=reason)
                told = _("Your colleague does this for you; you find it under “Waiting for others”.")
            else:
                groups = passing_on.groups_to_judge(door(), who, item)
                door().engine.reassign(item, to=to, by=who.name, reason=reason, groups=groups)
                told = _("The work is passed on.")
        except (InvalidArgument, NotEntitled) as refused:
            errors["to"] = refused.message
        else:
            return _back(item, told)
    return _page(item, errors), 422


@blueprint.post("/<item_id>/hand-back")
@allowed("work.do")
def hand_back(item_id: str) -> ResponseReturnValue:
    """Give back what one did for a colleague, or take back what a colleague does for oneself."""
    item = _item(item_id)
    try:
        item = door().engine.hand_back(item, by=account().name, note=request.form.get("note", "")[:2000])
    except NotEntitled as refused:
        return _page(item, {"": refused.message}), 422
    if item.holder == account().name:
        flash(text(_("You have the work back.")), "good")
        return redirect(url_for("work_item.show", item_id=item.id), 303)
    return _back(item, _("The work is back with your colleague."))


@blueprint.post("/<item_id>/put-off")
@allowed("work.do")
def put_off(item_id: str) -> ResponseReturnValue:
    """Let the work rest until the morning of a day, or take it up again."""
    item = _item(item_id)
    day = request.form.get("until", "").strip()
    until = None
    if "again" not in request.form:
        try:
            until = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(8), door().settings.calendar.zone)
        except ValueError:
            return _page(item, {"until": _("Enter the day on which the work comes back")}), 422
    try:
        door().engine.put_off(item, until=until, by=account().name, reason=request.form.get("why", "")[:2000])
    except (InvalidArgument, NotEntitled) as refused:
        return _page(item, {"until": refused.message}), 422
    if until is None:
        flash(text(_("The work is in your list again.")), "good")
        return redirect(url_for("work_item.show", item_id=item.id), 303)
    return _back(item, _("The work is out of your list until {day}.").format(day=until))


@blueprint.post("/<item_id>/watch")
@allowed("work.do")
def watch(item_id: str) -> ResponseReturnValue:
    """See the open work of this case among what one watches, or no longer."""
    item = _item(item_id)
    watches = request.form.get("watches") == "yes"
    door().engine.watch(item.instance, by=account().name, watches=watches)
    told = _("You watch this case now.") if watches else _("You watch this case no longer.")
    flash(text(told), "good")
    return redirect(url_for("share_work.show", item_id=item.id), 303)


def _item(item_id: str) -> WorkItem:
    item = door().engine.work_item(item_id)
    refused = passing_on.refusal(door(), account(), item)
    if refused is not None:
        abort(403, refused)
    return item


def _back(item: WorkItem, told: Message) -> ResponseReturnValue:
    flash(text(told), "good")
    return redirect(list_place.back_to_list(item.id), 303)


def _page(item: WorkItem, errors: dict[str, Message]) -> str:
    who = account()
    people = passing_on.receivers(door(), item)
    context: dict[str, Any] = {
        "item": item,
        "label": Procedures(door()).label(item.definition, item.element, item.label),
        "people": people,
        "names": dict(people) | {who.name: who.full_name},
        "is_mine": item.holder == who.name,
        "watches": who.name in door().engine.watchers(item.instance),
        "errors": errors,
        "typed": request.form,
    }
    return render_template("pages/share_work.html", **context)
