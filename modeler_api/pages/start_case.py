"""Opening a case: the procedures in operation, and the form that opens one."""

from __future__ import annotations

import datetime as dt
import secrets

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import Definition, InvalidData
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.case_numbers import next_number
from modeler_api.cases import start_form
from modeler_api.formats import moment
from modeler_api.forms import Form, typed_fields
from modeler_api.navigation import NavigationItem
from modeler_api.procedures import Procedures
from modeler_api.store import drafts
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("start_case", __name__, url_prefix="/start")
navigation = NavigationItem(
    label=_("Start a case"),
    summary=_("Open a new case of a procedure in operation."),
    endpoint="start_case.index",
    action="case.start",
    order=30,
    icon="start",
)


@blueprint.get("/")
@allowed("case.start")
def index() -> ResponseReturnValue:
    """The procedures in operation."""
    return render_template("pages/start_list.html", procedures=Procedures(door()).live_for("case.start"))


@blueprint.get("/<key>")
@allowed("case.start")
def form(key: str) -> ResponseReturnValue:
    """The form that opens a case, with the draft when there is one."""
    definition = _definition(key)
    draft = drafts.find(door().store, account=account().id, subject=_subject(key))
    filled = Form.of(start_form(door().engine.model(definition)))
    if draft is not None:
        filled.typed = draft.data
    return _page(definition, filled, once=secrets.token_hex(12))


@blueprint.post("/<key>")
@allowed("case.start")
def start(key: str) -> ResponseReturnValue:
    """Open the case once, however often the form is sent, and show it."""
    who, definition = account(), _definition(key)
    filled = Form.of(start_form(door().engine.model(definition)))
    data = filled.read(request.form)
    once = request.form.get("once") or secrets.token_hex(12)
    if data is not None:
        try:
            instance = door().engine.start(
                definition,
                data=data,
                business_key=next_number(door().engine, definition, at=dt.datetime.now(dt.UTC)),
                by=who.name,
                idempotency_key=f"{who.id}:{once}",
            )
        except InvalidData as wrong:
            filled.errors = {key: _(str(told)) for key, told in wrong.errors.items()}
        else:
            drafts.drop(door().store, account=who.id, subject=_subject(key))
            return redirect(url_for("start_case.started", instance_id=instance.id), 303)
    drafts.keep(door().store, account=who.id, subject=_subject(key), data=filled.typed)
    return _page(definition, filled, once=once), 422


@blueprint.post("/<key>/draft")
@allowed("case.start")
def keep_draft(key: str) -> ResponseReturnValue:
    """Keep what is being typed."""
    kept = drafts.keep(
        door().store, account=account().id, subject=_subject(key), data=typed_fields(request.form)
    )
    return jsonify(time=moment(kept))


@blueprint.get("/started/<instance_id>")
@allowed("case.start")
def started(instance_id: str) -> ResponseReturnValue:
    """The case number and what happens next; the address can be kept."""
    from modeler_api.cases import Case

    case = Case(door(), door().engine.instance(instance_id))
    if not case.is_open_to(account()):
        abort(403)
    mine = [item for item in case.open_work if set(item.candidates) & account().groups]
    return render_template("pages/started.html", case=case, mine=mine[0] if mine else None)


def _page(definition: Definition, filled: Form, *, once: str) -> str:
    return render_template(
        "pages/start_form.html", definition=definition, form=filled, errors=filled.summary(), once=once
    )


def _definition(key: str) -> Definition:
    return Procedures(door()).by_key(key) or abort(404)


def _subject(key: str) -> str:
    return f"start:{key}"
