"""When a timer that is being written would come due, as the engine reads it: asked by the panel of the editor."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from engine.errors import SandboxError
from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import reads_whole
from modeler_api.formats import moment
from modeler_api.translation import text
from modeler_api.wiring import door

blueprint = Blueprint("timer_runs", __name__, url_prefix="/procedures")

KINDS = frozenset({"date", "duration", "cycle"})
#: A timer says when it is due; whatever is longer is no timer.
LONGEST = 200


@blueprint.get("/<key>/edit/timer")
@allowed("model.upload")
def show(key: str) -> ResponseReturnValue:
    """The next moments, or what is wrong with the text and what to write instead."""
    if not reads_whole(key) or repository.find(door(), key) is None:
        abort(404)
    written, kind = request.args.get("text", "").strip(), request.args.get("kind", "")
    if kind not in KINDS or not written or len(written) > LONGEST:
        abort(400)
    try:
        runs = door().engine.timer_runs(written, kind, working=request.args.get("unit") == "working")
    except SandboxError as error:
        return jsonify(runs=[], problem=" ".join(filter(None, (text(error.message), text(error.hint)))))
    return jsonify(runs=[moment(one) for one in runs], problem="")
