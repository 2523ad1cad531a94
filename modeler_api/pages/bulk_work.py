"""Many pieces of work at once: choose, say what is needed, check what has legal effect, see what came of each."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError, InvalidData, WorkItem
from modeler_api import bulk, list_place, refusals
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, acts_for
from modeler_api.bulk import ACTS, AT_ONCE, MOST, Outcome
from modeler_api.bulk_effects import Effect, effects, told
from modeler_api.desk import desk_of
from modeler_api.forms import PREFIX, Form
from modeler_api.procedures import Procedures
from modeler_api.roster import Roster
from modeler_api.store import jobs
from modeler_api.store.jobs import Job
from modeler_api.subject import is_theirs
from modeler_api.translation import text
from modeler_api.wanted import Wanted
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("bulk_work", __name__, url_prefix="/work/bulk")


@blueprint.post("/")
@allowed("work.do")
def choose() -> ResponseReturnValue:
    """What was chosen in the list: done at once when nothing more has to be said, else asked for."""
    act = request.form.get("act", "")
    if act not in ACTS:
        abort(422)
    chosen = _chosen()
    if not chosen:
        flash(text(_("Choose at least one row, then what to do with it.")), "late")
        return redirect(list_place.back_to_list(), 303)
    if act == "claim":
        return _run(act, chosen)
    return _ask(act, chosen, {})


@blueprint.post("/reassign")
@allowed("work.do")
def reassign() -> ResponseReturnValue:
    """Pass on what was chosen, for the reason given."""
    chosen = _named()
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()
    errors: dict[str, Message] = {}
    if not to:
        errors["to"] = _("Choose who gets the work")
    if not reason:
        errors["reason"] = _("Say why, in a sentence the other person reads")
    return (
        (_ask("reassign", chosen, errors), 422) if errors else _run("reassign", chosen, to=to, reason=reason)
    )


@blueprint.post("/complete")
@allowed("work.do")
def complete() -> ResponseReturnValue:
    """Complete what was chosen, with one answer for all; a decision is shown once more before it counts."""
    return _answered(is_confirmed=False)


@blueprint.post("/check")
@allowed("work.do")
def confirm() -> ResponseReturnValue:
    """Complete what was chosen with the answer that was shown, or go back and change it."""
    return _answered(is_confirmed=True)


@blueprint.get("/<job_id>")
@allowed("work.do")
def result(job_id: str) -> ResponseReturnValue:
    """What came of each; while it lasts, how far it is."""
    job = jobs.by_id(door().store, job_id)
    if job is None or job.kind != "bulk_work" or job.created_by != account().name:
        abort(404)
    title = text(ACTS[job.arguments["act"]])
    outcomes = [Outcome.of(one) for one in (job.result or {}).get("outcomes", ())]
    failed = [one for one in outcomes if one.problem is not None]
    return render_template(
        "pages/bulk_result.html",
        job=job,
        title=title,
        failed=failed,
        done=[one for one in outcomes if one.problem is None],
        procedures=Procedures(door()),
    )


@blueprint.get("/<job_id>/state")
@allowed("work.do")
def state(job_id: str) -> ResponseReturnValue:
    """How far it is, as JSON."""
    job = jobs.by_id(door().store, job_id)
    if job is None or job.created_by != account().name:
        abort(404)
    return {
        "status": job.status,
        "share": job.share,
        "doing": job.doing,
        "is_over": job.is_over,
        "next": url_for("bulk_work.result", job_id=job.id),
    }


def _chosen() -> list[str]:
    """The rows that were ticked, or all of the list."""
    if "all" not in request.form:
        return list(dict.fromkeys(request.form.getlist("item")))[:MOST]
    desk = desk_of(account(), door(), Wanted.of(request.form.to_dict()))
    found = []
    for row in desk.every_row():
        if not row.is_queued:
            found.append(row.id)
        if len(found) == MOST:
            break
    return found


def _named() -> list[str]:
    """The pieces of work that the form before named."""
    return request.form.getlist("item")[:MOST] or abort(422)


def _items(chosen: list[str]) -> list[WorkItem]:
    """What of the chosen is there and this person's."""
    who, found = account(), []
    for item_id in chosen:
        try:
            item = door().engine.work_item(item_id)
        except EngineError:
            continue
        if is_theirs(who, item):
            found.append(item)
    return found


