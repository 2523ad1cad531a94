"""The decisions beside a procedure: written as tables, tried on samples, saved with the procedure's next version.

They are drafts as the drawing is one: every change names the revision it was made on, and nobody overwrites another.
Everything can be done in the plain tables of the page; the drawing program is a second way.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.decisions import fresh
from modeler_api.decisions.beside import DecisionFile, beside, decisions_in, name_for
from modeler_api.decisions.fresh import NotAColumn
from modeler_api.decisions.look import Table, said_of, tables
from modeler_api.decisions.questions import answered, asked
from modeler_api.decisions.table_acts import done
from modeler_api.decisions.trials import MOST_SAMPLES, Result, Sample, read_samples, run
from modeler_api.decisions.words import decision_words
from modeler_api.drawing import xml_text
from modeler_api.expressions.help import help_with_feel
from modeler_api.expressions.known import asked_of_decision
from modeler_api.formats import moment
from modeler_api.repository import Kept
from modeler_api.store import accounts, audit, decision_drafts, model_drafts, models
from modeler_api.store.decision_drafts import DecisionDraft, DecisionOvertaken
from modeler_api.summary_card import label_of
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.errors import NotBpmn, NotDmn, ProcessesError
from processes.model.graft import graft
from processes.text import Message, _

blueprint = Blueprint("decision_files", __name__, url_prefix="/procedures")

LARGEST = 2_000_000
HIT_POLICIES = (
    ("UNIQUE", _("Unique: one rule at most matches")),
    ("FIRST", _("First: the first rule that matches decides")),
    ("ANY", _("Any: rules that match agree")),
    ("PRIORITY", _("Priority: the answer that stands first in the list of values")),
    ("RULE ORDER", _("Rule order: every answer, in the order of the rules")),
    ("OUTPUT ORDER", _("Output order: every answer, in the order of the values")),
    ("COLLECT", _("Collect: every answer")),
    ("COLLECT SUM", _("Collect: the sum of the answers")),
    ("COLLECT MIN", _("Collect: the least answer")),
    ("COLLECT MAX", _("Collect: the greatest answer")),
    ("COLLECT COUNT", _("Collect: how many answers")),
)


@blueprint.get("/<key>/decisions")
@allowed("model.upload")
def index(key: str) -> ResponseReturnValue:
    """The decisions that stand beside the draft of a procedure."""
    return _list(_kept(key))


@blueprint.post("/<key>/decisions")
@allowed("model.upload")
def add(key: str) -> ResponseReturnValue:
    """Begin a decision from an empty table, or from a DMN file."""
    kept = _kept(key)
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
    there = {file.name for file in _files(kept)} | {
        id_ for file in _files(kept) if file.model for id_ in file.model.decisions
    }
    if not errors and name in there:
        errors["title"] = _("A decision of this name stands here already. Name the new one otherwise.")
    if errors:
        return _list(kept, typed=typed, errors=errors, hint=hint), 422
    _write(key, name, source=source, samples=(), seen=0)
    _note("decision.begin", f"{key}: {name}")
    return redirect(url_for("decision_files.show", key=key, name=name), 303)


@blueprint.get("/<key>/decisions/<name>")
@allowed("model.upload")
def show(key: str, name: str) -> ResponseReturnValue:
    """One decision: its tables, what is said of them, and its samples."""
    kept = _kept(key)
    return _page(kept, _file(kept, name))


@blueprint.post("/<key>/decisions/<name>")
@allowed("model.upload")
def keep(key: str, name: str) -> ResponseReturnValue:
    """Keep what the drawing program wrote and say what is to be said of it; 409 with who and when if overtaken."""
    kept = _kept(key)
    file = _file(kept, name)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("source"), str | None):
        abort(400)
    seen, window = sent.get("seen"), str(sent.get("window", ""))[:40]
    if not isinstance(seen, int) or not window:
        abort(400)
    if sent.get("source") is not None:
        source = _grafted(file.source, sent["source"])
        try:
            _write(key, name, source=source, samples=file.samples, seen=seen, window=window)
        except DecisionOvertaken as overtaken:
            return jsonify(_overtaken(overtaken.draft)), 409
        file = _file(kept, name)
    elif seen != file.revision and not (file.draft and file.draft.window == window):
        return jsonify(_overtaken(file.draft)), 409
    names = accounts.full_names(door().store)
    me = account().name
    others = model_drafts.others(door().store, _presence(key, name), author=me, window=window)
    return jsonify(
        revision=file.revision,
        saved=moment(file.draft.updated) if file.draft else "",
        others=[names.get(each, each) for each in others if each != me],
        parts=_parts(kept, file),
        rules=_rules_said(file),
        known=_known(file),
    )


@blueprint.post("/<key>/decisions/<name>/leave")
@allowed("model.upload")
def leave(key: str, name: str) -> ResponseReturnValue:
    """The page was closed: others are not told any more that somebody writes here."""
    model_drafts.leave(door().store, _presence(key, name), window=request.form.get("window", "")[:40])
    return "", 204


@blueprint.post("/<key>/decisions/<name>/apart")
@allowed("model.upload")
def apart(key: str, name: str) -> ResponseReturnValue:
    """Keep what somebody wrote while another was faster as a decision of its own."""
    kept = _kept(key)
    file = _file(kept, name)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("source"), str):
        abort(400)
    taken = {each.name for each in _files(kept)}
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    other = f"{name}_{number}"
    _write(key, other, source=_grafted(file.source, sent["source"]), samples=file.samples, seen=0)
    return jsonify(address=url_for("decision_files.show", key=key, name=other))


@blueprint.post("/<key>/decisions/<name>/table")
@allowed("model.upload")
def table(key: str, name: str) -> ResponseReturnValue:
    """Write the cells as they were typed in the table of the page, and do what its button says."""
    kept = _kept(key)
    file = _file(kept, name)
    errors: dict[str, Message] = {}
    try:
        source = done(file.source, request.form)
        _write(key, name, source=source, samples=file.samples, seen=request.form.get("revision", -1, int))
    except ProcessesError as refused:
        errors[""] = refused.message
    except DecisionOvertaken as overtaken:
        errors[""] = Message(_overtaken(overtaken.draft)["message"])
    if errors:
        return _page(kept, file, errors=errors), 409
    decision = request.form.get("decision", "")
    return redirect(
        url_for("decision_files.show", key=key, name=name, decision=decision, _anchor=f"table-{decision}"),
        303,
    )


@blueprint.post("/<key>/decisions/<name>/samples")
@allowed("model.upload")
def samples(key: str, name: str) -> ResponseReturnValue:
    """Keep the samples as they were typed, add an empty one, or take one away."""
    kept = _kept(key)
    file = _file(kept, name)
    chosen = request.form.get("decision", "")
    others = [each for each in read_samples(file.samples) if each.decision != chosen]
    typed = _typed_samples(chosen)
    act, _colon, place = request.form.get("do", "").partition(":")
    if act == "add":
        typed.append(Sample(decision=chosen, given={}, expected={}))
    elif act == "remove" and place.isdecimal() and int(place) < len(typed):
        del typed[int(place)]
    kept_samples = [each.as_data() for each in [*others, *typed][:MOST_SAMPLES]]
    try:
        _write(
            key, name, source=file.source, samples=kept_samples, seen=request.form.get("revision", -1, int)
        )
    except DecisionOvertaken as overtaken:
        return _page(kept, file, errors={"": Message(_overtaken(overtaken.draft)["message"])}), 409
    return redirect(
        url_for("decision_files.show", key=key, name=name, decision=chosen, _anchor="samples"), 303
    )


@blueprint.post("/<key>/decisions/<name>/try")
@allowed("model.upload")
def attempt(key: str, name: str) -> ResponseReturnValue:
    """Try the decision on what was typed; nothing is kept."""
    kept = _kept(key)
    file = _file(kept, name)
    chosen = request.form.get("decision", "")
    typed = {field[2:]: said for field, said in request.form.items() if field.startswith("g.")}
    sample = Sample(decision=chosen, given=typed, expected={})
    if file.model is None or chosen not in file.model.decisions:
        abort(404)
    result = run(_together(kept, file), sample)
    if request.accept_mimetypes.best == "application/json":
        given = _context(kept, file, chosen=chosen, tried=(sample, result))
        html = render_template("pages/_decision_tried.html", **given)
        rule_ids = [id_ for each in given["tables"] for id_ in _ids(each, given["matched"])]
        return jsonify(html=html, parts={"tables": _tables_html(given)}, rules=rule_ids)
    return _page(kept, file, chosen=chosen, tried=(sample, result))


@blueprint.get("/<key>/decisions/<name>.dmn")
@allowed("model.upload")
def download(key: str, name: str) -> ResponseReturnValue:
    """The file as it stands, byte for byte."""
    answer = Response(_file(_kept(key), name).source, mimetype="application/xml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.dmn")
    return answer


@blueprint.post("/<key>/decisions/<name>/remove")
@allowed("model.upload")
def remove(key: str, name: str) -> ResponseReturnValue:
    """The next version of the procedure goes without this file; its earlier versions keep it."""
    kept = _kept(key)
    file = _file(kept, name)
    try:
        _write(key, name, source=b"", samples=(), seen=request.form.get("revision", -1, int))
    except DecisionOvertaken as overtaken:
        return _page(kept, file, errors={"": Message(_overtaken(overtaken.draft)["message"])}), 409
    _note("decision.remove", f"{key}: {name}")
    flash(text(_("The next version goes without this decision. The versions there are keep it.")), "good")
    return redirect(url_for("decision_files.index", key=key), 303)


@blueprint.post("/<key>/decisions/<name>/discard")
@allowed("model.upload")
def discard(key: str, name: str) -> ResponseReturnValue:
    """Forget what was written since the last version."""
    kept = _kept(key)
    if decision_drafts.drop(door().store, kept.key, name):
        _note("decision.draft.discard", f"{key}: {name}")
    flash(text(_("The draft was discarded. The versions are as they were.")), "good")
    return redirect(url_for("decision_files.index", key=key), 303)


def _kept(key: str) -> Kept:
    found = repository.find(door(), key) if reads_whole(key) else None
    return Kept(door(), found.siblings[0]) if found else abort(404)


def _version(kept: Kept) -> str:
    """The version the next one will be based on."""
    draft = model_drafts.find(door().store, kept.key)
    found = models.by_id(door().store, draft.based_on) if draft and draft.based_on else None
    return (found or kept.version).id


def _drawn(kept: Kept) -> Any:
    draft = model_drafts.find(door().store, kept.key)
    try:
        return repository.model_in(draft.source) if draft else kept.model
    except NotBpmn:
        return kept.model


def _files(kept: Kept) -> tuple[DecisionFile, ...]:
    return beside(door(), kept.key, version=_version(kept), model=_drawn(kept), drafts=True)


def _file(kept: Kept, name: str) -> DecisionFile:
    return next((file for file in _files(kept) if file.name == name), None) or abort(404)


def _together(kept: Kept, file: DecisionFile) -> list[Any]:
    """The file behind those beside it that it imports."""
    own = decisions_in(file.source)
    others = [each.model for each in _files(kept) if each.name != file.name and each.model]
    return [*(each for each in others if each.namespace in own.imports), own]


def _write(key: str, name: str, *, source: bytes, samples: Any, seen: int, window: str = "") -> DecisionDraft:
    return decision_drafts.keep(
        door().store,
        key=key,
        name=name,
        source=source,
        samples=samples,
        seen=seen,
        author=account().name,
        window=window,
    )


def _grafted(before: bytes, drawn: str) -> bytes:
    try:
        after = drawn.encode("utf-8")
    except UnicodeEncodeError:
        abort(400)
    try:
        return graft(before, after)
    except ProcessesError:
        return after


def _presence(key: str, name: str) -> str:
    """What the table of who has what open calls this file."""
    return "decision:" + hashlib.sha256(f"{key}/{name}".encode()).hexdigest()


def _overtaken(draft: DecisionDraft | None) -> dict[str, Any]:
    if draft is None:
        words = _("The draft was saved as a version or discarded meanwhile.")
        return {"message": text(words), "revision": 0}
    who = accounts.full_names(door().store).get(draft.author, draft.author)
    told = _("{person} changed this decision at {time}, on another page. Look at it as it is now.").format(
        person=who, time=moment(draft.updated)
    )
    return {"message": text(told), "revision": draft.revision}


def _typed_samples(decision: str) -> list[Sample]:
    rows: dict[int, dict[str, dict[str, str]]] = {}
    for field, said in request.form.items():
        parts = field.split(".", 3)
        if len(parts) < 3 or parts[0] != "s" or not parts[1].isdecimal():
            continue
        row = rows.setdefault(int(parts[1]), {"g": {}, "e": {}, "title": {"": ""}})
        if parts[2] == "title":
            row["title"][""] = said.strip()[:200]
        elif len(parts) == 4 and parts[2] in ("g", "e"):
            row[parts[2]][parts[3]] = said.strip()[:2000]
    return [
        Sample(decision=decision, given=row["g"], expected=row["e"], title=row["title"][""])
        for _place, row in sorted(rows.items())
    ]


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:300])


def _list(
    kept: Kept,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, Message] | None = None,
    hint: str = "",
) -> str:
    drawn = _drawn(kept)
    files = _files(kept)
    users: dict[str, list[str]] = {}
    for element in drawn.elements.values():
        if element.decision:
            users.setdefault(element.decision, []).append(label_of(drawn, element.id))
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
    results = [run(_together(kept, file), sample) for sample in read_samples(file.samples)] if model else []
    said = said_of(model, _together(kept, file)) if model else []
    return {
        "file": file,
        "steps": list(dict.fromkeys(step for name in names for step in users.get(name, ()))),
        "errors": sum(each.tone == "late" for each in said) if model else 1,
        "open": sum(each.tone == "soon" for each in said),
        "samples": len(results),
        "failed": sum(each.agrees is False for each in results),
    }


def _page(
    kept: Kept,
    file: DecisionFile,
    *,
    chosen: str = "",
    tried: tuple[Sample, Result] | None = None,
    errors: dict[str, Message] | None = None,
) -> str:
    given = _context(kept, file, chosen=chosen, tried=tried)
    data = {
        "xml": xml_text(file.source),
        "revision": file.revision,
        "words": decision_words(),
        "rules": _rules_said(file),
        "known": _known(file),
    }
    return render_template(
        "pages/decision.html", **given, data=data, feel=help_with_feel(), errors=errors or {}
    )


def _context(
    kept: Kept, file: DecisionFile, *, chosen: str = "", tried: tuple[Sample, Result] | None = None
) -> dict[str, Any]:
    """Everything the page and its parts are drawn from."""
    model = file.model
    shown = tables(model) if model else []
    chosen = chosen or request.args.get("decision", "")
    if model and chosen not in model.decisions:
        chosen = _last(model)
    questions = asked(model, chosen) if model and chosen else ()
    fields = answered(model, chosen) if model and chosen else ()
    rows = [each for each in read_samples(file.samples) if each.decision == chosen]
    refused = None
    if model is None:
        try:
            decisions_in(file.source)
        except NotDmn as error:
            refused = error
    return {
        "kept": kept,
        "file": file,
        "refused": refused,
        "tables": shown,
        "choices": [(each.id, each.name) for each in model.decisions.values()] if model else [],
        "chosen": chosen,
        "questions": questions,
        "fields": fields,
        "said": said_of(model, _together(kept, file)) if model else [],
        "rows": [(sample, run(_together(kept, file), sample)) for sample in rows] if model else [],
        "tried": tried,
        "matched": tried[1].rules if tried else {},
        "policies": HIT_POLICIES,
        "hit_of": lambda logic: " ".join(filter(None, (logic["hit"], logic["aggregation"]))),
    }


def _known(file: DecisionFile) -> dict[str, list[dict[str, Any]]]:
    """For each decision of the file the names that its cells can ask for."""
    if file.model is None:
        return {}
    return {id_: asked_of_decision(asked(file.model, id_)) for id_ in file.model.decisions}


def _last(model: Any) -> str:
    """The decision no other one rests on: what the file is for."""
    needed = {each.rpartition("#")[2] for one in model.content["decisions"] for each in one["requires"]}
    free = [id_ for id_ in model.decisions if id_ not in needed]
    return next(iter(free or model.decisions), "")


def _parts(kept: Kept, file: DecisionFile) -> dict[str, str]:
    """The parts of the page that follow what is drawn."""
    given = _context(kept, file)
    return {
        "said": render_template("pages/_decision_said.html", **given),
        "tables": _tables_html(given),
        "samples": render_template("pages/_decision_samples.html", **given),
    }


def _tables_html(given: dict[str, Any]) -> str:
    return render_template("pages/_decision_tables.html", **given)


def _ids(shown: Table, matched: Any) -> list[str]:
    numbers = matched.get(shown.id, ()) if shown.is_table else ()
    return [shown.logic["rules"][number - 1]["id"] for number in numbers]


def _rules_said(file: DecisionFile) -> list[str]:
    """The ids of the rules something is said of, for the drawing program to mark."""
    model = file.model
    if model is None:
        return []
    by_id = {each.id: each for each in tables(model) if each.is_table}
    found = [
        by_id[each.decision].logic["rules"][number - 1]["id"]
        for each in said_of(model)
        if each.decision in by_id
        for number in each.rules
    ]
    return list(dict.fromkeys(found))
