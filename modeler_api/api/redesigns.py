"""Redesigns: the proposals for a procedure, and what became of those that were applied."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import demand
from modeler_api.proposals import Proposals
from modeler_api.store import redesigns
from modeler_api.store.redesigns import ProposedRedesign
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_redesigns", __name__, url_prefix="/api/v1/redesigns", description="Proposals and redesigns."
)


class AskedSchema(Schema):
    """Of which procedure."""

    procedure = fields.String(required=True, validate=validate.Length(min=1, max=120))


class ProposalSchema(Schema):
    """One proposed rewrite."""

    name = fields.String(required=True)
    pattern = fields.String(required=True)
    title = fields.String(required=True)
    reason = fields.String(required=True)
    source = fields.String(required=True)
    elements = fields.List(fields.String())
    legal = fields.List(fields.String())
    hours_a_year = fields.Float(allow_none=True)


class RedesignSchema(Schema):
    """One rewrite that was applied or refused."""

    id = fields.String(required=True)
    procedure = fields.String(required=True)
    base_version = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    status = fields.String(required=True)
    result_version = fields.String(allow_none=True)
    created_by = fields.String(required=True)
    created = fields.AwareDateTime(required=True)
    decided = fields.AwareDateTime(allow_none=True)


@blueprint.get("/proposals")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, ProposalSchema(many=True))
@allowed("redesign.read")
def proposals(asked: dict[str, str]) -> list[dict[str, Any]]:
    """What could be changed, the most promising first."""
    demand("redesign.read", procedure=asked["procedure"])
    kept = repository.find(door(), asked["procedure"]) or abort(404)
    return [
        {
            "name": rewrite.name,
            "pattern": rewrite.pattern,
            "title": str(rewrite.title),
            "reason": str(rewrite.reason),
            "source": rewrite.source,
            "elements": list(rewrite.elements),
            "legal": list(rewrite.legal),
            "hours_a_year": rewrite.expected.hours_a_year if rewrite.expected else None,
        }
        for rewrite in Proposals.of(door(), kept).rewrites
    ]


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, RedesignSchema(many=True))
@allowed("redesign.read")
def index(asked: dict[str, str]) -> list[ProposedRedesign]:
    """The rewrites that were decided on, the newest first."""
    demand("redesign.read", procedure=asked["procedure"])
    return list(redesigns.of_procedure(door().store, asked["procedure"]))
