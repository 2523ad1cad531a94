"""One piece of work: what is known, what was decided before, the form, and what completing it leads to.

Opening takes it, when nobody holds it; the page then says so and offers to give it back. What is typed is kept as a
draft, and whatever is refused is shown again as it was typed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import AlreadyClaimed, InvalidData, WorkItem, WrongState
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.desk import desk_of
from modeler_api.formats import TimeLeft, moment
from modeler_api.forms import NOT_SUPPORTED, Form, typed_fields
from modeler_api.list_place import back_to_list
from modeler_api.procedures import effect
from modeler_api.store import accounts, drafts
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.calendar import WorkingCalendar
from processes.text import Message, _

blueprint = Blueprint("work_item", __name__, url_prefix="/work")


@blueprint.get("/<item_id>")
@allowed("work.do")
def show(item_id: str) -> ResponseReturnValue:
    """The piece of work; taken by opening it when nobody holds it."""
    who, item = account(), _item(item_id)
    taken_now = False
    if item.status == "open" and item.holder is None and request.method == "GET":
        try:
            item = door().engine.claim(item, by=who.name, groups=sorted(who.groups))
            taken_now = True
        except AlreadyClaimed:
            item = _item(item_id)
    draft = drafts.find(door().store, account=who.id, subject=_subject(item_id))
    form = Form.of(item.form, item.data)
    if draft is not None:
        form.typed = draft.data
    return _page(item, form, taken_now=taken_now, draft_kept=draft.updated if draft else None)


@blueprint.post("/<item_id>")
@allowed("work.do")
def complete(item_id: str) -> ResponseReturnValue:
    """Complete the work, or show the form again with what is wrong and everything that was typed."""
    who, item = account(), _item(item_id)
    form = Form.of(item.form, item.data)
    data = form.read(request.form, context=item.data)
    if data is not None:
        try:
            door().engine.complete(item, by=who.name, data=data, groups=sorted(who.groups))
        except InvalidData as wrong:
            form.errors = {
                key: Message(told) if type(told) is str else told for key, told in wrong.errors.items()
            }
        except WrongState:
            return _page(_item(item_id), form), 409
        else:
            drafts.drop(door().store, account=who.id, subject=_subject(item_id))
            return redirect(url_for("work_item.done", item_id=item_id), 303)
    drafts.keep(door().store, account=who.id, subject=_subject(item_id), data=form.typed)
    return _page(item, form), 422


@blueprint.post("/<item_id>/release")
@allowed("work.do")
def release(item_id: str) -> ResponseReturnValue:
    """Give the work back to the unit; the draft stays with the person who typed it."""
    door().engine.release(_item(item_id), by=account().name)
    flash(text(_("You gave the work back to your unit. What you typed is kept as your draft.")), "good")
    return redirect(back_to_list(item_id), 303)


@blueprint.post("/<item_id>/draft")
@allowed("work.do")
def keep_draft(item_id: str) -> ResponseReturnValue:
    """Keep what is being typed."""
    kept = drafts.keep(
        door().store, account=account().id, subject=_subject(item_id), data=typed_fields(request.form)
    )
    return jsonify(time=moment(kept))


@blueprint.get("/<item_id>/done")
@allowed("work.do")
def done(item_id: str) -> ResponseReturnValue:
    """What was done and what happens now; the address can be kept."""
    item, who = _item(item_id), account()
    case = _case(item)
    if item.status == "open":
        return redirect(url_for("work_item.show", item_id=item_id))
    following = [_waiting(one, case) for one in case.open_work]
    mine = [
        one for one in case.open_work if set(one.candidates) & who.groups and one.holder in (None, who.name)
    ]
    return render_template(
        "pages/work_done.html",
        item=item,
        case=case,
        following=following,
        same_case=mine[0] if mine else None,
        next=desk_of(who, door()).next_item(besides=mine[0].id if mine else None),
    )


def _page(
    item: WorkItem, form: Form, *, taken_now: bool = False, draft_kept: dt.datetime | None = None
) -> str:
    who = account()
    names = accounts.full_names(door().store)
    case = _case(item)
    unsupported = form.unsupported
    return render_template(
        "pages/work_item.html",
        item=item,
        case=case,
        form=form,
        errors=form.summary(),
        left=TimeLeft(item.due, WorkingCalendar.default()),
        effect=effect(case.model, item.element),
        is_mine=item.status == "open" and item.holder == who.name,
        holder=names.get(item.holder or "", item.holder),
        taken_now=taken_now,
        draft_kept=draft_kept,
        not_supported=NOT_SUPPORTED.format(kinds=", ".join(unsupported)) if unsupported else None,
    )


def _item(item_id: str) -> WorkItem:
    """The piece of work, when it is one of the person's units or held by them."""
    item, who = door().engine.work_item(item_id), account()
    if item.holder != who.name and not (who.groups & set(item.candidates)):
        abort(403, _("This work belongs to another unit."))
    return item


def _case(item: WorkItem) -> Case:
    return Case(door(), door().engine.instance(item.instance))


def _subject(item_id: str) -> str:
    return f"work-item:{item_id}"


def _waiting(item: WorkItem, case: Case) -> dict[str, Any]:
    return {
        "label": case.label(item.element, item.label),
        "units": case.units(item.candidates),
        "left": TimeLeft(item.due, WorkingCalendar.default()),
        "due": item.due,
    }
