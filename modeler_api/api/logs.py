"""Logs: the event logs of a procedure, each marked as measured or simulated."""

from __future__ import annotations

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import demand
from modeler_api.store import logs
from modeler_api.store.logs import EventLogFile
from modeler_api.wiring import door

blueprint = Blueprint("api_logs", __name__, url_prefix="/api/v1/logs", description="Stored event logs.")


class AskedSchema(Schema):
    """Whose logs."""

    procedure = fields.String(required=True, validate=validate.Length(min=1, max=120))


class LogSchema(Schema):
    """One stored log."""

    id = fields.String(required=True)
    procedure = fields.String(required=True)
    variant = fields.String(required=True)
    origin = fields.String(required=True)
    cases = fields.Integer(required=True)
    seed = fields.Integer(allow_none=True)
    replications = fields.Integer(allow_none=True)
    model_version = fields.String(allow_none=True)
    created_by = fields.String(required=True)
    created = fields.AwareDateTime(required=True)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, LogSchema(many=True))
@allowed("log.read")
def index(asked: dict[str, str]) -> list[EventLogFile]:
    """The logs of a procedure, the newest first."""
    demand("log.read", procedure=asked["procedure"])
    return list(logs.of_procedure(door().store, asked["procedure"]))


@blueprint.get("/<string:log_id>")
@blueprint.response(200, LogSchema)
@allowed("log.read")
def show(log_id: str) -> EventLogFile:
    """One log."""
    return logs.by_id(door().store, log_id) or abort(404)
