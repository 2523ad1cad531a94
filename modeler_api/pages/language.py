"""The language switch: it works signed in or not, and brings the reader back to the same page."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import public
from modeler_api.auth.session import account_or_none
from modeler_api.pages.sign_in import safe_target
from modeler_api.settings import LOCALES
from modeler_api.store import accounts
from modeler_api.translation import COOKIE
from modeler_api.wiring import door

blueprint = Blueprint("language", __name__)


@blueprint.get("/language/<tag>")
@public
def choose(tag: str) -> ResponseReturnValue:
    """Remember the language in a cookie, and with the account when there is one."""
    if tag not in LOCALES:
        abort(404)
    who = account_or_none()
    if who is not None:
        accounts.set_locale(door().store, who.id, tag)
    response = redirect(safe_target(request.args.get("next")))
    response.set_cookie(
        COOKIE, tag, max_age=31536000, samesite="Lax", httponly=True, secure=door().settings.https
    )
    return response
