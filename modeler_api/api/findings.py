"""Findings: what the detectors claim of a procedure, what each rests on, and what it would save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api import repository
from modeler_api.api.reports import SelectionSchema
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import demand
from modeler_api.finding_cases import SIDES, openable, opened
from modeler_api.pseudonyms import pseudonym
from modeler_api.report_view import view
from modeler_api.store import findings as dismissals
from modeler_api.study_report import findings_in
from modeler_api.wiring import door

if TYPE_CHECKING:
    from analytics.finding import Evidence

blueprint = Blueprint(
    "api_findings", __name__, url_prefix="/api/v1/findings", description="What the detectors found."
)


class AskedSchema(SelectionSchema):
    """Of which procedure, and of which log beside its model; the selection is that of the log."""

    procedure = fields.String(required=True, validate=validate.Length(min=1, max=120))


class SidesSchema(Schema):
    """How many cases stand on each side of a piece of evidence."""

    counted = fields.Integer(required=True)
    bearing = fields.Integer(required=True)
    against = fields.Integer(required=True)


class EvidenceSchema(Schema):
    """One thing a finding rests on.

    `n` counts what was looked at, `bearing` and `against` the two sides of it; null where nothing is counted or nothing
    could speak against it. `cases` are null where no cases stand behind it: the model alone says so.
    """

    text = fields.String(required=True)
    origin = fields.String(required=True)
    source = fields.String(required=True)
    n = fields.Integer(allow_none=True)
    bearing = fields.Integer(allow_none=True)
    against = fields.Integer(allow_none=True)
    cases = fields.Nested(SidesSchema, allow_none=True)


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
    evidence = fields.List(fields.Nested(EvidenceSchema), required=True)


class CasesAskedSchema(SelectionSchema):
    """The cases of which evidence of a finding, by its place, and of which side of it."""

    log = fields.String(
        required=True,
        validate=validate.Length(min=1, max=32),
        metadata={"description": "The id of a log, or “measured”."},
    )
    evidence = fields.Integer(load_default=0, validate=validate.Range(min=0, max=1000))
    side = fields.String(load_default="counted", validate=validate.OneOf(tuple(SIDES)))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10_000_000))


class CaseSchema(Schema):
    """One case under its pseudonym; `instance` is its id for a reader who may open it, else null."""

    case = fields.String(required=True)
    instance = fields.String(allow_none=True)
    first = fields.AwareDateTime(required=True)
    last = fields.AwareDateTime(required=True)
    throughput = fields.Float(allow_none=True)
    waiting = fields.Float(allow_none=True)
    activities = fields.Integer(required=True)


class CasesSchema(Schema):
    """The cases behind one number of a finding, the longest first; lengths in `unit`, null when not known."""

    claim = fields.String(required=True)
    counted = fields.Integer(
        required=True, metadata={"description": "What the number counts; need not be cases."}
    )
    total = fields.Integer(required=True)
    unit = fields.String(required=True)
    cases = fields.List(fields.Nested(CaseSchema), required=True)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, FindingSchema(many=True))
@allowed("report.read")
def index(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a procedure, the largest saving first; with a log, the same that its report shows."""
    demand("report.read", procedure=asked["procedure"])
    kept = repository.find(door(), asked["procedure"]) or abort(404)
    if asked.get("log"):
        looked = view(asked["procedure"])
        found = looked.report.findings if looked.report else findings_in(looked.shown.version.source, None)
        kept = looked.shown
    else:
        found = findings_in(kept.version.source, None)
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
            "evidence": [_shown(evidence) for evidence in finding.evidence],
        }
        for finding in found.by("saving")
    ]


@blueprint.get("/<string:key>/<string:fingerprint>/cases")
@blueprint.arguments(CasesAskedSchema, location="query")
@blueprint.response(200, CasesSchema)
@allowed("report.read")
def cases(asked: dict[str, Any], key: str, fingerprint: str) -> dict[str, Any]:
    """The cases on one side of a finding's evidence, under the pseudonyms that the pages show them by."""
    from analytics.case_list import Wanted, case_list

    looked = view(key)
    number = opened(looked, fingerprint, evidence=asked["evidence"], side=asked["side"])
    if number is None or looked.report is None:
        abort(404)
    listed = case_list(
        looked.report.log,
        Wanted(cases=number.cases),
        offset=asked["offset"],
        limit=asked["limit"],
        unit=looked.selection.case_unit,
        calendar=door().settings.calendar,
    )
    may_open = openable(looked, (row.case for row in listed.rows))
    return {
        "claim": str(number.finding.claim),
        "counted": number.counted,
        "total": listed.total,
        "unit": listed.unit,
        "cases": [
            {
                "case": pseudonym(door(), row.case),
                "instance": row.case if row.case in may_open else None,
                "first": row.first,
                "last": row.last,
                "throughput": row.throughput,
                "waiting": row.waiting,
                "activities": row.activities,
            }
            for row in listed.rows
        ],
    }


def _shown(evidence: Evidence) -> dict[str, Any]:
    sides = evidence.cases
    return {
        "text": str(evidence.text),
        "origin": evidence.origin,
        "source": evidence.source,
        "n": evidence.n,
        "bearing": evidence.bearing,
        "against": evidence.against,
        "cases": {side: len(getattr(sides, side)) for side in SIDES} if sides is not None else None,
    }
