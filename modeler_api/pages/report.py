"""The report of a procedure: one sentence, the heat on the diagram, the findings, and always what it rests on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.drawing import LEGEND
from modeler_api.file_name import named
from modeler_api.navigation import NavigationItem
from modeler_api.quantities import length_of, quantity, working_length
from modeler_api.report_charts import causes_chart, cell, spread_chart, trend_chart, trend_of
from modeler_api.report_selection import TIMES
from modeler_api.report_view import PARTS, ReportView, view
from modeler_api.repository import TO_BE, Kept
from modeler_api.savings import saving_parts
from modeler_api.store import accounts, audit, logs
from modeler_api.store import findings as dismissals
from modeler_api.study_report import MODES, StepTimes, StudyReport, findings_in
from modeler_api.summary_card import label_of, percent, teller, told
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.slicing import Exclusion

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
FIRST_STEPS = 12
ARGUMENTS = ("log", "from", "to", "way", "version", "time")

FORMS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "csv": "text/csv",
    "json": "application/json",
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
        "length_of": length_of,
        "chart_cell": cell,
        "trend_of": trend_of,
        "report_parts": PARTS,
        "report_times": TIMES,
        "log_variants": event_logs.VARIANTS,
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
    looked = view(key)
    if not reason:
        return _page(
            key,
            errors={f"reason-{fingerprint}": _("Say why the finding is set aside.")},
            opened=fingerprint,
        ), 422
    found = looked.report.findings if looked.report else findings_in(looked.shown.version.source, None)
    finding = next((one for one in found if one.fingerprint == fingerprint), None)
    dismissals.dismiss(
        door().store,
        procedure=kept.key,
        fingerprint=fingerprint[:128],
        reason=reason,
        by=account().name,
        digest=dismissals.about(looked.shown.model, finding.elements) if finding else None,
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
    looked = view(key)
    kept, source = looked.kept, looked.source
    report = analytics.report(
        findings_in(
            looked.shown.version.source, source.log if source else None, calendar=door().settings.calendar
        ),
        log=source.log if source else None,
        model=looked.shown.model,
        title=kept.title,
        calendar=door().settings.calendar,
        is_working=looked.selection.is_working,
        left_out=_left_out(looked),
    )
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / f"report.{form}"
        report.write(written, translate=teller(looked.shown.model))
        answer = Response(written.read_bytes(), mimetype=FORMS[form])
    _note(kept, "report.export", form)
    named(answer, f"{kept.key}-report.{form}")
    return answer


def _left_out(looked: ReportView) -> list[Exclusion]:
    from analytics.slicing import Exclusion

    source = looked.source
    if source is None:
        return []
    running = [Exclusion(why=_("still running"), cases=source.excluded)] if source.excluded else []
    return [*running, *source.left_out]


def _page(key: str, *, errors: dict[str, Message] | None = None, opened: str = "") -> str:
    looked = view(key)
    kept, report, shown = looked.kept, looked.report, looked.shown
    mode = _mode(report)
    found = report.findings if report else findings_in(shown.version.source, None)
    aside = dismissals.in_force(door().store, kept.key, shown.model)
    open_findings = [f for f in found.by("saving") if f.fingerprint not in aside]
    everything = "all" in request.args or bool(opened)
    return render_template(
        "pages/report.html",
        view=looked,
        kept=kept,
        shown=shown,
        source=looked.source,
        report=report,
        mode=mode,
        steps=_steps(report, mode),
        modes=MODES,
        legend=LEGEND,
        causes=causes_chart(looked, report) if report else None,
        trend=trend_chart(looked, report) if report else None,
        spread=spread_chart(looked, report) if report else None,
        findings=open_findings if everything else open_findings[:FIRST_FINDINGS],
        how_many=len(open_findings),
        everything=everything,
        dismissed=[(f, aside[f.fingerprint]) for f in found if f.fingerprint in aside],
        confidences=CONFIDENCES,
        people=accounts.full_names(door().store),
        errors={**dict(looked.selection.errors), **(errors or {})},
        opened=opened,
    )


def _mode(report: StudyReport | None) -> str:
    """What the diagram shows: as asked; else waiting, or how often where no step's waiting is recorded."""
    asked = request.args.get("mode", "")
    if asked in MODES:
        return asked
    return "wait" if report is None or report.knows("wait") else "frequency"


def _steps(report: StudyReport | None, mode: str) -> tuple[StepTimes, ...]:
    """The steps of the table under the diagram: the foremost of many, all when asked for."""
    if report is None:
        return ()
    every = report.steps
    return (
        every
        if "steps" in request.args or len(every) <= FIRST_STEPS + 3
        else report.first_steps(mode, FIRST_STEPS)
    )


def _kept(key: str) -> Kept:
    return repository.find(door(), key.removesuffix(TO_BE)) or abort(404)


def _back(key: str) -> str:
    asked = {name: request.args.get(name) for name in (*ARGUMENTS, "mode", "all")}
    return url_for("report.show", key=key, **asked)  # type: ignore[arg-type]  # Flask's own names


def _note(kept: Kept, action: str, subject: str) -> None:
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action=action,
        subject=f"{kept.key} {subject}",
    )
