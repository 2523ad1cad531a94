"""Instances: cases of a procedure, those of one's own units."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import CaseQuery, HistoryRecord, Instance
from modeler_api.acts import refuse_made_up
from modeler_api.auth.fields import masked
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, demand, own_keys
from modeler_api.case_reader import reader
from modeler_api.cases import STATUSES, Case, start_form
from modeler_api.stages import offices_of
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_instances", __name__, url_prefix="/api/v1/instances", description="Running and ended cases."
)


class AskedSchema(Schema):
    """Which instances, and which of them."""

    definition = fields.String(validate=validate.Length(max=200))
    status = fields.String(validate=validate.OneOf(sorted(STATUSES)))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10_000_000))


class InstanceSchema(Schema):
    """One case."""

    id = fields.String(required=True)
    status = fields.String(required=True)
    definition = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    business_key = fields.String(allow_none=True)
    started = fields.AwareDateTime(required=True)
    started_by = fields.String(required=True)
    ended = fields.AwareDateTime(allow_none=True)
    data = fields.Dict(keys=fields.String())


class NewInstanceSchema(Schema):
    """A case to open."""

    definition = fields.String(required=True, validate=validate.Length(min=1, max=200))
    business_key = fields.String(validate=validate.Length(max=200))
    data = fields.Dict(keys=fields.String(), load_default=dict)
    idempotency_key = fields.String(validate=validate.Length(max=100))


class RecordSchema(Schema):
    """One record of what happened."""

    number = fields.Integer()
    at = fields.AwareDateTime()
    kind = fields.String()
    type = fields.String(allow_none=True)
    element = fields.String(allow_none=True)
    label = fields.String(allow_none=True)
    by = fields.String(allow_none=True)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, InstanceSchema(many=True))
@allowed("case.list")
def index(asked: dict[str, Any]) -> list[Instance]:
    """The instances that one may read, the newest first."""
    query = CaseQuery(
        reader=reader(door(), account()),
        within=tuple(own_keys("case.list")),
        definition=asked.get("definition"),
        status=asked.get("status"),
    )
    found = door().engine.find_cases(query, limit=asked["limit"], offset=asked["offset"])
    return [_shown(Case(door(), instance, account())) for instance in found]


@blueprint.post("")
@blueprint.arguments(NewInstanceSchema)
@blueprint.response(201, InstanceSchema)
@allowed("case.start")
def start(given: dict[str, Any]) -> Instance:
    """Open a case; the same idempotency key opens it once.

    The key of a procedure starts the version in force, or another one that is in force for some cases and meets this
    one; the id of a definition starts that version.
    """
    demand("case.start", procedure=door().engine.definition(given["definition"]).key)
    key = given.get("idempotency_key")
    who, draw = account(), f"{account().id}:{key}" if key else secrets.token_hex(16)
    offices = offices_of(door(), who)
    definition = door().engine.definition(given["definition"])
    if definition.id != given["definition"]:
        definition = door().engine.choice(given["definition"], draw=draw, offices=offices).definition
    refuse_made_up(start_form(door().engine.model(definition)), given["data"])
    return door().engine.start(
        given["definition"],
        data=given["data"],
        business_key=given.get("business_key"),
        by=who.name,
        idempotency_key=f"{who.id}:{key}" if key else None,
        offices=offices,
        draw=draw,
    )


@blueprint.get("/<string:instance_id>")
@blueprint.response(200, InstanceSchema)
@allowed("case.read")
def show(instance_id: str) -> Instance:
    """One instance, when it is or was the work of one's units."""
    return _shown(Case(door(), _readable(instance_id), account()))


@blueprint.get("/<string:instance_id>/history")
@blueprint.response(200, RecordSchema(many=True))
@allowed("case.read")
def history(instance_id: str) -> list[HistoryRecord]:
    """Everything that happened in an instance, in order."""
    return door().engine.history(_readable(instance_id))


def _shown(case: Case) -> Instance:
    """The instance without the values that are kept from its reader."""
    return replace(case.instance, data=masked(case.reader, case.instance.data, case.model.forms.values()))


def _readable(instance_id: str) -> Instance:
    instance = door().engine.instance(instance_id)
    if not Case(door(), instance).is_open_to(account()):
        abort(403)
    return instance
