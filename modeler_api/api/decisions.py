"""Decisions: the tables and formulas behind business rule tasks, to look at and to try out.

They come into force with a version of a procedure and what a second person says of it: bring them with its model.
"""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import DecisionVersion, Outcome
from modeler_api.auth.policy import allowed
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_decisions", __name__, url_prefix="/api/v1/decisions", description="What decides, as DMN."
)


class DecisionSchema(Schema):
    """One deployed version of a decision."""

    key = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    digest = fields.String(required=True)
    deployed_at = fields.AwareDateTime(required=True)
    deployed_by = fields.String(required=True)


class TrialSchema(Schema):
    """What a decision is tried with."""

    data = fields.Dict(keys=fields.String(), load_default=dict)
    version = fields.Integer(load_default=None, validate=validate.Range(min=1))


class OutcomeSchema(Schema):
    """What was decided, and how: for each decision its inputs, the rules that matched and its value."""

    value = fields.Raw(required=True, allow_none=True)
    trace = fields.List(fields.Dict())
    warnings = fields.List(fields.String())


@blueprint.get("")
@blueprint.response(200, DecisionSchema(many=True))
@allowed("procedure.read")
def index() -> list[DecisionVersion]:
    """The newest version of every decision."""
    return door().engine.decisions()


@blueprint.post("/<string:key>/evaluate")
@blueprint.arguments(TrialSchema)
@blueprint.response(200, OutcomeSchema)
@allowed("procedure.read")
def evaluate(given: dict[str, Any], key: str) -> Outcome:
    """Try a decision out; nothing is written. Refused with 422 when it has no lawful result."""
    return door().engine.evaluate(key, given["data"], version=given["version"])
