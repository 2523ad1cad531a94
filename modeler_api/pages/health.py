"""Whether the server is well, for the machine that watches it."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import public
from modeler_api.wiring import door

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def show() -> ResponseReturnValue:
    """200 when the database answers and its tables are current, 503 when they are not."""
    store = door().store
    store.ping()
    is_current = store.revision == store.newest_revision
    return jsonify(status="well" if is_current else "migrate"), 200 if is_current else 503
