"""Passkeys: a key that a person's device holds, to sign in with instead of a password.

The device proves with a signature that it holds the key, and asks for a finger, a face or a PIN itself; nothing that
could be guessed or given away travels. Challenges are kept in the browser's signed cookie and used once.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth import throttle
from modeler_api.auth.policy import allowed, public
from modeler_api.auth.session import account, enter, note
from modeler_api.pages.sign_in import safe_target
from modeler_api.store import accounts, audit, identities
from modeler_api.store import throttle as used
from modeler_api.store.tables import now
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("passkeys", __name__)
CHALLENGE = "passkey_challenge"
#: Seconds in which a challenge is to be answered.
LASTS = 300


@blueprint.post("/account/passkeys/options")
@allowed("own.account")
def registration_options() -> ResponseReturnValue:
    """What the browser needs to make a key."""
    from webauthn import base64url_to_bytes, generate_registration_options
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    who = account()
    known = identities.passkeys(door().store, who.id)
    return _offered(
        generate_registration_options(
            rp_id=_host(),
            rp_name="Kyzmat",
            user_id=who.id.encode(),
            user_name=str(who.name),
            user_display_name=who.full_name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known
            ],
        )
    )


@blueprint.post("/account/passkeys")
@allowed("own.account")
def register() -> ResponseReturnValue:
    """Keep the key that the browser has made."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    who, given = account(), _given()
    try:
        made = verify_registration_response(
            credential=given["credential"],
            expected_challenge=_challenge(),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, ValueError):
        abort(422, _("The passkey could not be made. Try again."))
    identities.add_passkey(
        door().store,
        account=who.id,
        credential=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=str(given.get("name") or "").strip() or text(_("This device")),
    )
    note("passkey.add", own=True)
    flash(text(_("The passkey is kept. You can sign in with it from now on.")), "good")
    return jsonify(next=url_for("own_account.show") + "#passkeys")


@blueprint.post("/account/passkeys/<passkey_id>/remove")
@allowed("own.account")
def remove(passkey_id: str) -> ResponseReturnValue:
    """Forget one of one's keys."""
    identities.remove_passkey(door().store, passkey_id, account=account().id)
    note("passkey.remove", own=True)
    flash(text(_("The passkey is forgotten.")), "good")
    return redirect(url_for("own_account.show") + "#passkeys", 303)


@blueprint.post("/sign-in/passkey/options")
@public
def options() -> ResponseReturnValue:
    """What the browser needs to prove that it holds a key."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    return _offered(
        generate_authentication_options(rp_id=_host(), user_verification=UserVerificationRequirement.REQUIRED)
    )


@blueprint.post("/sign-in/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in whoever's key it is."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    store, given = door().store, _given()
    credential = given.get("credential")
    if not isinstance(credential, dict):
        credential = {}
    throttle.attempt(f"passkey:{throttle.address()}")
    key = identities.passkey(store, str(credential.get("id", "")))
    person = accounts.by_id(store, key.account) if key is not None else None
    challenge = _challenge()
    try:
        if key is None or person is None or not person.is_active:
            raise KeyError
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, ValueError):
        audit.note(store, who=person.name if person else "?", role="", action="sign-in", outcome="refused")
        abort(422, _("This passkey is not known here. Sign in another way."))
    throttle.held(f"passkey:{throttle.address()}")
    identities.passkey_used(store, key.id, sign_count=proved.new_sign_count)
    enter(person, method="passkey")
    return jsonify(next=safe_target(str(given.get("next") or "")))


def _offered(made: Any) -> ResponseReturnValue:
    from webauthn import options_to_json
    from webauthn.helpers import bytes_to_base64url

    session[CHALLENGE] = [bytes_to_base64url(made.challenge), int(now().timestamp())]
    return Response(options_to_json(made), mimetype="application/json")


def _challenge() -> bytes:
    """The challenge that was offered, once and for a few minutes; else one that nothing answers.

    The cookie alone could be shown again together with its answer, so that the use is noted in the store.
    """
    from webauthn import base64url_to_bytes

    kept = session.pop(CHALLENGE, None)
    given, offered = kept if isinstance(kept, list) and len(kept) == 2 else ("", 0)
    is_over = not given or now().timestamp() - offered > LASTS
    if is_over or used.tried(door().store, f"challenge:{given[:60]}", seconds=86400) > 1:
        return secrets.token_bytes(32)
    return base64url_to_bytes(given)


def _given() -> dict[str, Any]:
    try:
        given = json.loads(request.get_data(cache=True) or b"{}")
    except ValueError:
        given = None
    return given if isinstance(given, dict) else abort(422)


def _host() -> str:
    return urlsplit(_origin()).hostname or ""


def _origin() -> str:
    """Where people find this installation: as it is set, else as the browser asked."""
    given = urlsplit(door().settings.public_url or request.host_url)
    return f"{given.scheme}://{given.netloc}"
