"""What stands out in how cases are handled, for the auditor: exposure with counts and bounds, never a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.event_logs import MEASURED
from modeler_api.pseudonyms import pseudonym
from modeler_api.report_view import ReportView, view
from modeler_api.store import audit
from modeler_api.wiring import door

if TYPE_CHECKING:
    from engine.applicants import Applicants

blueprint = Blueprint("outliers", __name__, url_prefix="/procedures/<key>/outliers")

#: What is no property of an applicant.
_OURS = frozenset({"case", "replication", "business_key"})


@blueprint.get("/")
@allowed("outlier.read")
def show(key: str) -> ResponseReturnValue:
    """Order of handling, speed by applicant and express cases, of the log chosen."""
    from analytics.outliers import FEWEST, express_cases, out_of_order, speed_by_applicant

    looked = view(key)
    report, calendar = looked.report, door().settings.calendar
    working = looked.selection.is_working
    attributes = [
        name for name in (report.log.cases.column_names if report is not None else ()) if name not in _OURS
    ]
    attribute = request.args.get("by", "")
    own = _own_applicants(looked)
    speeds = None
    if report is not None and attribute in attributes:
        speeds = report.once(
            ("speeds", attribute, working),
            lambda: speed_by_applicant(report.log, attribute, calendar=calendar, working=working),
        )
    elif report is not None and own is not None and own.marks:
        speeds = speed_by_applicant(report.log, own.marks, calendar=calendar, working=working)
    audit.note(
        door().store, who=account().name, role=account().role, action="outlier.read", subject=looked.kept.key
    )
    return render_template(
        "pages/outliers.html",
        view=looked,
        kept=looked.kept,
        source=looked.source,
        report=report,
        order=report.once(
            ("order", looked.shown.model.digest), lambda: out_of_order(report.log, looked.shown.model)
        )
        if report is not None
        else (),
        express=report.once(
            ("express", looked.shown.model.digest, working),
            lambda: express_cases(report.log, looked.shown.model, calendar=calendar, working=working),
        )
        if report is not None
        else None,
        attributes=attributes,
        attribute=attribute,
        speeds=speeds,
        own=own if attribute not in attributes else None,
        hidden=lambda applicant: pseudonym(door(), applicant),
        fewest=FEWEST,
        errors=dict(looked.selection.errors),
    )


def _own_applicants(looked: ReportView) -> Applicants | None:
    """Whose case each is, under a mark, of what ran here; None for any other log."""
    if looked.source is None or looked.source.name != MEASURED:
        return None
    return door().engine.applicants(looked.kept.key)
