"""Work items: what waits for one's units, to take and to complete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import WorkItem
from modeler_api import absences, completing, passing_on
from modeler_api.acts import refuse_made_up
from modeler_api.auth.fields import masked
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, acts_for
from modeler_api.desk import MOST_LISTED, desk_of
from modeler_api.subject import as_listed, is_theirs
from modeler_api.wanted import ORDERS, SHELVES, Wanted
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_work_items", __name__, url_prefix="/api/v1/work-items", description="What waits for a person."
)


class AskedSchema(Schema):
    """Which work, as the inbox's address says it too."""

    show = fields.String(load_default="", validate=validate.OneOf(["", *SHELVES]))
    procedure = fields.String(load_default="")
    applicant = fields.String(load_default="")
    case = fields.String(load_default="")
    q = fields.String(load_default="")
    sort = fields.String(load_default="due", validate=validate.OneOf(list(ORDERS)))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=MOST_LISTED))


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


class PassedOnSchema(Schema):
    """Who gets a piece of work, and why."""

    to = fields.String(required=True, validate=validate.Length(min=1, max=80))
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


@blueprint.get("")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, WorkItemSchema(many=True))
@allowed("inbox.read")
def index(asked: dict[str, Any]) -> list[WorkItem]:
    """What one holds or may take, or one shelf of it, the first due first; forms come with the single item."""
    limit, offset = asked.pop("limit"), asked.pop("offset")
    desk = desk_of(account(), door(), Wanted.of(asked))
    query = desk.query(desk.wanted.show or "open")
    return [_shown(item) for item in door().engine.find_work(query, limit=limit, offset=offset)]


@blueprint.post("/next")
@blueprint.response(200, WorkItemSchema)
@blueprint.alt_response(204, description="Nothing waits.")
@allowed("work.do")
def take_next() -> Any:
    """Give the caller what has waited longest for their units; nobody picks from a fair queue."""
    item = absences.next_item(door(), account(), acts_for())
    return ("", 204) if item is None else _shown(item)


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


@blueprint.post("/<string:item_id>/release")
@blueprint.response(200, WorkItemSchema)
@allowed("work.do")
def release(item_id: str) -> WorkItem:
    """Give back a work item one holds."""
    return _shown(door().engine.release(_mine(item_id), by=account().name))


@blueprint.post("/<string:item_id>/reassign")
@blueprint.arguments(PassedOnSchema)
@blueprint.response(200, WorkItemSchema)
@allowed("work.do")
def reassign(given: dict[str, Any], item_id: str) -> WorkItem:
    """Pass a work item on, for a reason; also those of one's unit when one leads it."""
    item, who = door().engine.work_item(item_id), account()
    if not passing_on.is_open_to(door(), who, item):
        abort(403)
    groups = passing_on.groups_to_judge(door(), who, item)
    passed = door().engine.reassign(item, to=given["to"], by=who.name, reason=given["reason"], groups=groups)
    return _shown(passed)


@blueprint.post("/<string:item_id>/complete")
@blueprint.arguments(CompletionSchema)
@blueprint.response(200, WorkItemSchema(many=True))
@allowed("work.do")
def complete(given: dict[str, Any], item_id: str) -> list[WorkItem]:
    """Complete a work item; returns what the case waits for now. Wrong data are refused field by field."""
    who, item = account(), _mine(item_id)
    refuse_made_up(item.form, given["data"])
    completing.complete(door(), item, given["data"], by=who)
    return [_shown(following) for following in door().engine.work_items(item.instance)]


def _shown(item: WorkItem) -> WorkItem:
    """The work item without the values that are kept from its reader, or nothing of it in a fair queue."""
    forms = door().engine.model(item.definition).forms.values()
    return as_listed(replace(item, data=masked(account(), item.data, forms)))


def _mine(item_id: str) -> WorkItem:
    item, who = door().engine.work_item(item_id), account()
    if not is_theirs(who, item):
        abort(403)
    return item
