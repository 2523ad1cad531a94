"""Bringing an event log from another system: read, told what was understood, and kept with persons under pseudonyms."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import brought_logs, event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.repository import Kept
from modeler_api.store import audit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes import NotALog
from processes.text import Message, _

blueprint = Blueprint("event_log_upload", __name__, url_prefix="/procedures/<key>/logs")


@blueprint.get("/")
@allowed("log.upload")
def index(key: str) -> ResponseReturnValue:
    """The field for the file, and what one may have to say about it."""
    return _form(_kept(key))


@blueprint.post("/")
@allowed("log.upload")
def read(key: str) -> ResponseReturnValue:
    """Read the file and go to its report; a file that cannot be read is refused with the place and the way out."""
    kept, given = _kept(key), request.files.get("file")
    if given is None or not given.filename:
        return _form(kept, errors={"file": _("Choose the file of a log.")}), 422
    name = brought_logs.name_of(given)
    try:
        log = brought_logs.read_brought(door(), given, request.form)
    except NotALog as refused:
        return _form(kept, errors=brought_logs.errors_of(refused), file=name), 422
    row = event_logs.keep_brought(
        door(),
        log,
        procedure=kept.key,
        file=name,
        created_by=account().name,
        model_version=kept.version.id,
    )
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="log.upload",
        subject=f"{kept.key} {name}",
    )
    flash(text(_("The log was read and kept; persons stand under pseudonyms.")), "good")
    return redirect(url_for("report.show", key=kept.key, log=row.id), 303)


def _form(kept: Kept, *, errors: dict[str, Message] | None = None, file: str = "") -> str:
    return render_template(
        "pages/event_log_upload.html",
        kept=kept,
        typed=request.form,
        file=file,
        columns=brought_logs.COLUMNS,
        limit=door().settings.upload_limit_mb,
        zone=door().settings.timezone,
        errors=errors or {},
    )


def _kept(key: str) -> Kept:
    return repository.find(door(), key) or abort(404)
