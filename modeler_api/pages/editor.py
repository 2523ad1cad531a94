"""The editor: a procedure is drawn and described, and every change is kept as a draft that all who may can go on with.

What the drawing program sends is brought into the bytes the model had, so that nobody's extensions and comments are
lost. A draft becomes a version when it is saved with its name and reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring, reads_whole
from modeler_api.decisions.beside import beside, decisions_in, to_keep
from modeler_api.drawing import xml_text
from modeler_api.editor.fresh import blank, key_for
from modeler_api.editor.look import look
from modeler_api.editor.offers import offers
from modeler_api.editor.panel import panel
from modeler_api.editor.words import drawing_words
from modeler_api.expressions.help import help_with_feel
from modeler_api.formats import moment
from modeler_api.repository import Kept
from modeler_api.shelf import with_facts
from modeler_api.store import accounts, audit, decision_drafts, model_drafts, models
from modeler_api.store.decision_drafts import DecisionDraft
from modeler_api.store.model_drafts import ModelDraft, Overtaken
from modeler_api.store.models import ModelVersion
from modeler_api.store.version_decisions import KeptDecision
from modeler_api.translation import LANGUAGES, chosen_locale, text
from modeler_api.wiring import door
from processes import NotBpmn
from processes.errors import NotDmn
from processes.model.graft import graft
from processes.text import Message, _

blueprint = Blueprint("editor", __name__, url_prefix="/procedures")


@blueprint.get("/new")
@allowed("model.upload")
def new() -> ResponseReturnValue:
    """What a new procedure is called."""
    return _new_page()


@blueprint.post("/new")
@allowed("model.upload")
def begin() -> ResponseReturnValue:
    """Make the first version of a procedure: an empty page with a row for the applicant and one for the office."""
    typed = {tag: request.form.get(f"name_{tag}", "").strip() for tag in LANGUAGES}
    name = typed["en"] or typed[chosen_locale()] or next((said for said in typed.values() if said), "")
    errors: dict[str, Message] = {}
    if not name:
        errors[f"name_{chosen_locale()}"] = _("Enter what the procedure is called, in one language at least.")
    elif any(len(said) > 300 for said in typed.values()):
        long = next(tag for tag, said in typed.items() if len(said) > 300)
        errors[f"name_{long}"] = _("Shorten the name to 300 characters.")
    key = key_for(name)
    if not errors and models.versions(door().store, key):
        errors[f"name_{chosen_locale()}"] = _(
            "There is a procedure of this name already. Name the new one otherwise."
        )
    if errors:
        return _new_page(typed, errors), 422
    bring(key)
    source = blank(
        key=key,
        name=name,
        names={tag: said for tag, said in typed.items() if said},
        owner=request.form.get("owner", "").strip()[:200],
        applicant=text(_("Applicant")),
        office=text(_("Office")),
    )
    version = _save_version(key, source, name=name, reason=text(_("An empty page.")), based_on=None)
    return redirect(url_for("editor.show", key=version.key), 303)


@blueprint.get("/<key>/edit")
@allowed("model.upload")
def show(key: str) -> ResponseReturnValue:
    """The editor with the draft, or else with the newest version, or the one asked for."""
    return _page(_kept(key))


@blueprint.post("/<key>/edit")
@allowed("model.upload")
def keep(key: str) -> ResponseReturnValue:
    """Keep what was drawn and say what the rules make of it; 409 with who and when if somebody else was faster.

    Without a source nothing is kept: the page asks what the rules say, and says that it is open.
    """
    kept, sent = _kept(key), _sent()
    window, seen = str(sent.get("window", ""))[:40], sent.get("seen")
    if not window or not isinstance(seen, int) or not isinstance(sent.get("source"), str | None):
        abort(400)
    draft = model_drafts.find(door().store, key)
    base = _base(kept, draft)
    told: dict[str, Any] = {}
    if sent.get("source") is not None:
        try:
            draft = _keep(key, base, draft, source=sent["source"], seen=seen, window=window)
        except Overtaken as overtaken:
            return jsonify(_overtaken(overtaken.draft)), 409
    elif seen and (draft is None or (draft.revision != seen and draft.window != window)):
        return jsonify(_overtaken(draft)), 409
    told["revision"] = draft.revision if draft else 0
    told["saved"] = moment(draft.updated) if draft else ""
    who = account().name
    names = accounts.full_names(door().store)
    told["others"] = [
        names.get(name, name)
        for name in model_drafts.others(door().store, key, author=who, window=window)
        if name != who
    ]
    return jsonify(told | _looked(draft.source if draft else base.source))


@blueprint.post("/<key>/edit/leave")
@allowed("model.upload")
def leave(key: str) -> ResponseReturnValue:
    """The page was closed: others are not told any more that somebody draws here."""
    model_drafts.leave(door().store, key, window=request.form.get("window", "")[:40])
    return "", 204


@blueprint.post("/<key>/edit/version")
@allowed("model.upload")
def save(key: str) -> ResponseReturnValue:
    """Make a version of the draft, if it still is the one that the page showed."""
    kept = _kept(key)
    draft = model_drafts.find(door().store, key)
    typed = {field: request.form.get(field, "").strip() for field in ("name", "reason")}
    errors: dict[str, Message] = {}
    if not typed["name"]:
        errors["name"] = _("Enter a name for the model.")
    elif len(typed["name"]) > 300:
        errors["name"] = _("Shorten the name to 300 characters.")
    if not typed["reason"]:
        errors["reason"] = _("Say why this version is made, so that others understand it later.")
    written = decision_drafts.of(door().store, key)
    if draft is None and not written:
        errors = {"": _("Nothing was changed since the last version, so there is nothing to save.")}
    elif draft is not None and str(draft.revision) != request.form.get("revision", ""):
        who = accounts.full_names(door().store).get(draft.author, draft.author)
        errors[""] = _("{person} changed the draft at {time}. Look at it as it is now, then save it.").format(
            person=who, time=moment(draft.updated)
        )
    elif _state(written) != request.form.get("decisions", ""):
        errors[""] = _("A decision was changed meanwhile. Look at it as it is now, then save it.")
    base = _base(kept, draft)
    refused: NotBpmn | NotDmn | None = None
    if not errors:
        try:
            _acceptable(kept, draft.source if draft else base.source)
            for each in written:
                if not each.is_removed:
                    decisions_in(each.source)
        except (NotBpmn, NotDmn) as error:
            refused = error
            errors[""] = error.message
    if errors:
        return _page(kept, typed=typed, errors=errors, hint=refused.hint if refused else None), 422
    drawn_by = {*(draft.drawn_by if draft else ()), *(name for each in written for name in each.drawn_by)}
    version = _save_version(
        key,
        draft.source if draft else base.source,
        **typed,
        based_on=base.id,
        drawn_by=tuple(sorted(drawn_by)),
        decisions=to_keep(door(), key, base.id),
    )
    if draft is not None:
        model_drafts.drop(door().store, key, revision=draft.revision)
    decision_drafts.drop(door().store, key)
    flash(text(_("Saved as version {number}, a draft.").format(number=version.number)), "good")
    return redirect(url_for("procedure.show", key=key, version=version.number), 303)


@blueprint.post("/<key>/edit/apart")
@allowed("model.upload")
def apart(key: str) -> ResponseReturnValue:
    """Make a version of what somebody drew while another was faster: both are kept, and can be compared."""
    kept, sent = _kept(key), _sent()
    if not isinstance(sent.get("source"), str):
        abort(400)
    base = _base(kept, None)
    source = _grafted(base.source, sent["source"])
    try:
        model = _acceptable(kept, source)
    except NotBpmn as refused:
        return jsonify(message=text(refused.message), hint=text(refused.hint)), 422
    reason = text(_("Drawn at the same time as another draft."))
    version = _save_version(key, source, name=model.name, reason=reason, based_on=base.id)
    return jsonify(number=version.number, address=url_for("procedure.show", key=key, version=version.number))


@blueprint.post("/<key>/edit/discard")
@allowed("model.upload")
def discard(key: str) -> ResponseReturnValue:
    """Forget the draft; the versions stay."""
    kept = _kept(key)
    written = decision_drafts.drop(door().store, key)
    if model_drafts.drop(door().store, key) or written:
        _note("model.draft.discard", key)
    flash(text(_("The draft was discarded. The versions are as they were.")), "good")
    return redirect(url_for("procedure.show", key=kept.key), 303)


def _kept(key: str) -> Kept:
    number = request.args.get("version", type=int)
    found = repository.find(door(), key, number) if reads_whole(key) else None
    if found is None:
        abort(404)
    newest = found.siblings[0]
    return found if number is not None else Kept(door(), newest)


def _sent() -> dict[str, Any]:
    """What the page sent; refused when it is no object, or holds half of a letter, which no file can keep."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        abort(400)
    try:
        str(sent.get("source")).encode()
    except UnicodeEncodeError:
        abort(400)
    return sent


