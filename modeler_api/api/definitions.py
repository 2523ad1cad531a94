"""Definitions: the models the engine runs, each with its version."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine import Definition, Stage
from modeler_api.auth.policy import allowed
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_definitions", __name__, url_prefix="/api/v1/definitions", description="What the engine runs."
)


class DefinitionSchema(Schema):
    """One deployed version of a procedure."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    digest = fields.String(required=True)
    name = fields.String(required=True)
    code = fields.String(allow_none=True)
    deployed_at = fields.AwareDateTime(required=True)
    deployed_by = fields.String(required=True)
    main = fields.Boolean(required=True)


class StageSchema(Schema):
    """A version that some of the new cases follow, or did: those of some offices, a share of 100, or both."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    offices = fields.List(fields.String(), required=True)
    share = fields.Integer(allow_none=True)
    standing = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)
    ended = fields.AwareDateTime(allow_none=True)
    ended_by = fields.String(allow_none=True)
    ended_reason = fields.String(allow_none=True)


@blueprint.get("")
@blueprint.response(200, DefinitionSchema(many=True))
@allowed("procedure.read")
def index() -> list[Definition]:
    """The version of every definition that is in force for all."""
    return door().engine.definitions()


@blueprint.get("/<string:key>")
@blueprint.response(200, DefinitionSchema)
@allowed("procedure.read")
def show(key: str) -> Definition:
    """The version of one definition that is in force for all."""
    return door().engine.definition(key)


@blueprint.get("/<string:key>/stages")
@blueprint.response(200, StageSchema(many=True))
@allowed("model.publish")
def stages(key: str) -> list[Stage]:
    """The versions that some of the new cases follow, or did, the newest first."""
    return door().engine.stages(key)
