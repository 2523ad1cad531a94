"""Models: what the repository holds, every version byte for byte."""

from __future__ import annotations

from typing import Any

from flask import Response, abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from modeler_api import brought_models, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, bring, reads_whole
from modeler_api.decisions.beside import decisions_in
from modeler_api.import_page import as_data
from modeler_api.repository import Kept
from modeler_api.store import models
from modeler_api.store.models import ModelVersion
from modeler_api.store.version_decisions import KeptDecision
from modeler_api.summary_card import cells
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_models", __name__, url_prefix="/api/v1/models", description="Models and their versions."
)


class SearchSchema(Schema):
    """How to narrow the list."""

    search = fields.String(validate=validate.Length(max=200))


class ProblemSchema(Schema):
    """One problem of a model."""

    rule = fields.String()
    severity = fields.String()
    element = fields.String(allow_none=True)
    label = fields.String()
    message = fields.String()
    line = fields.Integer(allow_none=True)


class VersionSchema(Schema):
    """One version of a model, without its bytes."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    number = fields.Integer(required=True)
    name = fields.String(required=True)
    digest = fields.String(required=True)
    author = fields.String(required=True)
    reason = fields.String(required=True)
    origin = fields.String(required=True)
    based_on = fields.String(allow_none=True)
    status = fields.String(required=True)
    definition_key = fields.String(allow_none=True)
    created = fields.AwareDateTime(required=True)
    published = fields.AwareDateTime(allow_none=True)
    problems = fields.List(fields.Nested(ProblemSchema))


class FigureSchema(Schema):
    """One figure of the summary; `amount` is null when nobody has assessed it, lengths of time are seconds."""

    name = fields.String(required=True)
    amount = fields.Float(allow_none=True)
    unit = fields.String(required=True)
    confidence = fields.String(allow_none=True)
    elements = fields.List(fields.String())
    not_assessed = fields.List(fields.String())


class EntrySchema(Schema):
    """One line of the import report."""

    kind = fields.String(required=True)
    message = fields.String(required=True)
    element = fields.String(allow_none=True)
    line = fields.Integer(allow_none=True)


class NewDecisionSchema(Schema):
    """A file of decisions that stands with the model and comes into force with it."""

    name = fields.String(required=True, validate=validate.Regexp(r"[\w.-]{1,80}\Z"))
    source = fields.String(required=True, metadata={"description": "DMN XML"})


class NewModelSchema(Schema):
    """A model to save as a draft; without `decisions` those of the version before stay with it."""

    source = fields.String(required=True, metadata={"description": "BPMN 2.0 XML"})
    name = fields.String(validate=validate.Length(min=1, max=300))
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    decisions = fields.List(fields.Nested(NewDecisionSchema), validate=validate.Length(max=50))


@blueprint.get("")
@blueprint.arguments(SearchSchema, location="query")
@blueprint.response(200, VersionSchema(many=True))
@allowed("procedure.read")
def index(asked: dict[str, str]) -> list[ModelVersion]:
    """The newest version of every model, narrowed by words of its title, owner or code."""
    words = asked.get("search", "")
    found = [kept.version for kept in repository.everything(door(), own=reads_whole)]
    return [version for version in found if not words or Kept(door(), version).matches(words)]


@blueprint.post("")
@blueprint.arguments(NewModelSchema)
@blueprint.response(201, VersionSchema)
@allowed("model.upload")
def save(given: dict[str, Any]) -> ModelVersion:
    """Save a model as a draft; what cannot be read is refused with line, element and the way out."""
    source = given["source"].encode("utf-8")
    model = repository.acceptable(source)
    bring(repository.key_of(model))
    return brought_models.keep(
        door(),
        account(),
        source,
        name=given.get("name") or model.name,
        reason=given["reason"],
        decisions=_decisions(given["decisions"]) if "decisions" in given else None,
    )


@blueprint.get("/<string:key>")
@blueprint.response(200, VersionSchema(many=True))
@allowed("procedure.read")
def versions(key: str) -> list[ModelVersion]:
    """Every version of a model, the newest first."""
    found = models.versions(door().store, key)
    seen = found if reads_whole(key) else [v for v in found if v.status == "published"]
    return list(seen) or abort(404)


@blueprint.get("/<string:key>/versions/<int:number>")
@blueprint.response(200, VersionSchema)
@allowed("procedure.read")
def show(key: str, number: int) -> ModelVersion:
    """One version of a model."""
    return _kept(key, number).version


@blueprint.get("/<string:key>/versions/<int:number>/summary")
@blueprint.response(200, FigureSchema(many=True))
@allowed("procedure.read")
def summary(key: str, number: int) -> list[dict[str, Any]]:
    """What a version asks of people; null is not assessed, never zero."""
    return [
        {
            "name": cell.name,
            "amount": cell.amount,
            "unit": "seconds" if cell.figure.unit == "time" else cell.figure.unit,
            "confidence": cell.figure.confidence,
            "elements": list(cell.figure.elements),
            "not_assessed": list(cell.figure.unknown),
        }
        for cell in cells(_kept(key, number).summary)
    ]


@blueprint.get("/<string:key>/versions/<int:number>/import-report")
@blueprint.response(200, EntrySchema(many=True))
@allowed("procedure.read")
def import_report(key: str, number: int) -> list[dict[str, object]]:
    """What was understood of a version's file: kept, translated, ignored, to be fixed, suggested."""
    return as_data(_kept(key, number).model)


@blueprint.get("/<string:key>/versions/<int:number>/file")
@blueprint.response(200, {"type": "string"}, content_type="application/xml")
@allowed("procedure.read")
def file(key: str, number: int) -> Response:
    """The bytes of a version, exactly as they were saved."""
    return Response(_kept(key, number).version.source, mimetype="application/xml")


def _decisions(given: list[dict[str, str]]) -> list[KeptDecision]:
    """The files that stand with a version, of two with one name the last; each can be read."""
    found = {each["name"]: each["source"].encode("utf-8") for each in given}
    for source in found.values():
        decisions_in(source)
    return [KeptDecision(name=name, source=source) for name, source in found.items()]


def _kept(key: str, number: int) -> Kept:
    return repository.find(door(), key, number, in_force_only=not reads_whole(key)) or abort(404)
