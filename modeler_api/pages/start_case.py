"""Opening a case: the procedures in operation, and the form that opens one.

Where some new cases follow another version, which one this case will follow is known before its form is shown: it is
drawn by who opens it and how many they have opened, so that loading the page again draws nothing else.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import Definition, InvalidData
from modeler_api import signing
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.case_numbers import next_number
from modeler_api.cases import start_form
from modeler_api.documents import handed_in
from modeler_api.filling import Filling
from modeler_api.navigation import NavigationItem
from modeler_api.procedures import Procedures
from modeler_api.stages import offices_of
from modeler_api.store import documents
from modeler_api.translation import text, told
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
    return _page(definition, _filling(definition))


@blueprint.post("/<key>")
@allowed("case.start")
def start(key: str) -> ResponseReturnValue:
    """Open the case once, however often the form is sent, and show it."""
    definition = _definition(key)
    filling = _filling(definition)
    if _is_other_form(definition):
        return _otherwise(definition, filling)
    if not filling.take(request):
        return _page(definition, filling), 409 if filling.other else 422 if filling.form.errors else 200
    data = filling.form.read(None)
    if data is None:
        return _page(definition, filling), 422
    if filling.form.is_checked:
        return redirect(url_for("start_case.check", key=key, once=request.form.get("once")), 303)
    return _started(definition, filling, data)


@blueprint.get("/<key>/check")
@allowed("case.start")
def check(key: str) -> ResponseReturnValue:
    """The answers once more, before the case is opened."""
    definition = _definition(key)
    filling = _filling(definition)
    if filling.draft is None:
        return redirect(url_for("start_case.form", key=key))
    data = filling.form.read(None)
    if data is None:
        return _page(definition, filling), 422
    return _check_page(definition, filling, data)


@blueprint.post("/<key>/check")
@allowed("case.start")
def confirm(key: str) -> ResponseReturnValue:
    """Open the case with the answers that were shown, signed where the form asks for it."""
    definition = _definition(key)
    filling = _filling(definition)
    if filling.draft is None:
        return redirect(url_for("start_case.form", key=key), 303)
    data = filling.form.read(None)
    if _is_other_form(definition):
        return _otherwise(definition, filling)
    if data is None:
        return _page(definition, filling), 422
    if request.form.get("draft") != str(filling.version):
        return _check_page(definition, filling, data, changed=True), 409
    data, filling.form.errors = signing.signed(filling.form, data, request.form, by=account())
    if filling.form.errors:
        return _check_page(definition, filling, data), 422
    return _started(definition, filling, data)


@blueprint.post("/<key>/draft")
@allowed("case.start")
def keep_draft(key: str) -> ResponseReturnValue:
    """Keep what is being typed; 409 when something else was typed in another window since."""
    return _filling(_definition(key)).autosaved(request)


@blueprint.get("/started/<instance_id>")
@allowed("case.start")
def started(instance_id: str) -> ResponseReturnValue:
    """The case number and what happens next; the address can be kept."""
    from modeler_api.applicants_view import code_of
    from modeler_api.cases import Case

    case = Case(door(), door().engine.instance(instance_id))
    if not case.is_open_to(account()):
        abort(403)
    mine = [item for item in case.open_work if set(item.candidates) & account().groups]
    return render_template(
        "pages/started.html",
        case=case,
        mine=mine[0] if mine else None,
        code=code_of(door(), case.instance.id),
        address=f"{door().settings.address}/status",
    )


def _started(definition: Definition, filling: Filling, data: dict[str, Any]) -> ResponseReturnValue:
    who = account()
    once = request.form.get("once") or secrets.token_hex(12)
    try:
        instance = door().engine.start(
            definition.key,
            data=data,
            business_key=next_number(door().engine, definition, at=dt.datetime.now(dt.UTC)),
            by=who.name,
            idempotency_key=f"{who.id}:{once}",
            offices=offices_of(door(), who),
            draw=_draw(definition.key),
        )
    except InvalidData as wrong:
        filling.form.errors = {key: _(str(words)) for key, words in wrong.errors.items()}
        return _page(definition, filling), 422
    documents.attach(door().store, handed_in(data), instance=instance.id)
    filling.drop()
    return redirect(url_for("start_case.started", instance_id=instance.id), 303)


def _otherwise(definition: Definition, filling: Filling) -> ResponseReturnValue:
    """The form of the version the case will follow now, with what was typed into that of another."""
    filling.form.retype(filling.typed(request))
    filling.keep()
    return _page(definition, filling, changed=True), 409


def _page(definition: Definition, filling: Filling, *, changed: bool = False) -> str:
    return render_template(
        "pages/start_form.html",
        definition=definition,
        form=filling.form,
        filling=filling,
        errors=filling.form.summary(),
        once=request.form.get("once") or secrets.token_hex(12),
        changed=changed,
    )


def _check_page(
    definition: Definition, filling: Filling, data: dict[str, Any], *, changed: bool = False
) -> str:
    return render_template(
        "pages/check_answers.html",
        over=text(_("Start a case")),
        title=told(definition.name),
        filling=filling,
        answers=filling.form.facts(data),
        errors=filling.form.summary(),
        signatures=signing.fields(filling.form),
        changed=changed,
        version=definition.id,
        back=url_for("start_case.form", key=definition.key),
        send=url_for("start_case.confirm", key=definition.key),
        effect=_("Open the case"),
        once=request.values.get("once") or secrets.token_hex(12),
        letter=None,
        section="start_case",
    )


def _filling(definition: Definition) -> Filling:
    schema = start_form(door().engine.model(definition))
    return Filling.of(schema, None, who=account(), subject=_subject(definition.key))


def _definition(key: str) -> Definition:
    """The version that a case follows which this person opens next."""
    found = Procedures(door()).by_key(key) or abort(404)
    return door().engine.choice(found, draw=_draw(key), offices=offices_of(door(), account())).definition


def _draw(key: str) -> str:
    opened = door().engine.count_instances(key, started_by=account().name)
    return f"{account().id}:{opened}"


def _is_other_form(definition: Definition) -> bool:
    """Whether the page that was sent showed the form of a version the case will not follow: a stage has ended since."""
    shown = request.form.get("version")
    if not shown or shown == definition.id:
        return False
    before = Procedures(door()).by_id(shown)
    engine = door().engine
    return before is None or start_form(engine.model(before)) != start_form(engine.model(definition))


def _subject(key: str) -> str:
    return f"start:{key}"
