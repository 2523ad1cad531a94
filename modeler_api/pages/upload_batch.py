"""Many files at once: how far the reading is, what was refused and why, and the rest saved as drafts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from modeler_api import held_uploads, repository, upload_batches
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring
from modeler_api.paging import page_asked
from modeler_api.store import audit, models
from modeler_api.translation import text
from modeler_api.upload_batches import Batch, BatchFile
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("upload_batch", __name__, url_prefix="/upload/many")

FOREIGN = _("Another agency has a procedure with this key.")
GONE = _("It was saved or discarded on its own page.")
MOST_TOGETHER = 50
"""So many files are shown together; of more one result at a time, in pages of this size."""

RESULTS: dict[str, Message] = {
    "refused": _("Refused"),
    "errors": _("With errors"),
    "good": _("Without errors"),
    "saved": _("Saved"),
}
"""What became of a file, the broken ones first."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One file with its place in the batch."""

    place: int
    file: BatchFile

    @property
    def result(self) -> str:
        """What became of it, a name in `RESULTS`; empty while it waits to be read."""
        if self.file.state in ("refused", "saved"):
            return self.file.state
        return "" if self.file.state == "waiting" else "errors" if self.file.errors else "good"


@blueprint.get("/<name>")
@allowed("model.upload")
def show(name: str) -> ResponseReturnValue:
    """The files of a batch; those that wait are read or saved a few at a time."""
    return _page(_gone_on(name))


@blueprint.get("/<name>/state")
@allowed("model.upload")
def state(name: str) -> ResponseReturnValue:
    """How far the reading or the saving is, for the page that follows it."""
    batch = _gone_on(name)
    done, all_, doing = _progress(batch)
    return jsonify(
        share=done / all_,
        doing=text(doing),
        is_over=batch.is_over,
        next=url_for("upload_batch.show", name=name),
    )


@blueprint.post("/<name>")
@allowed("model.upload")
def save(name: str) -> ResponseReturnValue:
    """Let a draft be made of each file that was read and is chosen: the first at once, the rest while one looks."""
    batch = _gone_on(name)
    reason = request.form.get("reason", "").strip()
    which = request.form.get("which", "ticked")
    ticked = {int(place) for place in request.form.getlist("file") if place.isdecimal()}
    rows = [row for row in _rows(batch) if row.file.state == "read"]
    if batch.is_read and not rows and batch.of("chosen", "saved"):
        # Pressed twice: the first press has chosen all there was.
        return redirect(url_for("upload_batch.show", name=name), 303)
    chosen = {
        "good": {row.place for row in rows if row.result == "good"},
        "all": {row.place for row in rows},
    }.get(which, ticked)
    errors: dict[str, Message] = {}
    if not batch.is_read:
        errors[""] = _("Wait until every file has been read.")
    if not reason:
        errors["reason"] = _("Say why this version is made, so that others understand it later.")
    if not chosen:
        errors["which" if len(batch.files) > MOST_TOGETHER else "file"] = _("Choose at least one model.")
    if errors:
        return _page(batch, errors=errors, ticked=ticked, reason=reason, which=which), 422
    upload_batches.choose(
        door().settings, account=account().id, name=name, places=chosen, reason=reason[:2000]
    )
    _gone_on(name)
    return redirect(url_for("upload_batch.show", name=name), 303)


@blueprint.post("/<name>/discard")
@allowed("model.upload")
def discard(name: str) -> ResponseReturnValue:
    """Forget the files that were not saved."""
    upload_batches.drop(door().settings, account=account().id, name=name)
    flash(text(_("The files that were not saved are forgotten.")), "good")
    return redirect(url_for("upload.form"), 303)


def _gone_on(name: str) -> Batch:
    found = upload_batches.go_on(door().settings, account=account().id, name=name, save=_saved)
    return found or abort(404)


def _progress(batch: Batch) -> tuple[int, int, Message]:
    """How many are done of how many, in reading or else in saving, and so in words."""
    if not batch.is_read:
        done, all_ = len(batch.files) - len(batch.of("waiting")), len(batch.files)
        return done, all_, _("{done} of {all} files read").format(done=done, all=all_)
    done = len(batch.of("saved"))
    all_ = done + len(batch.of("chosen"))
    return done, max(all_, 1), _("{done} of {all} models saved").format(done=done, all=all_)


def _saved(file: BatchFile) -> BatchFile:
    """Make a version of a file; one that was made before the server died is found again, not made twice."""
    held = held_uploads.find(door().settings, account=account().id, name=file.held)
    if held is None:
        return replace(file, state="refused", held="", template=str(GONE))
    model = repository.model_in(held.source)
    key, who = repository.key_of(model), account()
    try:
        bring(key)
    except Forbidden:
        return replace(file, state="refused", template=str(FOREIGN))
    for made in models.versions(door().store, key):
        if (made.source, made.author, made.reason) == (held.source, who.name, file.reason):
            return replace(file, state="saved", held="", version=made.number)
    version = models.save(
        door().store,
        key=key,
        name=repository.title_for(model, file=file.name)[:300],
        source=held.source,
        author=who.name,
        reason=file.reason,
        problems=[repository.noted(problem) for problem in repository.problems_in(held.source)],
    )
    audit.note(
        door().store,
        who=who.name,
        role=who.role,
        action="model.upload",
        subject=f"{version.key} {version.number}",
    )
    return replace(file, state="saved", held="", version=version.number)


def _rows(batch: Batch) -> list[Row]:
    """The files, the broken ones first, then those with most problems."""
    rows = [Row(place=place, file=file) for place, file in enumerate(batch.files)]
    order = ["refused", "errors", "good", "saved", ""]
    return sorted(
        rows, key=lambda row: (order.index(row.result), -row.file.errors, -row.file.warnings, row.place)
    )


def _page(
    batch: Batch,
    *,
    errors: dict[str, Message] | None = None,
    ticked: set[int] | None = None,
    reason: str = "",
    which: str = "good",
) -> str:
    rows = _rows(batch)
    by_result = {result: [row for row in rows if row.result == result] for result in RESULTS}
    is_long = len(rows) > MOST_TOGETHER
    asked = request.args.get("result", "")
    result = asked if asked in RESULTS else next((r for r in RESULTS if by_result[r]), "good")
    listed: Sequence[Row] = by_result[result] if is_long else rows
    shown = page_asked(total=len(listed), size=MOST_TOGETHER)
    here = listed[shown.offset : shown.offset + shown.size]
    done, all_, doing = _progress(batch)
    return render_template(
        "pages/upload_batch.html",
        batch=batch,
        counts={name: len(found) for name, found in by_result.items()},
        results=RESULTS,
        result=result if is_long else "",
        refused=[row for row in here if row.result == "refused"],
        read=[row for row in here if row.result in ("errors", "good")],
        saved=[row for row in here if row.result == "saved"],
        to_save=[row for row in rows if row.file.state == "read"],
        shown=shown,
        share=done / all_,
        doing=doing,
        ticked=ticked if ticked is not None else {row.place for row in by_result["good"]},
        reason=reason,
        which=which,
        errors=errors or {},
    )
