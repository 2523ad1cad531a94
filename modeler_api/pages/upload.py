"""Uploading a model: refused with the way out, or shown with its import report before anything is kept.

The file is put on hold while the analyst reads the report; only "Save as draft" makes a version of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import PurePath
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from modeler_api import brought_models, held_uploads, repository, upload_archives, upload_batches
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring
from modeler_api.drawing import drawing, problem_marks
from modeler_api.import_page import Grouped, as_data, grouped, rows_of
from modeler_api.navigation import NavigationItem
from modeler_api.store import models
from modeler_api.translation import text
from modeler_api.upload_archives import NotUnpacked
from modeler_api.upload_saving import ask_the_clock
from modeler_api.wiring import door
from processes import NotBpmn
from processes.model.repair import repair
from processes.text import Message, _

blueprint = Blueprint("upload", __name__, url_prefix="/upload")
navigation = NavigationItem(
    label=_("Upload a model"),
    summary=_("Bring a BPMN file: see what was understood, what is wrong, and save it as a draft."),
    endpoint="upload.form",
    action="model.upload",
    order=50,
    icon="upload",
)

NOTHING_KEPT = _("Nothing was kept of the file.")


@blueprint.url_value_preprocessor
def allow_many(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let hundreds of files come in one request; how large one of them may be is asked when it is read."""
    if endpoint == "upload.read" and request.method == "POST":
        request.max_content_length = upload_archives.MOST_BYTES
        request.max_form_parts = upload_archives.MOST_FILES + 100


@blueprint.get("/")
@allowed("model.upload")
def form() -> ResponseReturnValue:
    """The field for the file."""
    return _form()


@blueprint.post("/")
@allowed("model.upload")
def read() -> ResponseReturnValue:
    """Read the file: refused on this page, accepted on hold with its report; many are read on a page of their own."""
    sent = [
        file for file in (*request.files.getlist("file"), *request.files.getlist("folder")) if file.filename
    ]
    if not sent:
        return _form(_("Choose a BPMN file.")), 422
    given = sent[0]
    file = PurePath(str(given.filename).replace("\\", "/")).name[:200]
    source = given.read()
    if len(sent) > 1 or source[:4] == b"PK\x03\x04":
        others = ((str(one.filename)[:200], one.read()) for one in sent[1:])
        return _many(file, chain([(file, source)], others))
    if len(source) > door().settings.upload_limit_mb * 1024 * 1024:
        return _form(_too_large(), file=file), 413
    if not source.strip():
        return _form(_("The file is empty. Export the model again as BPMN 2.0 XML."), file=file), 422
    mends = bool(request.form.get("mend"))
    repairs: list[tuple[Message, int | None]] = []
    try:
        if mends:
            mended = repair(source, file=file)
            source, repairs = mended.model.source, [(r.message, r.line) for r in mended.repairs]
        model = repository.acceptable(source)
    except NotBpmn as refused:
        return _form(refused.message, file=file, refused=refused, mends=mends), 422
    has_diagram = model.has_diagram
    if not has_diagram:
        from processes.model.layout import laid_out

        model = laid_out(model)
    held = held_uploads.hold(
        door().settings,
        account=account().id,
        file=file,
        source=model.source,
        laid_out=not has_diagram,
        repairs=repairs,
    )
    return redirect(url_for("upload.report", name=held), 303)


def _many(first: str, files: Iterable[tuple[str, bytes]]) -> ResponseReturnValue:
    try:
        name = upload_batches.begin(door().settings, account=account().id, files=files)
    except NotUnpacked as refused:
        return _form(refused.message, file=first), 422
    ask_the_clock(door(), account(), name, doing="read")
    return redirect(url_for("upload_batch.show", name=name), 303)


@blueprint.get("/<name>")
@allowed("model.upload")
def report(name: str) -> ResponseReturnValue:
    """What was understood of a file on hold, and what is wrong with it."""
    return _report(name, typed={})


