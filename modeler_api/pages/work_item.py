"""One piece of work: what is known, what was decided before, the form, and what completing it leads to.

Opening takes it, when nobody holds it; the page then says so and offers to give it back. What is typed is kept as a
draft, and whatever is refused is shown again as it was typed. Where the form says so, the answers are shown once more
before they count, and signed there; so they are wherever what was asked for is granted or refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import AlreadyClaimed, InvalidData, NotEntitled, WorkItem, WrongState
from engine.sending_back import UNDO_WINDOW
from modeler_api import completing, letters, passing_on, refusals, signing
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.case_papers import papers
from modeler_api.cases import Case
from modeler_api.deadlines import deadline_of
from modeler_api.desk import desk_of, is_barred
from modeler_api.filling import Filling
from modeler_api.formats import TimeLeft
from modeler_api.forms import NOT_SUPPORTED
from modeler_api.list_place import back_to_list
from modeler_api.procedures import effect
from modeler_api.sent_back import passed_on, sent_back
from modeler_api.store import accounts, comments
from modeler_api.store.accounts import Account
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("work_item", __name__, url_prefix="/work")


@blueprint.get("/<item_id>")
@allowed("work.do")
def show(item_id: str) -> ResponseReturnValue:
    """The piece of work; taken by opening it when nobody holds it."""
    who, item = account(), _item(item_id)
    taken_now, barred = False, None
    if item.status == "open" and item.holder is None and request.method == "GET":
        try:
            item = door().engine.claim(item, by=who.name, groups=sorted(who.groups))
            taken_now = True
        except AlreadyClaimed:
            item = _item(item_id)
        except NotEntitled:
            # Said before the work starts; what is no duty is refused as ever.
            barred = door().engine.barred(item, by=who.name)
            if barred is None:
                if passing_on.leads(door(), who, item):
                    # It is their people's to do and theirs to give out.
                    return redirect(url_for("share_work.show", item_id=item_id))
                raise
    return _page(item, _filling(item), taken_now=taken_now, barred=barred)


@blueprint.post("/<item_id>")
@allowed("work.do")
def complete(item_id: str) -> ResponseReturnValue:
    """Complete the work, or show the form again with what is wrong and everything that was typed."""
    item = _item(item_id)
    filling = _filling(item)
    form = filling.form
    if not filling.take(request):
        return _page(item, filling), 409 if filling.other else 422 if form.errors else 200
    data = form.read(None, context=item.data)
    if data is None:
        return _page(item, filling), 422
    try:
        # Of what somebody else holds, completing says so at once.
        decides = item.holder == account().name and refusals.decides(door(), item)
        if decides:
            door().engine.refusal(item, data)
    except InvalidData as wrong:
        return _wrong(item, filling, wrong)
    except WrongState:
        decides = False  # it is done already, which completing says
    # A decision has legal effect, whatever its form says of checking the answers.
    if form.is_checked or decides:
        return redirect(url_for("work_item.check", item_id=item_id), 303)
    return _completed(item, filling, data)


@blueprint.get("/<item_id>/check")
@allowed("work.do")
def check(item_id: str) -> ResponseReturnValue:
    """The answers once more, before they count."""
    item = _item(item_id)
    filling = _filling(item)
    if filling.draft is None or item.status != "open":
        return redirect(url_for("work_item.show", item_id=item_id))
    data = filling.form.read(None, context=item.data)
    return (_page(item, filling), 422) if data is None else _check_page(item, filling, data)


@blueprint.post("/<item_id>/check")
@allowed("work.do")
def confirm(item_id: str) -> ResponseReturnValue:
    """Complete the work with the answers that were shown, signed where the form asks for it."""
    item, who = _item(item_id), account()
    filling = _filling(item)
    if filling.draft is None:
        return redirect(url_for("work_item.show", item_id=item_id), 303)
    data = filling.form.read(None, context=item.data)
    if data is None:
        return _page(item, filling), 422
    if request.form.get("draft") != str(filling.version):
        return _check_page(item, filling, data, changed=True), 409
    data, filling.form.errors = signing.signed(filling.form, data, request.form, by=who)
    if filling.form.errors:
        return _check_page(item, filling, data), 422
    return _completed(item, filling, data)


@blueprint.get("/<item_id>/letter.pdf")
@allowed("work.do")
def letter(item_id: str) -> ResponseReturnValue:
    """The letter as it would be issued now, marked as a preview."""
    item = _item(item_id)
    filling = _filling(item)
    if not item.form or not item.form.get("letter"):
        abort(404)
    data = filling.form.read(None, context=item.data) or {}
    try:
        refusal = door().engine.refusal(item, data) if item.status == "open" else None
    except InvalidData:
        refusal = None  # what is missing is said where the answers are sent
    known = {**item.data, **data}
    content = letters.content(door(), item.form["letter"], known, by=account(), refusal=refusal)
    return letters.sent(letters.preview(door(), content))


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
    """Keep what is being typed; 409 when something else was typed in another window since, 410 when the work is
    done.
    """
    item = _item(item_id)
    if item.status != "open":
        return "", 410
    filling = _filling(item)
    answer = filling.autosaved(request)
    if door().engine.work_item(item_id).status != "open":
        filling.drop()  # it was completed while this was on its way, and nobody would find the draft again
    return answer


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
        one
        for one in case.open_work
        if set(one.candidates) & who.groups
        and one.holder in (None, who.name)
        and not is_barred(door(), who, one)
    ]
    return render_template(
        "pages/work_done.html",
        item=item,
        case=case,
        following=following,
        same_case=mine[0] if mine else None,
        letter=letters.of_work_item(door(), item.id),
        may_recall=case.instance.ended is None
        and _may_recall(item, who.name)
        and not letters.has_gone_out(door(), item.id),
        next=desk_of(who, door()).next_item(besides=mine[0].id if mine else None),
    )


def _may_recall(item: WorkItem, name: str) -> bool:
    """Whether it is worth offering to take the work back; the engine judges when it is asked."""
    done = item.completed_at
    return done is not None and item.holder == name and dt.datetime.now(dt.UTC) - done < UNDO_WINDOW


def _completed(item: WorkItem, filling: Filling, data: dict[str, Any]) -> ResponseReturnValue:
    try:
        completing.complete(door(), item, data, by=account())
    except InvalidData as wrong:
        return _wrong(item, filling, wrong)
    except WrongState as wrong_state:
        flash(text(wrong_state.message), "late")
        return _page(_item(item.id), filling), 409
    filling.drop()
    return redirect(url_for("work_item.done", item_id=item.id), 303)


def _wrong(item: WorkItem, filling: Filling, wrong: InvalidData) -> ResponseReturnValue:
    told = {key: Message(words) if type(words) is str else words for key, words in wrong.errors.items()}
    filling.form.errors = told
    return _page(item, filling), 422


def _page(item: WorkItem, filling: Filling, *, taken_now: bool = False, barred: Message | None = None) -> str:
    who, form = account(), filling.form
    names = accounts.full_names(door().store)
    case = _case(item)
    unsupported, deadline = form.unsupported, deadline_of(door(), item)
    refusal = refusals.rule(door(), item)
    return render_template(
        "pages/work_item.html",
        item=item,
        case=case,
        form=form,
        filling=filling,
        errors=form.summary(),
        left=TimeLeft(item.due, door().settings.calendar, is_stopped=item.stopped is not None),
        effect=effect(case.model, item.element),
        is_mine=item.status == "open" and item.holder == who.name,
        holder=names.get(item.holder or "", item.holder),
        is_of_my_unit=_share_a_unit(who, item.holder),
        taken_now=taken_now,
        barred=barred,
        now=dt.datetime.now(dt.UTC),
        deadline=deadline,
        left_of_case=TimeLeft(deadline.case.due if deadline.case else None, door().settings.calendar),
        sent_back=sent_back(case, item) if item.status == "open" else None,
        passed_on=passed_on(case, item) if item.status == "open" and item.holder == who.name else None,
        refusal=refusal,
        is_checked=form.is_checked or refusal is not None,
        documents=papers(case),
        comments=comments.count(door().store, item.instance),
        not_supported=NOT_SUPPORTED.format(kinds=", ".join(unsupported)) if unsupported else None,
    )


def _check_page(item: WorkItem, filling: Filling, data: dict[str, Any], *, changed: bool = False) -> str:
    case = _case(item)
    try:
        refusal = door().engine.refusal(item, data)
    except InvalidData:
        refusal = None  # what is missing is said where the answers are sent
    return render_template(
        "pages/check_answers.html",
        over=f"{case.procedure} · {case.name}",
        title=case.label(item.element, item.label),
        filling=filling,
        answers=filling.form.facts(data),
        errors=filling.form.summary(),
        signatures=signing.fields(filling.form),
        changed=changed,
        back=url_for("work_item.show", item_id=item.id),
        send=url_for("work_item.confirm", item_id=item.id),
        effect=_("Refuse, and tell the applicant why") if refusal else effect(case.model, item.element),
        refusal=(refusal, refusals.appeal(refusal)) if refusal else None,
        letter=url_for("work_item.letter", item_id=item.id) if (item.form or {}).get("letter") else None,
        section="work",
    )


def _filling(item: WorkItem) -> Filling:
    filling = Filling.of(
        item.form,
        item.data,
        who=account(),
        subject=_subject(item.id),
        instance=item.instance,
        business_key=item.business_key,
    )
    filling.form.kept_back = _case(item).hidden
    return filling


def _share_a_unit(who: Account, holder: str | None) -> bool:
    other = accounts.by_name(door().store, holder) if holder else None
    return other is not None and bool(who.units & other.units)


def _item(item_id: str) -> WorkItem:
    """The piece of work, when it is one of the person's units or held by them."""
    item, who = door().engine.work_item(item_id), account()
    refused = passing_on.refusal(door(), who, item)
    if refused is not None:
        abort(403, refused)
    return item


def _case(item: WorkItem) -> Case:
    return Case(door(), door().engine.instance(item.instance), account())


def _subject(item_id: str) -> str:
    return f"work-item:{item_id}"


def _waiting(item: WorkItem, case: Case) -> dict[str, Any]:
    return {
        "label": case.label(item.element, item.label),
        "units": case.units(item.candidates),
        "left": TimeLeft(item.due, door().settings.calendar, is_stopped=item.stopped is not None),
        "due": item.due,
    }
