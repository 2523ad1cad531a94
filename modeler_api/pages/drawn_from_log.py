"""A procedure drawn from a log: what another system has recorded becomes a model, and the log stands beside it."""

from __future__ import annotations

from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import brought_logs, brought_models, event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring
from modeler_api.store import audit, models
from modeler_api.translation import text
from modeler_api.wiring import door
from processes import NotALog
from processes.text import Message, _

blueprint = Blueprint("drawn_from_log", __name__, url_prefix="/upload/log")

NOISES: dict[str, tuple[float, Message, Message]] = {
    "usual": (
        0.2,
        _("The usual ways"),
        _("Ways that are rarer than a fifth of the most frequent one at the same place are left out."),
    ),
    "all": (0.0, _("Every way that was taken"), _("The drawing may become hard to read.")),
    "main": (0.5, _("Only the main ways"), _("For a log with very many different ways.")),
}
"""How much of what is rare is left out: the share, and what people read of it."""


@blueprint.get("/")
@allowed("log.upload")
def form() -> ResponseReturnValue:
    """The fields for the file and for what the procedure is called."""
    return _form()


@blueprint.post("/")
@allowed("log.upload")
def draw() -> ResponseReturnValue:
    """Read the log, draw the procedure, keep both and open the report of the log."""
    from analytics import discover
    from analytics.errors import NotMeasurable

    given, title = request.files.get("file"), request.form.get("name", "").strip()
    if given is None or not given.filename:
        return _form(errors={"file": _("Choose the file of a log.")}), 422
    file = brought_logs.name_of(given)
    title = title or PurePath(file).name.partition(".")[0]
    if len(title) > 300:
        return _form(errors={"name": _("Shorten the name to 300 characters.")}, file=file), 422
    share, *_words = NOISES.get(request.form.get("noise", ""), NOISES["usual"])
    try:
        log = brought_logs.read_brought(door(), given, request.form)
        model = discover(log, noise=share, name=title)
    except NotALog as refused:
        return _form(errors=brought_logs.errors_of(refused), file=file), 422
    except NotMeasurable as refused:
        message = _("{what} {way_out}").format(what=refused.message, way_out=refused.hint)
        return _form(errors={"file": message}, file=file), 422
    key = repository.key_of(model)
    if repository.find(door(), key) is not None or models.versions(door().store, key):
        message = _("There is a procedure “{key}” already. Choose another name, or bring the log to it.")
        return _form(errors={"name": message.format(key=key)}, file=file), 422
    bring(key)
    reason = _("Drawn from the log {file}: {cases} cases.").format(file=file, cases=len(log))
    version = brought_models.keep(door(), account(), model.source, name=title, reason=text(reason))
    row = event_logs.keep_brought(
        door(), log, procedure=key, file=file, created_by=account().name, model_version=version.id
    )
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="log.upload",
        subject=f"{key} {file}",
    )
    flash(
        text(_("Drawn from the log and saved as version 1, a draft; persons stand under pseudonyms.")), "good"
    )
    return redirect(url_for("report.show", key=key, log=row.id), 303)


def _form(*, errors: dict[str, Message] | None = None, file: str = "") -> str:
    return render_template(
        "pages/drawn_from_log.html",
        typed=request.form,
        file=file,
        noises=[(kind, title, hint) for kind, (_share, title, hint) in NOISES.items()],
        columns=brought_logs.COLUMNS,
        limit=door().settings.upload_limit_mb,
        zone=door().settings.timezone,
        errors=errors or {},
    )
