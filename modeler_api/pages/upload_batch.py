"""Many files at once: how far the reading is, what was refused and why, and the rest saved as drafts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import upload_batches
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.paging import page_asked
from modeler_api.translation import text
from modeler_api.upload_batches import Batch, BatchFile
from modeler_api.upload_saving import ask_the_clock, progress_of, saved
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("upload_batch", __name__, url_prefix="/upload/many")

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
    done, all_, doing = progress_of(batch)
    return jsonify(
        share=done / all_,
        doing=text(doing),
        is_over=batch.is_over,
        next=url_for("upload_batch.show", name=name),
    )


@blueprint.post("/<name>")
@allowed("model.upload")
def save(name: str) -> ResponseReturnValue:
    """Let a draft be made of each file that was read and is chosen: the first at once, the rest by page or clock."""
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
    if not _gone_on(name).is_over:
        ask_the_clock(door(), account(), name, doing="save")
    return redirect(url_for("upload_batch.show", name=name), 303)


@blueprint.post("/<name>/discard")
@allowed("model.upload")
def discard(name: str) -> ResponseReturnValue:
    """Forget the files that were not saved."""
    upload_batches.drop(door().settings, account=account().id, name=name)
    flash(text(_("The files that were not saved are forgotten.")), "good")
    return redirect(url_for("upload.form"), 303)


def _gone_on(name: str) -> Batch:
    found = upload_batches.go_on(
        door().settings, account=account().id, name=name, save=lambda file: saved(door(), account(), file)
    )
    return found or abort(404)


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
    done, all_, doing = progress_of(batch)
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