@blueprint.post("/<name>")
@allowed("model.upload")
def save(name: str) -> ResponseReturnValue:
    """Make a draft of the file on hold."""
    held = held_uploads.find(door().settings, account=account().id, name=name) or abort(404)
    typed = {field: request.form.get(field, "").strip() for field in ("name", "reason")}
    errors: dict[str, Message] = {}
    if not typed["name"]:
        errors["name"] = _("Enter a name for the model.")
    elif len(typed["name"]) > 300:
        errors["name"] = _("Shorten the name to 300 characters.")
    if not typed["reason"]:
        errors["reason"] = _("Say why this version is made, so that others understand it later.")
    if errors:
        return _report(name, typed=typed, errors=errors), 422
    model = repository.model_in(held.source)
    bring(repository.key_of(model))
    version = brought_models.keep(door(), account(), held.source, name=typed["name"], reason=typed["reason"])
    held_uploads.drop(door().settings, account=account().id, name=name)
    flash(text(_("Saved as version {number}, a draft.").format(number=version.number)), "good")
    return redirect(url_for("procedure.show", key=version.key, version=version.number), 303)


@blueprint.get("/<name>/report.json")
@allowed("model.upload")
def report_as_data(name: str) -> ResponseReturnValue:
    """The report of a file on hold, for a program or a mail: repairs, what was understood, problems."""
    held = held_uploads.find(door().settings, account=account().id, name=name) or abort(404)
    found = {
        "file": held.file,
        "repairs": [{"message": str(message), "line": line} for message, line in held.repairs],
        "report": as_data(repository.model_in(held.source)),
        "problems": [repository.noted(problem) for problem in repository.problems_in(held.source)],
    }
    answer = jsonify(found)
    answer.headers["Content-Disposition"] = "attachment; filename=import-report.json"
    return answer


@blueprint.post("/<name>/discard")
@allowed("model.upload")
def discard(name: str) -> ResponseReturnValue:
    """Forget the file on hold."""
    held_uploads.drop(door().settings, account=account().id, name=name)
    flash(text(_("The file was discarded; nothing was kept.")), "good")
    return redirect(url_for("upload.form"), 303)


@blueprint.errorhandler(413)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The page says how large a file may be."""
    return _form(
        _("The files have more than {size} MB together. Send them in parts.").format(
            size=upload_archives.MOST_BYTES // 2**20
        )
    ), 413


def _too_large() -> Message:
    return _("The file is larger than {limit} MB. Export each procedure as a file of its own.").format(
        limit=door().settings.upload_limit_mb
    )


def _form(
    error: Message | None = None, *, file: str = "", refused: NotBpmn | None = None, mends: bool = False
) -> str:
    return render_template(
        "pages/upload.html",
        mends=mends,
        errors={"file": error} if error else {},
        file=file,
        refused=refused,
        hint=refused.hint if refused and refused.hint else None,
        nothing_kept=NOTHING_KEPT,
        limit=door().settings.upload_limit_mb,
        limit_together=upload_archives.MOST_BYTES // 2**20,
        most_files=upload_archives.MOST_FILES,
        brought=upload_batches.every(door().settings, account=account().id),
    )


def _report(name: str, *, typed: dict[str, str], errors: dict[str, Message] | None = None) -> str:
    held = held_uploads.find(door().settings, account=account().id, name=name) or abort(404)
    model, problems = repository.model_in(held.source), repository.problems_in(held.source)
    key, title = repository.key_of(model), repository.title_for(model, file=held.file)
    before = models.versions(door().store, key)
    groups: list[Grouped] = grouped(problems, model)
    return render_template(
        "pages/import_report.html",
        held=held,
        model=model,
        key=key,
        before=before[0] if before else None,
        is_known=bool(before) and before[0].source == held.source,
        groups=groups,
        entries=rows_of(model),
        counts={group.severity: len(group.rows) for group in groups},
        diagram=drawing(model, marks=problem_marks(problems)),
        title=title,
        typed={"name": title, "reason": "", **typed},
        errors=errors or {},
    )
