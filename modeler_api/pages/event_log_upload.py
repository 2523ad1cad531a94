"""Bringing an event log from another system: read, told what was understood, and kept with persons under pseudonyms."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.repository import Kept
from modeler_api.store import audit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes import NotALog
from processes.errors import ColumnsMissing
from processes.text import Message, _

blueprint = Blueprint("event_log_upload", __name__, url_prefix="/procedures/<key>/logs")

MOST_TIMES = 20
"""A packed log may grow to so many times what may be uploaded; more is made to fill the memory."""

COLUMNS = {
    "case": _("Column of the case"),
    "activity": _("Column of the activity"),
    "timestamp": _("Column of the time"),
}


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
    name = PurePath(given.filename.replace("\\", "/")).name[:200]
    try:
        row = _keep(kept, given, name)
    except ColumnsMissing as refused:
        return _form(kept, errors=_unnamed(refused), file=name), 422
    except NotALog as refused:
        message = _("{what} {way_out}").format(what=refused.message, way_out=refused.hint)
        if refused.line is not None:
            message = _("Line {line}: {message}").format(line=refused.line, message=message)
        return _form(kept, errors={"file": message}, file=name), 422
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="log.upload",
        subject=f"{kept.key} {name}",
    )
    flash(text(_("The log was read and kept; persons stand under pseudonyms.")), "good")
    return redirect(url_for("report.show", key=kept.key, log=row), 303)


def _keep(kept: Kept, given: FileStorage, name: str) -> str:
    """Read the file and keep its log; returns the id of its row."""
    from processes import read_log
    from processes.log.pseudonymise import pseudonymise

    columns = {field: request.form.get(field, "").strip() for field in COLUMNS}
    with tempfile.TemporaryDirectory() as folder:
        # The ending stays: it tells some forms apart.
        path = Path(folder) / f"log{''.join(PurePath(name).suffixes[-2:])[-20:]}"
        given.save(path)
        _refuse_bomb(path, door().settings.upload_limit_mb * MOST_TIMES)
        log = read_log(
            path,
            timezone=request.form.get("timezone", "").strip() or None,
            columns={field: found for field, found in columns.items() if found},
        )
    if not len(log):
        raise NotALog(
            _("There is no case in the log."), hint=_("Export the log again with the period you need.")
        )
    if log.events["timestamp"].null_count == log.events.num_rows:
        # Nearly always another column holds it; a report without times would say nothing.
        raise NotALog(
            _("No event of the log has a time."),
            hint=_("Name the column that holds it, or export the log again with the times of its events."),
        )
    keep = ("case", "business_key") if request.form.get("harmless") else ()
    hidden = pseudonymise(log, key=door().settings.secret_key, keep=keep)
    row = event_logs.keep_brought(
        door(),
        hidden,
        procedure=kept.key,
        file=name,
        created_by=account().name,
        model_version=kept.version.id,
    )
    return row.id


def _unnamed(refused: ColumnsMissing) -> dict[str, Message]:
    """What is wrong at the fields of the columns that were not found."""
    headings = ", ".join(refused.headings)
    return {
        field: _("Write which column it is; the table has: {headings}.").format(headings=headings)
        for field in refused.missing
    }


def _refuse_bomb(path: Path, megabytes: int) -> None:
    """Raise `NotALog` when a packed file unpacks to more than so many megabytes."""
    from processes.log.packed import exceeds

    if exceeds(path, megabytes * 2**20):
        raise NotALog(
            _("The file unpacks to more than {megabytes} MB.").format(megabytes=megabytes),
            hint=_("Export the log again for a shorter period, and bring it in parts."),
            file=path.name,
        )


def _form(kept: Kept, *, errors: dict[str, Message] | None = None, file: str = "") -> str:
    return render_template(
        "pages/event_log_upload.html",
        kept=kept,
        typed=request.form,
        file=file,
        columns=COLUMNS,
        limit=door().settings.upload_limit_mb,
        zone=door().settings.timezone,
        errors=errors or {},
    )


def _kept(key: str) -> Kept:
    return repository.find(door(), key) or abort(404)
