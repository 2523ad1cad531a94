"""Messages of other organisations: signed, taken once, given to the case that waits for them."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine import NotEntitled
from modeler_api.auth.policy import public
from modeler_api.auth.throttle import limited
from modeler_api.wiring import door

blueprint = Blueprint(
    "api_messages",
    __name__,
    url_prefix="/api/v1/messages",
    description="The door for other organisations; the signature says who they are.",
)

#: Who sends is known by the signature, not by a session, so there is no form token.
without_token = True


class TakenSchema(Schema):
    """That the message was taken; whom it reached is not the sender's business."""

    taken = fields.Boolean(required=True)


@blueprint.post("")
@blueprint.response(202, TakenSchema)
@public
@limited("600 per minute")
def take() -> dict[str, Any]:
    """Take a message of the organisation in `X-Kyzmat-Sender`, signed in `X-Kyzmat-Signature`, once."""
    try:
        door().engine.receive(
            request.get_data(cache=False),
            sender=request.headers.get("X-Kyzmat-Sender", ""),
            signature=request.headers.get("X-Kyzmat-Signature", ""),
        )
    except NotEntitled as refused:
        # Nobody has proved who they are; that is not the same as not being allowed.
        abort(401, refused.message)
    return {"taken": True}
