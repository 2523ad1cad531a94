"""The other pages of a report: the ways cases went, what happened over time, who passed work on, what applicants do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.deviations import deviations
from modeler_api.drawing import CHANNELS, LEGEND, contact_overlays, drawing, once_only_overlays
from modeler_api.other_cases import compared
from modeler_api.paging import page_asked
from modeler_api.report_basis import spreadsheet
from modeler_api.report_charts import (
    Chart,
    causes_chart,
    dotted_chart,
    network_chart,
    parties_of,
    queues_chart,
    seam_of,
    spectrum_chart,
    spread_chart,
    trend_chart,
)
from modeler_api.report_view import PARTS, ReportView, view
from modeler_api.store import audit
from modeler_api.translation import chosen_locale
from modeler_api.ways import ways_of
from modeler_api.wiring import door

if TYPE_CHECKING:
    from processes import Model

blueprint = Blueprint("report_parts", __name__, url_prefix="/procedures/<key>/report")


@blueprint.get("/<part>/")
@allowed("report.read")
def show(key: str, part: str) -> ResponseReturnValue:
    """One page of the report."""
    if part not in PARTS or not part:
        abort(404)
    looked = view(key)
    makers = {
        "ways": _ways,
        "conformance": _conformance,
        "time": _time,
        "units": _units,
        "journey": _journey,
        "change": compared,
    }
    given: dict[str, object] = {
        "view": looked,
        "kept": looked.kept,
        "shown": looked.shown,
        "source": looked.source,
        "report": looked.report,
        "part": part,
        "errors": dict(looked.selection.errors),
    }
    return render_template(f"pages/report_{part}.html", **given | makers[part](looked))


@blueprint.get("/charts/<name>.csv")
@allowed("report.read")
def table(key: str, name: str) -> ResponseReturnValue:
    """What a chart shows as a table for spreadsheets, with what it rests on."""
    looked = view(key)
    chart = _charts(looked).get(name)
    if chart is None:
        abort(404)
    section = chart.section
    return spreadsheet(
        looked, name, above=[chart.title], head=section.head, rows=section.rows, note=section.note
    )


def _charts(looked: ReportView) -> dict[str, Chart]:
    """Every chart of the report by its name."""
    report = looked.report
    if report is None:
        return {}
    found = [
        causes_chart(looked, report),
        trend_chart(looked, report),
        spread_chart(looked, report),
        queues_chart(looked, report),
        dotted_chart(looked, report),
        spectrum_chart(looked, report),
        network_chart(looked, report, level="group", smallest=1),
    ]
    return {chart.name: chart for chart in found if chart is not None}


def _ways(looked: ReportView) -> dict[str, object]:
    found = ways_of(looked.report) if looked.report is not None else ()
    shown = page_asked(total=len(found), size=20)
    return {"ways": found[shown.offset : shown.offset + shown.size], "how_many": len(found), "listed": shown}


def _conformance(looked: ReportView) -> dict[str, object]:
    return deviations(looked.report, by_name=looked.opens_cases)


def _time(looked: ReportView) -> dict[str, object]:
    report = looked.report
    if report is None:
        return {"charts": ()}
    charts = (queues_chart(looked, report), spectrum_chart(looked, report), dotted_chart(looked, report))
    return {"charts": charts}


def _units(looked: ReportView) -> dict[str, object]:
    report, settings = looked.report, door().settings
    if report is None:
        return {"charts": (), "may_see_people": False}
    smallest = settings.people_figures_minimum
    charts = [network_chart(looked, report, level="group", smallest=1)]
    if settings.people_figures:
        charts.append(network_chart(looked, report, level="resource", smallest=smallest))
        audit.note(
            door().store,
            who=account().name,
            role=account().role,
            action="report.people",
            subject=looked.kept.key,
        )
    return {
        "charts": charts,
        "may_see_people": settings.people_figures,
        "smallest": smallest,
        "parties": parties_of(report),
        "seam": seam_of(report),
    }


def _journey(looked: ReportView) -> dict[str, object]:
    from analytics.critical_chain import critical_chain
    from analytics.journey import journey
    from analytics.measures.needed_order import needed_order

    model, report = looked.shown.model, looked.report
    chain = critical_chain(
        model,
        report.log if report is not None else None,
        unit=looked.selection.step_unit,
        calendar=door().settings.calendar,
    )
    overlays = [*contact_overlays(model), *once_only_overlays(model)]
    marks = {link.element: ["here"] for link in chain.links} if chain is not None else {}
    return {
        "journey": journey(model),
        "chain": chain,
        "needed": needed_order(model).parts["longest row"],
        "drawn": drawing(model, marks=marks, overlays=overlays),
        "legend": LEGEND,
        "channels": CHANNELS,
        "place_of": _place,
        "paper_of": _paper,
        "papers_of": lambda model, papers: ", ".join(_paper(model, paper) for paper in papers),
        "model": model,
    }


def _place(model: Model, place: str) -> str:
    """What a place is called in the reader's language."""
    found = model.places.get(place)
    return found.names.get(chosen_locale(), found.name) if found is not None else place


def _paper(model: Model, document: str) -> str:
    """What a paper is called in the reader's language."""
    found = model.documents.get(document)
    return found.names.get(chosen_locale(), found.name or document) if found is not None else document