def _base(kept: Kept, draft: ModelDraft | None) -> ModelVersion:
    """The version a draft began from: that which it names, else the one that is shown."""
    found = models.by_id(door().store, draft.based_on) if draft and draft.based_on else None
    return found or kept.version


def _keep(
    key: str, base: ModelVersion, draft: ModelDraft | None, *, source: str, seen: int, window: str
) -> ModelDraft:
    return model_drafts.keep(
        door().store,
        key=key,
        source=_grafted(draft.source if draft else base.source, source),
        seen=seen,
        author=account().name,
        window=window,
        based_on=base.id,
    )


def _grafted(before: bytes, drawn: str) -> bytes:
    """What was drawn in the bytes of before; as it came where it is no XML, so that nothing typed is lost."""
    after = drawn.encode("utf-8")
    try:
        return graft(before, after)
    except NotBpmn:
        return after


def _acceptable(kept: Kept, source: bytes) -> Any:
    """The model in the draft; refused when it is none, or when it is no longer the model of this procedure."""
    model = repository.acceptable(source)
    if repository.key_of(model) not in (kept.key, kept.base_key):
        raise NotBpmn(
            _("The drawing has lost the pool with its process, so it is no longer this procedure."),
            hint=_("Undo until the pool is there again, or discard the draft."),
        )
    return model


