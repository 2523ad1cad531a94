"""Many files at once: how far the reading is, what was refused and why, and the rest saved as drafts together."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import Forbidden

from modeler_api import held_uploads, repository, upload_batches
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring
from modeler_api.store import audit, models
from modeler_api.translation import text
from modeler_api.upload_batches import Batch, BatchFile
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("upload_batch", __name__, url_prefix="/upload/many")

FOREIGN = _("Another agency has a procedure with this key.")


@blueprint.get("/<name>")
@allowed("model.upload")
def show(name: str) -> ResponseReturnValue:
    """The files of a batch; those that wait are read a few at a time."""
    return _page(_gone_on(name))


@blueprint.get("/<name>/state")
@allowed("model.upload")
def state(name: str) -> ResponseReturnValue:
    """How far the reading is, for the page that follows it."""
    batch = _gone_on(name)
    done = len(batch.files) - len(batch.of("waiting"))
    told = _("{done} of {all} files read")
    return jsonify(
        share=done / len(batch.files),
        doing=text(told.format(done=done, all=len(batch.files))),
        is_over=batch.is_read,
        next=url_for("upload_batch.show", name=name),
    )


@blueprint.post("/<name>")
@allowed("model.upload")
def save(name: str) -> ResponseReturnValue:
    """Make a draft of each file that was read and is chosen."""
    batch = _gone_on(name)
    reason = request.form.get("reason", "").strip()
    chosen = {int(place) for place in request.form.getlist("file") if place.isdecimal()}
    errors: dict[str, Message] = {}
    if not batch.is_read:
        errors[""] = _("Wait until every file has been read.")
    if not reason:
        errors["reason"] = _("Say why this version is made, so that others understand it later.")
    if not chosen:
        errors["file"] = _("Choose at least one model.")
    if errors:
        return _page(batch, errors=errors, chosen=chosen, reason=reason), 422
    done = 0
    with upload_batches.changing(door().settings, account=account().id, name=name) as mine:
        for place, file in enumerate(mine.batch.files if mine else ()):
            if mine is not None and place in chosen and file.state == "read":
                became = _saved(file, reason)
                mine.put(place, became)
                done += became.state == "saved"
    flash(
        ngettext("%(num)s model was saved as a draft.", "%(num)s models were saved as drafts.", done), "good"
    )
    return redirect(url_for("upload_batch.show", name=name), 303)


@blueprint.post("/<name>/discard")
@allowed("model.upload")
def discard(name: str) -> ResponseReturnValue:
    """Forget the files that were not saved."""
    upload_batches.drop(door().settings, account=account().id, name=name)
    flash(text(_("The files that were not saved are forgotten.")), "good")
    return redirect(url_for("upload.form"), 303)


def _gone_on(name: str) -> Batch:
    return upload_batches.go_on(door().settings, account=account().id, name=name) or abort(404)


def _saved(file: BatchFile, reason: str) -> BatchFile:
    held = held_uploads.find(door().settings, account=account().id, name=file.held)
    if held is None:
        return replace(file, state="refused", template=str(_("It was saved or discarded on its own page.")))
    model = repository.model_in(held.source)
    try:
        bring(repository.key_of(model))
    except Forbidden:
        return replace(file, state="refused", template=str(FOREIGN))
    version = models.save(
        door().store,
        key=repository.key_of(model),
        name=model.name[:300],
        source=held.source,
        author=account().name,
        reason=reason[:2000],
        problems=[repository.noted(problem) for problem in repository.problems_in(held.source)],
    )
    held_uploads.drop(door().settings, account=account().id, name=file.held)
    who = account()
    audit.note(
        door().store,
        who=who.name,
        role=who.role,
        action="model.upload",
        subject=f"{version.key} {version.number}",
    )
    return replace(file, state="saved", held="", version=version.number)


def _page(
    batch: Batch,
    *,
    errors: dict[str, Message] | None = None,
    chosen: set[int] | None = None,
    reason: str = "",
) -> str:
    places = {
        state: [(place, file) for place, file in enumerate(batch.files) if file.state == state]
        for state in ("read", "refused", "saved")
    }
    return render_template(
        "pages/upload_batch.html",
        batch=batch,
        places=places,
        chosen=chosen if chosen is not None else {place for place, file in places["read"] if not file.errors},
        reason=reason,
        errors=errors or {},
    )
