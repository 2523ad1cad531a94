"""The decisions beside a procedure: written as tables, tried on samples, saved with the procedure's next version.

They are drafts as the drawing is one: every change names the revision it was made on, and nobody overwrites another.
Everything can be done in the plain tables of the page; the drawing program is a second way.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.decisions import fresh
from modeler_api.decisions.beside import DecisionFile, decisions_in, name_for
from modeler_api.decisions.fresh import NotAColumn
from modeler_api.decisions.look import said_of
from modeler_api.decisions.saving import (
    drawn,
    file_of,
    files_of,
    grafted,
    kept_of,
    note,
    overtaken_words,
    presence,
    together,
    write,
)
from modeler_api.decisions.table_acts import done
from modeler_api.decisions.trials import read_samples, run
from modeler_api.decisions.view import known, page, parts, rules_said
from modeler_api.file_name import named
from modeler_api.formats import moment
from modeler_api.repository import Kept
from modeler_api.store import accounts, decision_drafts, model_drafts
from modeler_api.store.decision_drafts import DecisionOvertaken
from modeler_api.summary_card import label_of
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.errors import NotDmn, ProcessesError
from processes.text import Message, _

blueprint = Blueprint("decision_files", __name__, url_prefix="/procedures")

LARGEST = 2_000_000


@blueprint.get("/<key>/decisions")
@allowed("model.upload")
def index(key: str) -> ResponseReturnValue:
    """The decisions that stand beside the draft of a procedure."""
    return _list(kept_of(key))


@blueprint.post("/<key>/decisions")
@allowed("model.upload")
def add(key: str) -> ResponseReturnValue:
    """Begin a decision from an empty table, or from a DMN file."""
    kept = kept_of(key)
    typed = {field: request.form.get(field, "").strip() for field in ("title", "inputs", "outputs")}
    sent = request.files.get("file")
    errors: dict[str, Message] = {}
    hint = ""
    source, title = b"", typed["title"]
    if sent is not None and sent.filename:
        source = sent.read(LARGEST + 1)
        title = sent.filename.rpartition("/")[2].removesuffix(".dmn")
        try:
            decisions_in(source)
            if len(source) > LARGEST:
                errors["file"] = _("The file is larger than 2 MB.")
        except NotDmn as refused:
            errors["file"], hint = refused.message, refused.hint
    elif not title or len(title) > 200:
        errors["title"] = _("Enter what the decision is called, in at most 200 characters.")
    else:
        try:
            inputs, outputs = fresh.columns(typed["inputs"]), fresh.columns(typed["outputs"])
            if not inputs or not outputs:
                where = "outputs" if inputs else "inputs"
                errors[where] = _("Name one column at least, as in “area: number”.")
            source = fresh.blank(id_=name_for(title), title=title, inputs=inputs, outputs=outputs)
        except NotAColumn as wrong:
            errors["inputs"] = wrong.message
    name = name_for(title)
    there = {file.name for file in files_of(kept)} | {
        id_ for file in files_of(kept) if file.model for id_ in file.model.decisions
    }
    if not errors and name in there:
        errors["title"] = _("A decision of this name stands here already. Name the new one otherwise.")
    if errors:
        return _list(kept, typed=typed, errors=errors, hint=hint), 422
    write(key, name, source=source, samples=(), seen=0)
    note("decision.begin", f"{key}: {name}")
    return redirect(url_for("decision_files.show", key=key, name=name), 303)


@blueprint.get("/<key>/decisions/<name>")
@allowed("model.upload")
def show(key: str, name: str) -> ResponseReturnValue:
    """One decision: its tables, what is said of them, and its samples."""
    kept = kept_of(key)
    return page(kept, file_of(kept, name))


@blueprint.post("/<key>/decisions/<name>")
@allowed("model.upload")
def keep(key: str, name: str) -> ResponseReturnValue:
    """Keep what the drawing program wrote and say what is to be said of it; 409 with who and when if overtaken."""
    kept = kept_of(key)
    file = file_of(kept, name)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("source"), str | None):
        abort(400)
    seen, window = sent.get("seen"), str(sent.get("window", ""))[:40]
    if not isinstance(seen, int) or not window:
        abort(400)
    if sent.get("source") is not None:
        source = grafted(file.source, sent["source"])
        try:
            write(key, name, source=source, samples=file.samples, seen=seen, window=window)
        except DecisionOvertaken as overtaken:
            return jsonify(overtaken_words(overtaken.draft)), 409
        file = file_of(kept, name)
    elif seen != file.revision and not (file.draft and file.draft.window == window):
        return jsonify(overtaken_words(file.draft)), 409
    names = accounts.full_names(door().store)
    me = account().name
    others = model_drafts.others(door().store, presence(key, name), author=me, window=window)
    return jsonify(
        revision=file.revision,
        saved=moment(file.draft.updated) if file.draft else "",
        others=[names.get(each, each) for each in others if each != me],
        parts=parts(kept, file),
        rules=rules_said(file),
        known=known(file),
    )


@blueprint.post("/<key>/decisions/<name>/leave")
@allowed("model.upload")
def leave(key: str, name: str) -> ResponseReturnValue:
    """The page was closed: others are not told any more that somebody writes here."""
    model_drafts.leave(door().store, presence(key, name), window=request.form.get("window", "")[:40])
    return "", 204


@blueprint.post("/<key>/decisions/<name>/apart")
@allowed("model.upload")
def apart(key: str, name: str) -> ResponseReturnValue:
    """Keep what somebody wrote while another was faster as a decision of its own."""
    kept = kept_of(key)
    file = file_of(kept, name)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("source"), str):
        abort(400)
    taken = {each.name for each in files_of(kept)}
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    other = f"{name}_{number}"
    write(key, other, source=grafted(file.source, sent["source"]), samples=file.samples, seen=0)
    return jsonify(address=url_for("decision_files.show", key=key, name=other))


@blueprint.post("/<key>/decisions/<name>/table")
@allowed("model.upload")
def table(key: str, name: str) -> ResponseReturnValue:
    """Write the cells as they were typed in the table of the page, and do what its button says."""
    kept = kept_of(key)
    file = file_of(kept, name)
    errors: dict[str, Message] = {}
    try:
        source = done(file.source, request.form)
        write(key, name, source=source, samples=file.samples, seen=request.form.get("revision", -1, int))
    except ProcessesError as refused:
        errors[""] = refused.message
    except DecisionOvertaken as overtaken:
        errors[""] = Message(overtaken_words(overtaken.draft)["message"])
    if errors:
        return page(kept, file, errors=errors), 409
    decision = request.form.get("decision", "")
    return redirect(
        url_for("decision_files.show", key=key, name=name, decision=decision, _anchor=f"table-{decision}"),
        303,
    )


@blueprint.get("/<key>/decisions/<name>.dmn")
@allowed("model.upload")
def download(key: str, name: str) -> ResponseReturnValue:
    """The file as it stands, byte for byte."""
    answer = Response(file_of(kept_of(key), name).source, mimetype="application/xml")
    named(answer, f"{name}.dmn")
    return answer


@blueprint.post("/<key>/decisions/<name>/remove")
@allowed("model.upload")
def remove(key: str, name: str) -> ResponseReturnValue:
    """The next version of the procedure goes without this file; its earlier versions keep it."""
    kept = kept_of(key)
    file = file_of(kept, name)
    try:
        write(key, name, source=b"", samples=(), seen=request.form.get("revision", -1, int))
    except DecisionOvertaken as overtaken:
        return page(kept, file, errors={"": Message(overtaken_words(overtaken.draft)["message"])}), 409
    note("decision.remove", f"{key}: {name}")
    flash(text(_("The next version goes without this decision. The versions there are keep it.")), "good")
    return redirect(url_for("decision_files.index", key=key), 303)


@blueprint.post("/<key>/decisions/<name>/discard")
@allowed("model.upload")
def discard(key: str, name: str) -> ResponseReturnValue:
    """Forget what was written since the last version."""
    kept = kept_of(key)
    if decision_drafts.drop(door().store, kept.key, name):
        note("decision.draft.discard", f"{key}: {name}")
    flash(text(_("The draft was discarded. The versions are as they were.")), "good")
    return redirect(url_for("decision_files.index", key=key), 303)


def _list(
    kept: Kept,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, Message] | None = None,
    hint: str = "",
) -> str:
    model = drawn(kept)
    files = files_of(kept)
    users: dict[str, list[str]] = {}
    for element in model.elements.values():
        if element.decision:
            users.setdefault(element.decision, []).append(label_of(model, element.id))
    names = {
        id_
        for file in files
        if file.model
        for each in file.model.decisions.values()
        for id_ in (each.id, each.name)
    }
    return render_template(
        "pages/decision_list.html",
        kept=kept,
        rows=[_row(kept, file, users) for file in files],
        missing=[(name, steps) for name, steps in users.items() if name not in names],
        typed=typed or {"title": request.args.get("title", ""), "inputs": "", "outputs": ""},
        errors=errors or {},
        hint=hint,
    )


def _row(kept: Kept, file: DecisionFile, users: dict[str, list[str]]) -> dict[str, Any]:
    model = file.model
    names = [name for each in model.decisions.values() for name in (each.id, each.name)] if model else []
    results = [run(together(kept, file), sample) for sample in read_samples(file.samples)] if model else []
    said = said_of(model, together(kept, file)) if model else []
    return {
        "file": file,
        "steps": list(dict.fromkeys(step for name in names for step in users.get(name, ()))),
        "errors": sum(each.tone == "late" for each in said) if model else 1,
        "open": sum(each.tone == "soon" for each in said),
        "samples": len(results),
        "failed": sum(each.agrees is False for each in results),
    }
