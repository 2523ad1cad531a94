"""Documents that cases have made."""

from __future__ import annotations

from flask import Response, abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine import Document
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.file_name import named
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_documents", __name__, url_prefix="/api/v1/documents", description="Papers that cases have made."
)


class DocumentSchema(Schema):
    """One document, without its bytes."""

    id = fields.String(required=True)
    instance = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    made = fields.AwareDateTime(required=True)


@blueprint.get("/of/<string:instance_id>")
@blueprint.response(200, DocumentSchema(many=True))
@allowed("case.read")
def index(instance_id: str) -> list[Document]:
    """The documents of a case, oldest first."""
    _readable(instance_id)
    return door().engine.documents(instance_id)


@blueprint.get("/<string:document_id>/file")
@blueprint.response(200, description="The file, as it was made.")
@allowed("case.read")
def file(document_id: str) -> Response:
    """The file itself."""
    found = door().engine.document(document_id)
    _readable(found.instance)
    response = Response(found.content, mimetype=found.media_type)
    named(response, found.name)
    return response


def _readable(instance_id: str) -> None:
    if not Case(door(), door().engine.instance(instance_id)).is_open_to(account()):
        abort(403)
