"""Trying a procedure out: a case is played step by step, time is let pass, services answer as one says.

Nothing of it reaches an inbox, a register or a letter. A play that was good is kept as a scenario, which is played
again before a version comes into force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone

from engine import NotExecutable
from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.cases import desks_of, start_form
from modeler_api.decisions.beside import beside, carried
from modeler_api.drawing import drawing, problem_marks
from modeler_api.import_page import grouped
from modeler_api.repository import Kept
from modeler_api.store import audit, model_drafts, scenarios
from modeler_api.store.acts import MOST, Act
from modeler_api.summary_card import label_of, percent, told
from modeler_api.translation import text
from modeler_api.trying.answers import answers, read_answers, read_json
from modeler_api.trying.coverage import coverage
from modeler_api.trying.play import Situation
from modeler_api.trying.rehearsal import rehearse, try_out
from modeler_api.wiring import door
from processes import NotBpmn
from processes.errors import NotDmn
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.model.elements import Element

blueprint = Blueprint("trying", __name__, url_prefix="/procedures")

DONE: dict[str, Message] = {
    "start": _("The case was started."),
    "complete": _("Done: {label}"),
    "serve": _("The service answered: {label}"),
    "error": _("The service failed with “{name}”: {label}"),
    "message": _("The message came: {name}"),
    "wait": _("Time passed until the next deadline."),
}


@blueprint.get("/<key>/try")
@allowed("model.upload")
def show(key: str) -> ResponseReturnValue:
    """Where the case stands, and what can be done next."""
    kept = _kept(key)
    return _page(kept, scenarios.play_of(door().store, account=account().id, key=key))


@blueprint.post("/<key>/try")
@allowed("model.upload")
def act(key: str) -> ResponseReturnValue:
    """Do one more act, or go back to an earlier one."""
    kept = _kept(key)
    acts = scenarios.play_of(door().store, account=account().id, key=key)
    sent = request.form
    if "back" in sent:
        place = sent.get("back", type=int)
        acts = acts[: max(0, place or 0)]
    else:
        try:
            acts = (*acts, _act(kept, acts))[-MOST - 1 :]
        except ValueError as wrong:
            message = _("The answer for {field} cannot be read. Write it as JSON, or leave the example.")
            return _page(kept, acts, errors={"": message.format(field=str(wrong))}), 422
        if len(acts) > MOST:
            return _page(
                kept, acts[:-1], errors={"": _("A play ends after 200 acts. Go back, or begin anew.")}
            ), 422
        try:
            situation = try_out(door(), _source(kept), acts, beside=_beside(kept))
        except NotExecutable:
            return _page(kept, acts[:-1]), 422
        if situation.refused is not None:
            return _page(kept, acts[:-1], errors={"": situation.refused}), 422
    scenarios.go_on(door().store, account=account().id, key=key, acts=acts)
    return redirect(url_for("trying.show", key=key, version=_version(), _anchor="next"), 303)


@blueprint.post("/<key>/try/scenario")
@allowed("model.upload")
def keep(key: str) -> ResponseReturnValue:
    """Keep the play as a scenario under a name."""
    kept = _kept(key)
    acts = scenarios.play_of(door().store, account=account().id, key=key)
    name = request.form.get("name", "").strip()
    if not name or len(name) > 200:
        wrong = _("Enter a name of at most 200 characters for the scenario.")
        return _page(kept, acts, errors={"name": wrong}), 422
    try:
        situation = try_out(door(), _source(kept), acts, beside=_beside(kept))
    except NotExecutable:
        return _page(kept, acts), 422
    scenarios.keep(
        door().store,
        key=kept.base_key,
        name=name,
        acts=situation.acts,
        status=situation.status,
        ends=situation.ends,
        author=account().name,
    )
    _note("scenario.keep", f"{kept.base_key}: {name}")
    flash(text(_("Kept as a scenario. It is played again before a version comes into force.")), "good")
    return redirect(url_for("trying.index", key=key, version=_version()), 303)


@blueprint.get("/<key>/scenarios")
@allowed("model.upload")
def index(key: str) -> ResponseReturnValue:
    """Every scenario, played once more on this version, and what they cover of it together."""
    kept = _kept(key)
    source = _source(kept)
    try:
        model = repository.model_in(source)
        found = rehearse(door(), kept.base_key, source, beside=_beside(kept))
    except (NotBpmn, NotDmn) as refused:
        return _page(kept, (), errors={"": refused.message}), 422
    marks = {id_: ["passed"] for id_ in {*found.coverage.elements, *found.coverage.flows}}
    return render_template(
        "pages/scenarios.html",
        kept=kept,
        version=_version(),
        found=found,
        model=model,
        percent=percent,
        missed=[(id_, label_of(model, id_), kind_of(model.elements[id_])) for id_ in found.coverage.missed]
        + [(id_, _way(model, id_), _("a way")) for id_ in found.coverage.missed_flows],
        diagram=drawing(model, marks=marks),
    )


@blueprint.post("/<key>/scenarios/<name>/drop")
@allowed("model.upload")
def drop(key: str, name: str) -> ResponseReturnValue:
    """Forget a scenario."""
    kept = _kept(key)
    if scenarios.drop(door().store, kept.base_key, name):
        _note("scenario.drop", kept.base_key)
        flash(text(_("The scenario is forgotten.")), "good")
    return redirect(url_for("trying.index", key=key, version=_version()), 303)


_KINDS: dict[str, Message] = {
    "StartEvent": _("a start"),
    "EndEvent": _("an end"),
    "UserTask": _("work of people"),
    "ManualTask": _("work of people"),
    "ServiceTask": _("work of a service"),
    "ScriptTask": _("a script"),
    "BusinessRuleTask": _("a decision by table"),
    "CallActivity": _("another procedure"),
}


def kind_of(element: Element) -> Message:
    """What an element is, for who does not know the names of the notation."""
    if element.is_gateway:
        return _("a choice or a meeting of ways")
    if element.is_event:
        return _KINDS.get(element.type, _("an event"))
    return _KINDS.get(element.type, _("a step"))


def _way(model: Model, id_: str) -> str:
    """A flow by the elements it joins, and what the drawing calls it."""
    flow = model.flows[id_]
    ends = f"{label_of(model, flow.source)} → {label_of(model, flow.target)}"
    return f"{ends} ({told(model, flow.name)})" if flow.name else ends


def _kept(key: str) -> Kept:
    number = request.args.get("version", type=int)
    found = repository.find(door(), key, number) if reads_whole(key) else None
    return found or abort(404)


def _version() -> str | None:
    """Which version the address names: its number, "draft", or none for the one in force."""
    return request.args.get("version")


def _source(kept: Kept) -> bytes:
    draft = model_drafts.find(door().store, kept.key) if _version() == "draft" else None
    return draft.source if draft is not None else kept.version.source


def _beside(kept: Kept) -> tuple[bytes, ...]:
    """The decisions that would come into force with what is tried."""
    drafts = _version() == "draft"
    draft = model_drafts.find(door().store, kept.key) if drafts else None
    base = draft.based_on if draft and draft.based_on else kept.version.id
    return carried(beside(door(), kept.key, version=base, model=None, drafts=drafts))


def _act(kept: Kept, acts: tuple[Act, ...]) -> Act:
    sent = request.form
    do, element = sent.get("do", ""), sent.get("element", "")[:200]
    if do == "serve" and "fails" in sent:
        do = "error"
    if do not in DONE:
        abort(400)
    typed = {name[2:]: value for name, value in sent.items() if name.startswith("f.")}
    if do in ("serve", "error", "message"):
        return Act(
            do=do, element=element, name=sent.get("name", "")[:200], data=_brought(sent.get("data", ""))
        )
    schema: Any = None
    if do == "start":
        schema = start_form(repository.model_in(_source(kept)))
    elif do == "complete":
        situation = try_out(door(), _source(kept), acts, beside=_beside(kept))
        schema = next((item.form for item in situation.items if item.element == element), None)
    return Act(do=do, element=element, name=sent.get("name", "")[:200], data=read_answers(schema, typed))


def _brought(typed: str) -> dict[str, Any]:
    if not typed.strip():
        return {}
    data = read_json(text(_("what it brings")), typed)
    if not isinstance(data, dict):
        raise ValueError(text(_("what it brings")))
    return data


def _page(kept: Kept, acts: tuple[Act, ...], *, errors: dict[str, Message] | None = None) -> str:
    source = _source(kept)
    try:
        model = repository.model_in(source)
        situation = try_out(door(), source, acts, beside=_beside(kept))
    except NotExecutable as refused:
        model = repository.model_in(source)
        return render_template(
            "pages/trying.html",
            kept=kept,
            version=_version(),
            situation=None,
            groups=grouped(refused.problems, model),
            diagram=drawing(model, marks=problem_marks(refused.problems)),
            errors={"": _("The model cannot run yet. The reasons stand below, each with its element.")},
        )
    except (NotBpmn, NotDmn) as refused:
        return render_template(
            "pages/trying.html",
            kept=kept,
            version=_version(),
            situation=None,
            groups=[],
            diagram=None,
            errors={"": refused.message},
        )
    covered = coverage(model, [situation.history])
    marks: dict[str, list[str]] = {id_: ["passed"] for id_ in {*covered.elements, *covered.flows}}
    for here in situation.here:
        marks[here] = ["here"]
    if situation.refused is not None and not errors:
        errors = {"": situation.refused}
    today = to_user_timezone(situation.now).date()
    return render_template(
        "pages/trying.html",
        kept=kept,
        version=_version(),
        situation=situation,
        model=model,
        start=answers(start_form(model), on=today),
        items=[
            (item, label_of(model, item.element), answers(item.form, on=today)) for item in situation.items
        ],
        desks=lambda groups: desks_of(model, groups, store=door().store),
        done=_done(model, situation),
        path=_path(model, situation),
        covered=covered,
        diagram=drawing(model, marks=marks),
        ends=[label_of(model, end) for end in situation.ends],
        errors=errors or {},
        percent=percent,
        label_of=lambda element: label_of(model, element),
    )


def _done(model: Any, situation: Situation) -> list[str]:
    return [
        text(DONE[act.do].format(label=Message(label_of(model, act.element)), name=act.name))
        if act.do != "start" and act.do != "wait"
        else text(DONE[act.do])
        for act in situation.acts
    ]


def _path(model: Any, situation: Situation) -> list[str]:
    """The elements the case went through, in order, for the diagram to play."""
    return [
        record.element
        for record in situation.history
        if record.kind == "completed" and record.element is not None and record.element in model.elements
    ]


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])
