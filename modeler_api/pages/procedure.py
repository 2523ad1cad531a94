"""A procedure: its diagram with the steps in words, what it asks of people, its problems and its versions."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.decisions.changes import decision_changes
from modeler_api.drawing import (
    LEGEND,
    contact_overlays,
    drawing,
    once_only_overlays,
    step_rows,
)
from modeler_api.figure_detail import detail_of
from modeler_api.file_name import named
from modeler_api.import_page import grouped, rows_of
from modeler_api.repository import TO_BE, Kept
from modeler_api.stages import all_of, told
from modeler_api.store import accounts, audit, models, planned_versions, version_decisions
from modeler_api.summary_card import LABELS, cells, pairs
from modeler_api.translation import text
from modeler_api.version_changes import changes_between, source_changes
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("procedure", __name__, url_prefix="/procedures")

TABS = {
    "overview": _("The procedure"),
    "problems": _("Problems"),
    "versions": _("Versions"),
}


@blueprint.get("/<key>")
@allowed("procedure.read")
def show(key: str) -> ResponseReturnValue:
    """One version of a procedure: the one in force, or the one asked for."""
    kept = _kept(key)
    tab = request.args.get("tab", "overview")
    name = request.args.get("figure", "")
    if tab == "problems":
        return _show(kept, tab, groups=grouped(kept.problems, kept.model), entries=rows_of(kept.model))
    if tab == "versions":
        planned = planned_versions.of(door().store, kept.key)
        return _show(
            kept,
            tab,
            people=accounts.full_names(door().store),
            planned=planned,
            planned_whom=told(door(), planned.whom) if planned else None,
            stages=[] if kept.in_force_only else all_of(door(), kept.model.main_process.id),
            disabled=door().engine.suspended("definition").get(kept.base_key),
        )
    detail = detail_of(kept.model, kept.summary, name) if name in LABELS else None
    marks: dict[str, list[str]] = {}
    if detail is not None:
        marks = {row.element: ["changed"] for row in detail.rows}
    return _show(
        kept,
        "overview",
        cells=list(cells(kept.summary)),
        detail=detail,
        steps=step_rows(kept.model),
        pairs=pairs(kept.summary, kept.to_be.summary) if kept.to_be else [],
        legend=LEGEND,
        diagram=drawing(
            kept.model,
            marks=marks,
            overlays=[*contact_overlays(kept.model), *once_only_overlays(kept.model)],
        ),
    )


@blueprint.get("/<key>/changes")
@allowed("procedure.read")
def changes(key: str) -> ResponseReturnValue:
    """What is different between two versions: marks on both diagrams, and the list."""
    before, after = _chosen(key, "from"), _chosen(key, "to")
    if before.key == after.key and before.version.number > after.version.number:
        before, after = after, before
    found = changes_between(before.model, after.model, with_layout="layout" in request.args)
    decided = decision_changes(
        version_decisions.of(door().store, before.version.id),
        version_decisions.of(door().store, after.version.id),
    )
    found = replace(found, rows=(*found.rows, *decided))
    lines = source_changes(before.version.source, after.version.source) if "xml" in request.args else None
    return render_template(
        "pages/version_changes.html", before=before, after=after, changes=found, kept=after, lines=lines
    )


@blueprint.get("/<key>/versions/<int:number>.bpmn")
@allowed("procedure.read")
def download(key: str, number: int) -> ResponseReturnValue:
    """The file of a version, byte for byte."""
    kept = _found(key, number)
    answer = Response(kept.version.source, mimetype="application/xml")
    named(answer, f"{key}-{number}.bpmn")
    return answer


@blueprint.post("/<key>/versions/<int:number>/withdraw")
@allowed("redesign.apply")
def withdraw(key: str, number: int) -> ResponseReturnValue:
    """Take a redesign back: its version stays in the list, marked as retired."""
    kept = repository.find(door(), key, number) or abort(404)
    if not kept.is_to_be:
        abort(409)
    models.retire(door().store, kept.version.id)
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="redesign.withdraw",
        subject=f"{key} {number}",
    )
    flash(text(_("The redesign was withdrawn. It stays in the list of versions.")), "good")
    return redirect(url_for("redesign.show", key=kept.base_key), 303)


def _kept(key: str) -> Kept:
    number = request.args.get("version", type=int)
    return _found(key, number)


def _found(key: str, number: int | None) -> Kept:
    return repository.find(door(), key, number, in_force_only=not reads_whole(key)) or abort(404)


def _chosen(key: str, parameter: str) -> Kept:
    """The version an address names: "3", or "to-be-2" of the redesigns beside it."""
    told = request.args.get(parameter, "")
    owner = key
    if told.startswith("to-be-"):
        owner, told = key.removesuffix(TO_BE) + TO_BE, told.removeprefix("to-be-")
    if not told.isdecimal():
        abort(404)
    return _found(owner, int(told))


def _show(kept: Kept, tab: str, **found: object) -> str:
    return render_template("pages/procedure.html", kept=kept, tab=tab, tabs=TABS, **found)
