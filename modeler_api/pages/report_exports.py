"""What leaves the report as a file: the log under pseudonyms, open data, and the diagram with its heat."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.file_name import named
from modeler_api.open_files import as_csv, as_json
from modeler_api.report_view import ReportView, view
from modeler_api.store import audit
from modeler_api.store.tables import now
from modeler_api.study_report import MODES
from modeler_api.summary_card import teller
from modeler_api.translation import text
from modeler_api.wiring import door

blueprint = Blueprint("report_exports", __name__, url_prefix="/procedures/<key>/report/exports")

LOGS: dict[str, tuple[str, str, str]] = {
    "xes": ("XES", ".xes", "application/xml"),
    "csv": ("CSV", ".csv", "text/csv"),
    "parquet": ("Parquet", ".parquet", "application/vnd.apache.parquet"),
    "ocel-json": ("OCEL 2.0, JSON", ".json", "application/json"),
    "ocel-xml": ("OCEL 2.0, XML", ".xml", "application/xml"),
    "ocel-sqlite": ("OCEL 2.0, SQLite", ".sqlite", "application/vnd.sqlite3"),
}
OPEN = {"csv": "text/csv", "json": "application/json"}


@blueprint.get("/")
@allowed("log.export")
def index(key: str) -> ResponseReturnValue:
    """What can be taken along, and what each file holds."""
    looked = view(key)
    return render_template(
        "pages/report_exports.html",
        view=looked,
        kept=looked.kept,
        source=looked.source,
        report=looked.report,
        logs=LOGS,
        modes=MODES,
        errors=dict(looked.selection.errors),
    )


@blueprint.get("/log/<form>")
@allowed("log.export")
def log(key: str, form: str) -> ResponseReturnValue:
    """The log as selected, with pseudonyms for cases and persons."""
    from processes.log.pseudonymise import pseudonymise

    looked = _looked(key)
    if form not in LOGS:
        abort(404)
    assert looked.report is not None
    settings = door().settings
    hidden = pseudonymise(
        looked.report.log, key=settings.secret_key, smallest_group=settings.people_figures_minimum
    )
    _words, ending, media = LOGS[form]
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / f"log{ending}"
        hidden.write(written)
        content = written.read_bytes()
    return _file(looked, content, f"log{ending}", media)


@blueprint.get("/open-data/<form>")
@allowed("log.export")
def published(key: str, form: str) -> ResponseReturnValue:
    """What may be published: no figure rests on fewer than ten cases."""
    from analytics.open_data import open_data

    looked = _looked(key)
    if form not in OPEN:
        abort(404)
    assert looked.report is not None
    data = open_data(
        looked.report.log,
        looked.shown.model,
        calendar=door().settings.calendar,
        is_working=looked.selection.is_working,
    )
    as_of = f"{(looked.report.source.as_of or now()):%Y-%m-%dT%H:%M:%SZ}"
    content = (as_csv if form == "csv" else as_json)(data, as_of=as_of)
    return _file(looked, content, f"open-data.{form}", OPEN[form])


@blueprint.get("/diagram/<name>.svg")
@allowed("report.read")
def diagram(key: str, name: str) -> ResponseReturnValue:
    """The diagram with its heat as a picture."""
    looked, drawn = _drawn(key, name)
    return _file(looked, drawn.encode(), f"diagram-{name}.svg", "image/svg+xml")


@blueprint.get("/diagram/<name>.png")
@allowed("report.read")
def painted(key: str, name: str) -> ResponseReturnValue:
    """The same for programs that show no SVG."""
    from analytics.diagram_picture import png

    looked, drawn = _drawn(key, name)
    return _file(looked, png(drawn), f"diagram-{name}.png", "image/png")


def _drawn(key: str, name: str) -> tuple[ReportView, str]:
    from analytics.diagram_picture import svg

    looked = _looked(key)
    if name not in MODES:
        abort(404)
    assert looked.report is not None
    drawn = svg(looked.shown.model, looked.report.warmth(name), text(MODES[name]), teller(looked.shown.model))
    if not drawn:
        abort(404)
    return looked, drawn


def _looked(key: str) -> ReportView:
    looked = view(key)
    if looked.report is None:
        abort(404)
    return looked


def _file(looked: ReportView, content: bytes, name: str, media: str) -> Response:
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="report.export",
        subject=f"{looked.kept.key} {name}",
    )
    origin = looked.source.origin if looked.source is not None else "model"
    answer = Response(content, mimetype=media)
    named(answer, f"{looked.kept.key}-{origin}-{name}")
    return answer
