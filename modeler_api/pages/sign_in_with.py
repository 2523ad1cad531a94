"""Signing in through a provider: there and back again."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth import oidc
from modeler_api.auth.policy import public
from modeler_api.auth.session import enter
from modeler_api.journal import logger
from modeler_api.pages.sign_in import safe_target
from modeler_api.store import audit
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("sign_in_with", __name__, url_prefix="/sign-in/with")
AFTER = "oidc_after"


@blueprint.get("/<provider>")
@public
def go(provider: str) -> ResponseReturnValue:
    """Send the person to the provider."""
    chosen = oidc.provider_named(provider) or abort(404)
    session[AFTER] = request.args.get("next", "")
    back = url_for("sign_in_with.back", provider=chosen.name, _external=True)
    try:
        answer: ResponseReturnValue = oidc.client(chosen.name).authorize_redirect(back)
    except Exception as error:  # noqa: BLE001  # whatever keeps the provider from answering
        logger("oidc").error("provider does not answer", provider=chosen.name, exc_info=error)
        return _refused(
            chosen, _("{provider} does not answer. Sign in another way, or try again later.")
        ), 503
    return answer


@blueprint.get("/<provider>/back")
@public
def back(provider: str) -> ResponseReturnValue:
    """Take the person in whom the provider vouches for, or say why not."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    chosen, store = oidc.provider_named(provider) or abort(404), door().store
    after = session.pop(AFTER, "")
    try:
        claims = oidc.client(chosen.name).authorize_access_token().get("userinfo") or {}
        person = oidc.known_as(door(), chosen, claims)
    except oidc.Unknown as unknown:
        audit.note(store, who=unknown.email or "?", role="", action="sign-in", outcome="refused")
        told = _("{provider} knows you, but you have no account here. Ask your administrator for one.")
        if unknown.email and not unknown.is_verified:
            told = _("{provider} has not verified your e-mail address. Verify it there, then sign in again.")
        return _refused(chosen, told), 403
    except (AuthlibBaseError, JoseError, RequestException, KeyError) as error:
        logger("oidc").warning("sign-in failed", provider=chosen.name, error=type(error).__name__)
        audit.note(store, who="?", role="", action="sign-in", subject=chosen.name, outcome="refused")
        return _refused(chosen, _("Signing in with {provider} was not finished. Try again.")), 400
    if not person.is_active:
        return _refused(chosen, _("Your account is closed. Ask your administrator.")), 403
    enter(person, method=f"oidc:{chosen.name}")
    return redirect(safe_target(after))


def _refused(provider: oidc.Provider, why: Message) -> str:
    return render_template(
        "pages/not_signed_in.html", provider=provider, why=why.format(provider=Message(provider.title))
    )
