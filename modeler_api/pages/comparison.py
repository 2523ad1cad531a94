"""Comparing a procedure as it is with its redesign: one seed, one table of differences, and how sure each is."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.comparison_table import DifferenceRow, chart_of, opening, rows_of
from modeler_api.file_name import named
from modeler_api.repository import TO_BE, Kept
from modeler_api.simulation_world import WORLDS, read_amounts, worlds_of
from modeler_api.store import accounts, jobs, logs, models, reports
from modeler_api.store.reports import ReportRow
from modeler_api.summary_card import pairs
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("comparison", __name__, url_prefix="/procedures/<key>/comparison")

UNITS: dict[str, Message] = {
    "working days": _("working days"),
    "working hours": _("working hours"),
    "activities": _("activities"),
    "handovers": _("handovers"),
}
DEFAULTS = {"cases": 300, "replications": 20, "seed": 7}


@blueprint.get("/")
@allowed("comparison.read")
def show(key: str) -> ResponseReturnValue:
    """The form, and the comparisons made before."""
    typed = {name: str(amount) for name, amount in DEFAULTS.items()}
    return _page(_kept(key), typed=typed)


@blueprint.post("/")
@allowed("simulation.run")
def ask(key: str) -> ResponseReturnValue:
    """Ask for both simulations and go to their progress."""
    kept = _kept(key)
    amounts, errors = read_amounts(request.form.to_dict(), defaults=DEFAULTS)
    after = models.by_id(door().store, request.form.get("after", ""))
    if after is None or after.key != key + TO_BE:
        errors["after"] = _("Choose the redesign to compare with.")
    world = request.form.get("world", "model")
    if world not in worlds_of(kept):
        errors["world"] = _("Choose where the times come from.")
    if errors or after is None:
        return _page(kept, typed=request.form.to_dict(), errors=errors), 422
    job = jobs.ask(
        door().store,
        kind="compare",
        subject=key,
        arguments={"before": kept.version.id, "after": after.id, "world": world, **amounts},
        created_by=account().name,
    )
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/<report_id>")
@allowed("comparison.read")
def result(key: str, report_id: str) -> ResponseReturnValue:
    """The differences first, then what was promised, what was measured, and on what it all rests."""
    made = _made(key, report_id)
    before, after = _side(made, "before"), _side(made, "after")
    rows = rows_of(made.data["rows"])
    sources = [
        event_logs.stored(door(), row) for row in (logs.by_id(door().store, i) for i in made.logs) if row
    ]
    measured = event_logs.measured(door(), key)
    return render_template(
        "pages/comparison.html",
        kept=before,
        after=after,
        made=made,
        rows=rows,
        opening=opening(rows),
        chart=chart_of(rows),
        pairs=pairs(before.summary, after.summary),
        sources=sources,
        measured=measured,
        measured_rows=_measured_rows(measured),
        method=text(_(made.data["method"])),
        world=WORLDS[made.data["world"]],
        people=accounts.full_names(door().store),
    )


@blueprint.get("/<report_id>/differences.csv")
@allowed("comparison.read")
def export(key: str, report_id: str) -> ResponseReturnValue:
    """The table of differences for a spreadsheet."""
    made = _made(key, report_id)
    written = io.StringIO()
    writer = csv.writer(written)
    heads = (_("Quantity"), _("Counted in"), _("Before (simulated)"), _("After (simulated)"))
    writer.writerow([*map(text, heads), *map(text, (_("95 % interval, from"), _("95 % interval, to")))])
    for row in made.data["rows"]:
        unit = text(UNITS[row["unit"]]) if row["unit"] in UNITS else row["unit"]
        words = (text(_(row["label"])), unit)
        writer.writerow([*words, row["before"], row["after"], row["low"], row["high"]])
    answer = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    named(answer, f"{key}-differences.csv")
    return answer


def _page(kept: Kept, *, typed: dict[str, str], errors: dict[str, Message] | None = None) -> str:
    offered = [v for v in models.versions(door().store, kept.key + TO_BE) if v.status != "retired"]
    wanted = request.args.get("version", type=int)
    chosen = next((version.id for version in offered if version.number == wanted), None)
    made = reports.of_procedure(door().store, kept.key, kind="comparison")
    return render_template(
        "pages/comparison_ask.html",
        kept=kept,
        offered=[(v.id, _("version {number}: {name}").format(number=v.number, name=v.name)) for v in offered],
        made=made,
        numbers={v.id: v.number for v in offered},
        titles={v.id: Kept(door(), v).title for v in offered},
        open_jobs=[j for j in jobs.of_subject(door().store, kept.key, kind="compare") if not j.is_over],
        worlds=worlds_of(kept),
        people=accounts.full_names(door().store),
        typed={"after": chosen or "", **typed},
        errors=errors or {},
    )


def _measured_rows(source: event_logs.Source | None) -> list[DifferenceRow]:
    """The same two throughput figures as cases really had them; empty while nothing was measured."""
    if source is None:
        return []
    from analytics import throughput_time

    row = throughput_time(source.log).rows[0]
    return [
        DifferenceRow.measured("throughput_median", row.median),
        DifferenceRow.measured("throughput_p90", row.p90),
    ]


def _side(made: ReportRow, name: str) -> Kept:
    version = models.by_id(door().store, made.data[name]) or abort(404)
    return Kept(door(), version)


def _made(key: str, report_id: str) -> ReportRow:
    made = reports.by_id(door().store, report_id)
    if made is None or made.procedure != key or made.kind != "comparison":
        abort(404)
    return made


def _kept(key: str) -> Kept:
    return repository.find(door(), key.removesuffix(TO_BE)) or abort(404)