def _answered(*, is_confirmed: bool) -> ResponseReturnValue:
    chosen = _named()
    items = _items(chosen)
    if not items or not bulk.same_form(items):
        return _ask("complete", chosen, {}), 422
    form = Form.of(items[0].form)
    data = form.read(request.form, context={})
    if data is None:
        return _ask("complete", chosen, form.summary(), form=form), 422
    if "change" in request.form:
        return _ask("complete", chosen, {}, form=form)
    open_items = [item for item in items if item.status == "open"]
    if not is_confirmed and open_items and (form.is_checked or refusals.decides(door(), open_items[0])):
        try:
            found = effects(door(), open_items, data)
        except InvalidData as wrong:
            form.errors = {
                key: Message(words) if type(words) is str else words for key, words in wrong.errors.items()
            }
            return _ask("complete", chosen, form.summary(), form=form), 422
        return _check(chosen, form, data, found)
    return _run("complete", chosen, data=data, once=_once())


def _check(chosen: list[str], form: Form, data: dict[str, Any], found: list[Effect]) -> str:
    first = found[0].item
    desk = desk_of(account(), door(), Wanted.of({}))
    return render_template(
        "pages/bulk_check.html",
        title=Procedures(door()).label(first.definition, first.element, first.label),
        chosen=chosen,
        typed=form.typed,
        prefix=PREFIX,
        answers=form.facts(data),
        effects=found,
        refused=told(found),
        subjects={one.item.id: desk.row(one.item).subject for one in found},
        decides=refusals.decides(door(), first),
        once=secrets.token_hex(8),
    )


def _once() -> str:
    """By what a confirmation that comes twice is known again."""
    given = request.form.get("once", "")
    return given if re.fullmatch("[0-9a-f]{16}", given) else secrets.token_hex(8)


def _ask(act: str, chosen: list[str], errors: dict[str, Message], *, form: Form | None = None) -> str:
    items = _items(chosen)
    candidates = sorted({name for item in items for name in item.candidates})
    roster = Roster(door().store)
    # Who holds all of it already gets none of it.
    receivers = {*roster.members(candidates), *roster.heads(candidates)} - (
        {items[0].holder} if len({item.holder for item in items}) == 1 else set()
    )
    context: dict[str, Any] = {
        "act": act,
        "title": text(ACTS[act]),
        "chosen": chosen,
        "items": items,
        "people": roster.full_names(sorted(receivers)),
        "is_one_form": bool(items) and bulk.same_form(items),
        "is_done_alone": bool(items) and all(map(bulk.is_done_alone, items)),
        "form": form or Form.of(items[0].form if items else None),
        "label": Procedures(door()).label(items[0].definition, items[0].element, items[0].label)
        if items
        else "",
        "refusal": refusals.rule(door(), items[0]) if items and act == "complete" else None,
        "errors": errors,
        "typed": request.form,
        "back": list_place.back_to_list(),
    }
    return render_template("pages/bulk_ask.html", **context)


def _run(
    act: str,
    chosen: list[str],
    *,
    to: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    once: str = "",
) -> ResponseReturnValue:
    who, absence = account(), acts_for()
    arguments: dict[str, Any] = {
        "act": act,
        "items": chosen,
        "to": to,
        "reason": reason,
        "data": data,
        "once": once or secrets.token_hex(8),
        "absence": absence.id if absence is not None else None,
    }
    job: Job
    if len(chosen) > AT_ONCE:
        job = jobs.ask(
            door().store, kind="bulk_work", subject=who.name, arguments=arguments, created_by=who.name
        )
    else:
        outcomes = bulk.act_on_all(
            door(),
            who,
            chosen,
            act=act,
            to=to,
            reason=reason,
            data=data,
            once=arguments["once"],
            procedures=absence.procedures if absence is not None else (),
        )
        job = jobs.keep(
            door().store,
            kind="bulk_work",
            subject=who.name,
            arguments=arguments,
            created_by=who.name,
            result={"outcomes": [one.plain for one in outcomes]},
        )
    return redirect(url_for("bulk_work.result", job_id=job.id), 303)
