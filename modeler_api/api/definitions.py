"""Definitions: the models the engine runs, each with its version."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine import Definition
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


@blueprint.get("")
@blueprint.response(200, DefinitionSchema(many=True))
@allowed("procedure.read")
def index() -> list[Definition]:
    """The newest version of every definition."""
    return door().engine.definitions()


@blueprint.get("/<string:key>")
@blueprint.response(200, DefinitionSchema)
@allowed("procedure.read")
def show(key: str) -> Definition:
    """The newest version of one definition."""
    return door().engine.definition(key)
