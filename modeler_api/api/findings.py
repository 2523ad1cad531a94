"""Findings: what the detectors claim of a procedure, with what each would save."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import demand
from modeler_api.store import findings as dismissals
from modeler_api.study_report import findings_in
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_findings", __name__, url_prefix="/api/v1/findings", description="What the detectors found."
)


class AskedSchema(Schema):
    """Of which procedure, and of which log beside its model."""

    procedure = fields.String(required=True, validate=validate.Length(min=1, max=120))
    log = fields.String(
        validate=validate.Length(max=32), metadata={"description": "The id of a log, or “measured”."}
    )


class FindingSchema(Schema):
    """One finding; hours and money are null when nobody can say."""

    fingerprint = fields.String(required=True)
    detector = fields.String(required=True)
    elements = fields.List(fields.String(), required=True)
    claim = fields.String(required=True)
    confidence = fields.String(required=True)
    refutation = fields.String(allow_none=True)
    suggestion = fields.String(allow_none=True)
    hours_a_year = fields.Float(allow_none=True)
    money_a_year = fields.Float(allow_none=True)
    is_dismissed = fields.Boolean(required=True)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, FindingSchema(many=True))
@allowed("report.read")
def index(asked: dict[str, str]) -> list[dict[str, Any]]:
    """The findings of a procedure, the largest saving first."""
    demand("report.read", procedure=asked["procedure"])
    kept = repository.find(door(), asked["procedure"]) or abort(404)
    source = event_logs.choose(door(), kept.base_key, asked["log"]) if asked.get("log") else None
    if asked.get("log") and source is None:
        abort(404)
    aside = dismissals.in_force(door().store, kept.base_key, kept.model)
    return [
        {
            "fingerprint": finding.fingerprint,
            "detector": finding.detector,
            "elements": list(finding.elements),
            "claim": str(finding.claim),
            "confidence": finding.confidence,
            "refutation": str(finding.refutation) if finding.refutation else None,
            "suggestion": finding.suggestion,
            "hours_a_year": finding.saving.hours_a_year,
            "money_a_year": finding.saving.money_a_year,
            "is_dismissed": finding.fingerprint in aside,
        }
        for finding in findings_in(
            kept.version.source, source.log if source else None, calendar=door().settings.calendar
        ).by("saving")
    ]
