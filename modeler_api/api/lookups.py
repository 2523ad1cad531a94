"""Questions to registers: who asked what about whom, by which right, in which case."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import Lookup
from modeler_api.auth import reach
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import own_agency
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_lookups", __name__, url_prefix="/api/v1/lookups", description="Who asked registers about whom."
)


class AskedSchema(Schema):
    """About whom, in which case, and which of them."""

    about = fields.String(validate=validate.Length(max=255))
    instance = fields.String(validate=validate.Length(max=40))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=500))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10_000_000))


class LookupSchema(Schema):
    """One question; the answer itself is not kept here."""

    id = fields.String(required=True)
    instance = fields.String(allow_none=True)
    business_key = fields.String(allow_none=True)
    element = fields.String(allow_none=True)
    client = fields.String(required=True)
    service = fields.String(required=True)
    user = fields.String(required=True)
    about = fields.String(required=True)
    purpose = fields.String(required=True)
    asked = fields.AwareDateTime(required=True)
    answered = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, LookupSchema(many=True))
@allowed("audit.read")
def index(asked: dict[str, Any]) -> list[Lookup]:
    """The questions, the newest first."""
    found = door().engine.lookups(
        about=asked.get("about"), instance=asked.get("instance"), limit=asked["limit"], offset=asked["offset"]
    )
    # A question asked in no case belongs to no agency, so only who oversees them all reads it.
    agency, whose = own_agency(), cache(lambda case: reach.of_case(door(), case))
    return [one for one in found if agency is None or (one.instance and whose(one.instance) == agency)]
