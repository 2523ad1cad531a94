"""Work items: what waits for one's units, to take and to complete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import WorkItem
from modeler_api.auth.fields import masked
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_work_items", __name__, url_prefix="/api/v1/work-items", description="What waits for a person."
)


class AskedSchema(Schema):
    """Which of one's work items."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10_000_000))


class WorkItemSchema(Schema):
    """One piece of work."""

    id = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)
    instance = fields.String(required=True)
    definition = fields.String(required=True)
    status = fields.String(required=True)
    candidates = fields.List(fields.String())
    holder = fields.String(allow_none=True)
    offered_at = fields.AwareDateTime(required=True)
    due = fields.AwareDateTime(allow_none=True)
    business_key = fields.String(allow_none=True)
    form = fields.Dict(allow_none=True)
    data = fields.Dict(keys=fields.String())


class CompletionSchema(Schema):
    """What was entered."""

    data = fields.Dict(keys=fields.String(), load_default=dict)


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, WorkItemSchema(many=True))
@allowed("inbox.read")
def index(asked: dict[str, int]) -> list[WorkItem]:
    """What one holds or may take, the most urgent first."""
    who = account()
    found = door().engine.work_items(
        user=who.name, groups=sorted(who.groups), limit=asked["limit"], offset=asked["offset"]
    )
    return [_shown(item) for item in found]


@blueprint.get("/<string:item_id>")
@blueprint.response(200, WorkItemSchema)
@allowed("work.do")
def show(item_id: str) -> WorkItem:
    """One work item of one's units."""
    return _shown(_mine(item_id))


@blueprint.post("/<string:item_id>/claim")
@blueprint.response(200, WorkItemSchema)
@allowed("work.do")
def claim(item_id: str) -> WorkItem:
    """Take a work item; refused with 409 when somebody else has it."""
    return _shown(door().engine.claim(_mine(item_id), by=account().name, groups=sorted(account().groups)))


@blueprint.post("/<string:item_id>/complete")
@blueprint.arguments(CompletionSchema)
@blueprint.response(200, WorkItemSchema(many=True))
@allowed("work.do")
def complete(given: dict[str, Any], item_id: str) -> list[WorkItem]:
    """Complete a work item; returns what the case waits for now. Wrong data are refused field by field."""
    who = account()
    groups = sorted(who.groups)
    item, engine = _mine(item_id), door().engine
    engine.complete(item, by=who.name, data=given["data"], groups=groups)
    return [_shown(following) for following in engine.work_items(item.instance)]


def _shown(item: WorkItem) -> WorkItem:
    """The work item without the values that are kept from its reader."""
    forms = door().engine.model(item.definition).forms.values()
    return replace(item, data=masked(account(), item.data, forms))


def _mine(item_id: str) -> WorkItem:
    item, who = door().engine.work_item(item_id), account()
    if item.holder != who.name and not who.groups & set(item.candidates):
        abort(403)
    return item