def _looked(source: bytes) -> dict[str, Any]:
    try:
        return look(repository.model_in(source))
    except NotBpmn as refused:
        return {
            "refused": {
                "message": text(refused.message),
                "hint": text(refused.hint),
                "element": refused.element,
            }
        }


def _overtaken(draft: ModelDraft | None) -> dict[str, Any]:
    if draft is None:
        words = _("The draft was saved as a version or discarded meanwhile.")
        return {"message": text(words), "revision": 0}
    who = accounts.full_names(door().store).get(draft.author, draft.author)
    told = _("{person} changed this model at {time}, on another page.").format(
        person=who, time=moment(draft.updated)
    )
    return {"message": text(told), "revision": draft.revision, "by": who, "at": draft.updated.isoformat()}


def _state(written: Sequence[DecisionDraft]) -> str:
    """Which revision of each decision's draft the page has shown."""
    return " ".join(f"{each.name}:{each.revision}" for each in written)


def _save_version(
    key: str,
    source: bytes,
    *,
    name: str,
    reason: str,
    based_on: str | None,
    drawn_by: tuple[str, ...] = (),
    decisions: Sequence[KeptDecision] | None = None,
) -> ModelVersion:
    version = models.save(
        door().store,
        key=key,
        name=name,
        source=source,
        author=account().name,
        reason=reason,
        origin="editor",
        based_on=based_on,
        problems=[repository.noted(problem) for problem in repository.problems_in(source)],
        drawn_by=drawn_by,
        decisions=decisions,
    )
    _note("model.save", f"{version.key} {version.number}")
    return version


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])


def _new_page(typed: dict[str, str] | None = None, errors: dict[str, Message] | None = None) -> str:
    return render_template(
        "pages/procedure_new.html",
        typed=typed or {},
        errors=errors or {},
        owner=request.form.get("owner", ""),
    )


def _page(
    kept: Kept,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, Message] | None = None,
    hint: str | None = None,
) -> str:
    draft = model_drafts.find(door().store, kept.key)
    base = _base(kept, draft)
    source = draft.source if draft else base.source
    names = accounts.full_names(door().store)
    written = decision_drafts.of(door().store, kept.key)
    try:
        model = repository.model_in(source)
    except NotBpmn:
        model = None
    files = beside(door(), kept.key, version=base.id, model=model, drafts=True)
    shelf = repository.shelf(door(), own=reads_whole)
    named = offers(door(), with_facts(door().store, shelf), agency=account().agency)
    told = {
        "xml": xml_text(source),
        "revision": draft.revision if draft else 0,
        "words": drawing_words(),
        "panel": panel(
            issuers=named.issuers, registers=named.registers, groups=named.groups, items=named.items
        ),
        "look": _looked(source),
        "decisions": [
            [each.id, each.name, url_for("decision_files.show", key=kept.key, name=file.name), file.asked]
            for file in files
            if file.model
            for each in file.model.decisions.values()
        ],
        "newDecision": url_for("decision_files.index", key=kept.key),
    }
    return render_template(
        "pages/editor.html",
        kept=kept,
        base=base,
        draft=draft,
        drawn_by=names.get(draft.author, draft.author) if draft else "",
        decisions=files,
        written=written,
        decision_state=_state(written),
        data=told,
        feel=help_with_feel(),
        typed={"name": base.name, "reason": "", **(typed or {})},
        errors=errors or {},
        hint=hint,
    )
