"""External jobs: the part of the work that programs outside fetch, hold for a while and answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from engine import AlreadyCompleted, ExternalJob, UnknownIncident
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, own_keys
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint(
    "api_external_jobs",
    __name__,
    url_prefix="/api/v1/external-jobs",
    description="Service tasks done by programs outside: fetch and lock, then complete, throw or fail.",
)

_SECONDS = validate.Range(min=1, max=86_400)


class FetchSchema(Schema):
    """Which jobs are wanted, and for how long they are held."""

    topics = fields.List(fields.String(validate=validate.Length(min=1, max=255)), required=True)
    lock_seconds = fields.Integer(load_default=300, validate=_SECONDS)
    limit = fields.Integer(load_default=10, validate=validate.Range(min=1, max=100))


class ExternalJobSchema(Schema):
    """One job, held by the program that fetched it."""

    id = fields.String(required=True)
    topic = fields.String(required=True)
    instance = fields.String(required=True)
    element = fields.String(required=True)
    label = fields.String(required=True)
    business_key = fields.String(allow_none=True)
    attempts = fields.Integer(required=True)
    locked_until = fields.AwareDateTime(required=True)
    data = fields.Dict(keys=fields.String())


class ExtensionSchema(Schema):
    """For how much longer a job is held."""

    lock_seconds = fields.Integer(load_default=300, validate=_SECONDS)


class UntilSchema(Schema):
    """Until when a job is held."""

    locked_until = fields.AwareDateTime(required=True)


class JobAnswerSchema(Schema):
    """What the work gave."""

    data = fields.Dict(keys=fields.String(), load_default=dict)


class BpmnErrorSchema(Schema):
    """An error of the domain, which the procedure may have a way for."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=255))
    data = fields.Dict(keys=fields.String(), load_default=dict)


class FailureSchema(Schema):
    """Why an attempt failed, how many are left (none given: the engine counts) and when the next one may be."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    retries = fields.Integer(load_default=None, validate=validate.Range(min=0, max=1000))
    pause_seconds = fields.Integer(load_default=None, validate=validate.Range(min=0, max=7 * 86_400))


@blueprint.post("/fetch")
@blueprint.arguments(FetchSchema)
@blueprint.response(200, ExternalJobSchema(many=True))
@allowed("external.work")
def fetch(wanted: dict[str, Any]) -> list[ExternalJob]:
    """Fetch and lock jobs, the oldest first; no other program gets them until the lock runs out."""
    return door().engine.fetch_jobs(
        wanted["topics"],
        worker=account().name,
        lock_for=timedelta(seconds=wanted["lock_seconds"]),
        limit=wanted["limit"],
        keys=own_keys("external.work"),
    )


@blueprint.post("/<string:job_id>/extend")
@blueprint.arguments(ExtensionSchema)
@blueprint.response(200, UntilSchema)
@allowed("external.work")
def extend(wanted: dict[str, int], job_id: str) -> dict[str, datetime]:
    """Hold a job for longer."""
    lock_for = timedelta(seconds=wanted["lock_seconds"])
    return {"locked_until": door().engine.extend(job_id, worker=account().name, lock_for=lock_for)}


@blueprint.post("/<string:job_id>/complete")
@blueprint.arguments(JobAnswerSchema)
@blueprint.response(204)
@allowed("external.work")
def complete(given: dict[str, Any], job_id: str) -> None:
    """Say that the work is done and what it gave; refused with 409 when it was done before."""
    try:
        door().engine.resolve(job_id, by=account().name, data=given["data"])
    except UnknownIncident as gone:
        raise _gone() from gone


@blueprint.post("/<string:job_id>/throw")
@blueprint.arguments(BpmnErrorSchema)
@blueprint.response(204)
@allowed("external.work")
def throw(given: dict[str, Any], job_id: str) -> None:
    """Say that the work ended in an error of the domain."""
    try:
        door().engine.throw(job_id, code=given["code"], by=account().name, data=given["data"])
    except UnknownIncident as gone:
        raise _gone() from gone


@blueprint.post("/<string:job_id>/fail")
@blueprint.arguments(FailureSchema)
@blueprint.response(204)
@allowed("external.work")
def fail(given: dict[str, Any], job_id: str) -> None:
    """Say that an attempt failed; after the last one the case waits with an incident that names the reason."""
    pause = given["pause_seconds"]
    door().engine.fail(
        job_id,
        worker=account().name,
        reason=given["reason"],
        retries=given["retries"],
        pause=None if pause is None else timedelta(seconds=pause),
    )


def _gone() -> AlreadyCompleted:
    return AlreadyCompleted(_("The job is done already, or its case has ended."))
