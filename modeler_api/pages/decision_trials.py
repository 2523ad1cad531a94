"""Decisions tried: on what is typed, and on samples that are kept with the answer one knows."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.decisions.saving import file_of, kept_of, overtaken_words, together, write
from modeler_api.decisions.trials import MOST_SAMPLES, Sample, read_samples, run
from modeler_api.decisions.view import context, ids, page, tables_html
from modeler_api.store.decision_drafts import DecisionOvertaken
from processes.text import Message

blueprint = Blueprint("decision_trials", __name__, url_prefix="/procedures")


@blueprint.post("/<key>/decisions/<name>/samples")
@allowed("model.upload")
def samples(key: str, name: str) -> ResponseReturnValue:
    """Keep the samples as they were typed, add an empty one, or take one away."""
    kept = kept_of(key)
    file = file_of(kept, name)
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
        write(key, name, source=file.source, samples=kept_samples, seen=request.form.get("revision", -1, int))
    except DecisionOvertaken as overtaken:
        return page(kept, file, errors={"": Message(overtaken_words(overtaken.draft)["message"])}), 409
    return redirect(
        url_for("decision_files.show", key=key, name=name, decision=chosen, _anchor="samples"), 303
    )


@blueprint.post("/<key>/decisions/<name>/try")
@allowed("model.upload")
def attempt(key: str, name: str) -> ResponseReturnValue:
    """Try the decision on what was typed; nothing is kept."""
    kept = kept_of(key)
    file = file_of(kept, name)
    chosen = request.form.get("decision", "")
    typed = {field[2:]: said for field, said in request.form.items() if field.startswith("g.")}
    sample = Sample(decision=chosen, given=typed, expected={})
    if file.model is None or chosen not in file.model.decisions:
        abort(404)
    result = run(together(kept, file), sample)
    if request.accept_mimetypes.best == "application/json":
        given = context(kept, file, chosen=chosen, tried=(sample, result))
        html = render_template("pages/_decision_tried.html", **given)
        rule_ids = [id_ for each in given["tables"] for id_ in ids(each, given["matched"])]
        return jsonify(html=html, parts={"tables": tables_html(given)}, rules=rule_ids)
    return page(kept, file, chosen=chosen, tried=(sample, result))


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
