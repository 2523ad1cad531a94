"""Simulations: asking for one, and how far it has come."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, demand
from modeler_api.simulation_world import MOST_CASES, MOST_IN_ALL, MOST_REPLICATIONS, WORLDS, worlds_of
from modeler_api.store import jobs
from modeler_api.store.jobs import Job
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_simulations", __name__, url_prefix="/api/v1/simulations", description="Cases that nobody lived."
)


class NewSimulationSchema(Schema):
    """What to simulate."""

    procedure = fields.String(required=True, validate=validate.Length(min=1, max=120))
    number = fields.Integer(
        validate=validate.Range(min=1, max=1_000_000),
        metadata={"description": "The version; without it the one in force."},
    )
    cases = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=MOST_CASES))
    replications = fields.Integer(load_default=1, validate=validate.Range(min=1, max=MOST_REPLICATIONS))
    seed = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))
    world = fields.String(load_default="model", validate=validate.OneOf(sorted(WORLDS)))

    @validates_schema
    def _not_too_many(self, data: dict[str, Any], **_rest: object) -> None:
        if data["cases"] * data["replications"] > MOST_IN_ALL:
            raise ValidationError(f"Cases times replications may be at most {MOST_IN_ALL}.", "replications")


class JobSchema(Schema):
    """A long job: `result.log` names the log when it is done."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    subject = fields.String(required=True)
    status = fields.String(required=True)
    share = fields.Float(allow_none=True)
    doing = fields.String()
    result = fields.Dict(allow_none=True)
    error = fields.String(allow_none=True)


@blueprint.post("")
@blueprint.arguments(NewSimulationSchema)
@blueprint.response(202, JobSchema)
@allowed("simulation.run")
def ask(given: dict[str, Any]) -> Job:
    """Ask for a simulation; the same one under way is returned instead of a second."""
    demand("simulation.run", procedure=given["procedure"])
    kept = repository.find(door(), given["procedure"], given.get("number")) or abort(404)
    if given["world"] not in worlds_of(kept):
        abort(422)
    return jobs.ask(
        door().store,
        kind="simulate",
        subject=kept.base_key,
        arguments={
            "version": kept.version.id,
            "world": given["world"],
            "cases": given["cases"],
            "replications": given["replications"],
            "seed": given["seed"],
        },
        created_by=account().name,
    )


@blueprint.get("/<string:job_id>")
@blueprint.response(200, JobSchema)
@allowed("simulation.read")
def show(job_id: str) -> Job:
    """How far a simulation has come."""
    found = jobs.by_id(door().store, job_id)
    if found is None or found.kind != "simulate":
        abort(404)
    return found
