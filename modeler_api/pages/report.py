"""The report of a procedure: one sentence, the heat on the diagram, the findings, and always what it rests on."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.drawing import LEGEND
from modeler_api.navigation import NavigationItem
from modeler_api.quantities import quantity, working_length
from modeler_api.repository import TO_BE, Kept
from modeler_api.savings import saving_parts
from modeler_api.store import accounts, audit, logs, models
from modeler_api.store import findings as dismissals
from modeler_api.study_report import MODES, StudyReport, findings_in
from modeler_api.summary_card import label_of, percent, told
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("report", __name__)
navigation = NavigationItem(
    label=_("Reports"),
    summary=_("Where the time of a procedure goes, what was found, and what that rests on."),
    endpoint="report.index",
    action="report.read",
    order=60,
    icon="report",
)

FIRST_FINDINGS = 6

FORMS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}

CONFIDENCES: dict[str, tuple[Message, str]] = {
    "high": (_("high confidence"), "good"),
    "medium": (_("medium confidence"), "soon"),
    "low": (_("low confidence"), ""),
}


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Templates of the study write savings, quantities and shares in words."""
    words = {
        "saving_parts": saving_parts,
        "quantity": quantity,
        "working_length": working_length,
        "percent": percent,
        "label_of": label_of,
        "told": told,
    }
    state.app.jinja_env.globals.update(words)


@blueprint.get("/reports/")
@allowed("report.read")
def index() -> ResponseReturnValue:
    """The procedures, each with the logs there are to report on."""
    rows = [
        (kept, kept.cases, logs.of_procedure(door().store, kept.key))
        for kept in repository.procedures(door(), own=reads_whole, state_wide=False)
        if not kept.is_to_be
    ]
    return render_template("pages/report_list.html", rows=rows)


@blueprint.get("/procedures/<key>/report/")
@allowed("report.read")
def show(key: str) -> ResponseReturnValue:
    """The report on one log; without a log, what the model alone can say."""
    return _page(key)


@blueprint.post("/procedures/<key>/report/findings/<fingerprint>/dismiss")
@allowed("finding.dismiss")
def dismiss(key: str, fingerprint: str) -> ResponseReturnValue:
    """Set a finding aside with a reason."""
    kept = _kept(key)
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _page(
            key,
            errors={f"reason-{fingerprint}": _("Say why the finding is set aside.")},
            opened=fingerprint,
        ), 422
    dismissals.dismiss(
        door().store, procedure=kept.key, fingerprint=fingerprint[:128], reason=reason, by=account().name
    )
    _note(kept, "finding.dismiss", fingerprint)
    flash(
        text(_("The finding was set aside. It stands at the end of the list and can be brought back.")),
        "good",
    )
    return redirect(_back(key) + "#findings", 303)


@blueprint.post("/procedures/<key>/report/findings/<fingerprint>/restore")
@allowed("finding.dismiss")
def restore(key: str, fingerprint: str) -> ResponseReturnValue:
    """Bring a finding back."""
    kept = _kept(key)
    dismissals.restore(door().store, procedure=kept.key, fingerprint=fingerprint)
    _note(kept, "finding.restore", fingerprint)
    flash(text(_("The finding is back in the list.")), "good")
    return redirect(_back(key) + "#findings", 303)


@blueprint.get("/procedures/<key>/report/report.<form>")
@allowed("report.read")
def export(key: str, form: str) -> ResponseReturnValue:
    """The report as a file to hand on, with everything it rests on."""
    import analytics

    if form not in FORMS:
        abort(404)
    kept = _kept(key)
    source = _source(kept)
    report = analytics.report(
        findings_in(kept.version.source, source.log if source else None),
        log=source.log if source else None,
        model=kept.model,
        title=kept.title,
    )
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / f"report.{form}"
        report.write(written, translate=text)
        answer = Response(written.read_bytes(), mimetype=FORMS[form])
    _note(kept, "report.export", form)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{kept.key}-report.{form}")
    return answer


def _page(key: str, *, errors: dict[str, Message] | None = None, opened: str = "") -> str:
    kept = _kept(key)
    source = _source(kept)
    mode = request.args.get("mode", "wait")
    shown = _version_of(kept, source)
    report = StudyReport(shown, source) if source is not None else None
    found = report.findings if report else findings_in(shown.version.source, None)
    aside = {row.fingerprint: row for row in dismissals.dismissed(door().store, kept.key)}
    open_findings = [f for f in found.by("saving") if f.fingerprint not in aside]
    everything = "all" in request.args or bool(opened)
    return render_template(
        "pages/report.html",
        kept=kept,
        shown=shown,
        source=source,
        report=report,
        mode=mode if mode in MODES else "wait",
        modes=MODES,
        legend=LEGEND,
        logs=logs.of_procedure(door().store, kept.key),
        has_measured=kept.cases > 0,
        variants=event_logs.VARIANTS,
        findings=open_findings if everything else open_findings[:FIRST_FINDINGS],
        how_many=len(open_findings),
        everything=everything,
        dismissed=[(f, aside[f.fingerprint]) for f in found if f.fingerprint in aside],
        confidences=CONFIDENCES,
        people=accounts.full_names(door().store),
        errors=errors or {},
        opened=opened,
    )


def _source(kept: Kept) -> event_logs.Source | None:
    name = request.args.get("log")
    found = event_logs.choose(door(), kept.key, name)
    if found is None and name:
        abort(404)
    return found


def _version_of(kept: Kept, source: event_logs.Source | None) -> Kept:
    """The version a log was made with: a simulation's own, else the one in force."""
    if source is not None and source.row is not None and source.row.model_version:
        version = models.by_id(door().store, source.row.model_version)
        if version is not None:
            return Kept(door(), version)
    return kept


def _kept(key: str) -> Kept:
    return repository.find(door(), key.removesuffix(TO_BE)) or abort(404)


def _back(key: str) -> str:
    asked = request.args
    return url_for("report.show", key=key, log=asked.get("log"), mode=asked.get("mode"), all=asked.get("all"))


def _note(kept: Kept, action: str, subject: str) -> None:
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action=action,
        subject=f"{kept.key} {subject}",
    )
