"""Reports: the numbers of a procedure's report for programs, the same that its pages show."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api.auth.policy import allowed
from modeler_api.report_view import view

blueprint = Blueprint(
    "api_reports", __name__, url_prefix="/api/v1/reports", description="The numbers of a procedure's report."
)


class SelectionSchema(Schema):
    """Which log, and which part of it; as in the address of the report's page."""

    log = fields.String(
        validate=validate.Length(max=32), metadata={"description": "The id of a log, or “measured”."}
    )
    first = fields.Date(data_key="from", metadata={"description": "Cases that ended on this day or later."})
    last = fields.Date(data_key="to", metadata={"description": "Cases that ended on this day or before."})
    way = fields.String(validate=validate.Length(max=12))
    version = fields.Integer()
    time = fields.String(validate=validate.OneOf(("working", "calendar")))


class LeftOutSchema(Schema):
    """Cases that do not count, and why."""

    why = fields.String(required=True)
    cases = fields.Integer(required=True)


class StepSchema(Schema):
    """One step; lengths in hours of the unit, null when they are not known."""

    activity = fields.String(required=True)
    element = fields.String(allow_none=True)
    times = fields.Integer(required=True)
    wait_median = fields.Float(allow_none=True)
    wait_p90 = fields.Float(allow_none=True)
    wait_share = fields.Float(allow_none=True)
    work_median = fields.Float(allow_none=True)


class ReportSchema(Schema):
    """The numbers; null is not known, never zero."""

    procedure = fields.String(required=True)
    origin = fields.String(allow_none=True)
    cases = fields.Integer(required=True)
    still_running = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(LeftOutSchema), required=True)
    as_of = fields.AwareDateTime(allow_none=True)
    unit = fields.String(required=True)
    median = fields.Float(allow_none=True)
    p90 = fields.Float(allow_none=True)
    waiting_share = fields.Float(allow_none=True)
    ways = fields.Integer(allow_none=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    causes = fields.Dict(keys=fields.String(), values=fields.Float(), allow_none=True)


@blueprint.get("/<key>")
@blueprint.arguments(SelectionSchema, location="query")
@blueprint.response(200, ReportSchema)
@allowed("report.read")
def show(_asked: dict[str, Any], key: str) -> dict[str, Any]:
    """The numbers of one report."""
    looked = view(key)
    source, report = looked.source, looked.report
    told: dict[str, Any] = {
        "procedure": looked.kept.key,
        "origin": source.origin if source is not None else None,
        "cases": source.cases if source is not None else 0,
        "still_running": source.excluded if source is not None else 0,
        "left_out": [
            {"why": str(one.why), "cases": one.cases} for one in (source.left_out if source else ())
        ],
        "as_of": source.as_of if source is not None else None,
        "unit": looked.selection.case_unit,
        "median": None,
        "p90": None,
        "waiting_share": None,
        "ways": None,
        "steps": [],
        "causes": None,
    }
    if report is None:
        return told
    whole = report.causes.whole
    return told | {
        "median": report.throughput.median,
        "p90": report.throughput.p90,
        "waiting_share": report.waiting_share,
        "ways": len(report.measure("variants", None, None)),
        "steps": [
            {
                "activity": step.activity,
                "element": step.element,
                "times": step.times,
                "wait_median": step.wait,
                "wait_p90": step.wait_p90,
                "wait_share": step.wait_share,
                "work_median": step.work,
            }
            for step in report.steps
        ],
        "causes": dict(whole.parts) if whole.waits else None,
    }
