"""Who is signed in, and the token that every changing request has to carry in `X-CSRFToken`."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account

blueprint = Blueprint(
    "api_session",
    __name__,
    url_prefix="/api/v1/session",
    description="Who is signed in, and the token to change things.",
)


class SessionSchema(Schema):
    """The signed-in account."""

    name = fields.String(required=True)
    full_name = fields.String(required=True)
    role = fields.String(required=True)
    csrf_token = fields.String(required=True)


@blueprint.get("")
@blueprint.response(200, SessionSchema)
@allowed("session.read")
def show() -> dict[str, Any]:
    """The signed-in account, with the token for requests that change something."""
    who = account()
    return {"name": who.name, "full_name": who.full_name, "role": who.role, "csrf_token": generate_csrf()}
